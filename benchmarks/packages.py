"""The same hours told to each package; None where it has no words for them."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from xlakit import Calendar

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.literal import Task

    Elapsed = Callable[[datetime, datetime], timedelta]
    Later = Callable[[datetime, int], datetime]

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def calendar_of(task: Task) -> Calendar:
    """Return the calendar of this library."""
    spans = [
        f"{opening:%H:%M}-{'24:00' if closing == time.min else f'{closing:%H:%M}'}"
        for opening, closing in task.hours
    ]
    return Calendar(
        timezone=task.zone,
        hours={",".join(WEEK[day] for day in task.days): spans},
        holidays=list(task.holidays),
    )


def _one_by_one(task: Task) -> Elapsed:
    return calendar_of(task).elapsed


def _one_later(task: Task) -> Later:
    calendar = calendar_of(task)
    return lambda start, hours: calendar.deadline(start, timedelta(hours=hours))


def _rules(task: Task) -> object:
    import businesstimedelta
    import pytz

    zone, days = pytz.timezone(task.zone), list(task.days)
    work = businesstimedelta.WorkDayRule(
        start_time=task.hours[0][0], end_time=task.hours[-1][1], working_days=days, tz=zone
    )
    rules = [work, *([_Off(task, zone)] if task.holidays else [])]
    if len(task.hours) > 1:
        rules.append(
            businesstimedelta.LunchTimeRule(
                start_time=task.hours[0][1], end_time=task.hours[1][0], working_days=days, tz=zone
            )
        )
    return businesstimedelta.Rules(rules)


def _Off(task: Task, zone: object) -> object:  # noqa: N802 - reads as the rule that it makes
    import businesstimedelta

    # A finite list raises once the question lies past its last date: one far ahead is added for its sake.
    return businesstimedelta.HolidayRule([*task.holidays, datetime(2100, 1, 1, tzinfo=UTC).date()], tz=zone)


def _businesstimedelta(task: Task) -> Elapsed:
    rules = _rules(task)
    return lambda start, end: rules.difference(start, end).timedelta  # type: ignore[attr-defined]


def _businesstimedelta_later(task: Task) -> Later:
    from businesstimedelta import BusinessTimeDelta

    rules = _rules(task)
    return lambda start, hours: start + BusinessTimeDelta(rules, hours=hours)


def _business_duration(task: Task) -> Elapsed | None:
    import pandas as pd
    from business_duration import businessDuration

    if len(task.hours) > 1 or task.hours[0][1] <= task.hours[0][0]:
        return None
    opening, closing = task.hours[0]
    weekend = [day for day in range(7) if day not in task.days]
    off = dict.fromkeys(task.holidays, "off")

    def elapsed(start: datetime, end: datetime) -> timedelta:
        found = businessDuration(
            pd.Timestamp(start), pd.Timestamp(end), opening, closing, weekend, off, unit="sec"
        )
        return timedelta(seconds=float(found))

    return elapsed


def _custom_business_hour(task: Task) -> Later:
    import pandas as pd

    mask = " ".join(WEEK[day].title() for day in task.days)
    start = [f"{opening:%H:%M}" for opening, _ in task.hours]
    end = [f"{closing:%H:%M}" for _, closing in task.hours]
    steps = {
        hours: pd.offsets.CustomBusinessHour(
            hours, start=start, end=end, weekmask=mask, holidays=list(task.holidays)
        )
        for hours in range(1, 13)
    }
    return lambda at, hours: (pd.Timestamp(at) + steps[hours]).to_pydatetime()


ELAPSED: dict[str, Callable[[Task], Elapsed | None]] = {
    "xlakit, one by one": _one_by_one,
    "businesstimedelta": _businesstimedelta,
    "business-duration": _business_duration,
}
LATER: dict[str, Callable[[Task], Later | None]] = {
    "xlakit, one by one": _one_later,
    "businesstimedelta": _businesstimedelta_later,
    "pandas CustomBusinessHour": _custom_business_hour,
}
