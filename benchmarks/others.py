"""Business time of other packages on the work that each can do: how much of it is right, and how fast."""

from __future__ import annotations

import warnings
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np

from benchmarks import literal
from benchmarks.literal import Task
from benchmarks.packages import ELAPSED, LATER, calendar_of
from benchmarks.say import rate, say, seconds, table

if TYPE_CHECKING:
    from collections.abc import Callable

HOUR = timedelta(hours=1)
QUESTIONS = 200
MANY = 1_000_000
WORKDAYS, ALL_DAYS = (0, 1, 2, 3, 4), (0, 1, 2, 3, 4, 5, 6)
OFF = (date(2026, 1, 1), date(2026, 4, 3), date(2026, 4, 6), date(2026, 12, 25))
TASKS = (
    Task("office hours, holidays, UTC", "UTC", WORKDAYS, ((time(9), time(17)),), OFF),
    Task("with a lunch break", "UTC", WORKDAYS, ((time(9), time(12)), (time(13), time(17))), OFF),
    Task("nights, 22:00-06:00", "UTC", WORKDAYS, ((time(22), time(6)),), OFF),
    Task("Berlin, 01:00-09:00, clocks change", "Europe/Berlin", ALL_DAYS, ((time(1), time(9)),)),
)


def questions(task: Task) -> list[tuple[datetime, datetime]]:
    """Return pairs up to three days apart in 2026, half of them around changes of clocks in Berlin."""
    random = np.random.default_rng(5)
    year, changes = datetime(2026, 1, 5, tzinfo=UTC), [datetime(2026, 3, 29, tzinfo=UTC)]
    changes.append(datetime(2026, 10, 25, tzinfo=UTC))
    found = []
    for number in range(QUESTIONS):
        start = year + timedelta(minutes=int(random.integers(0, 350 * 1440)))
        if number % 2:
            start = changes[number // 2 % 2] - timedelta(minutes=int(random.integers(0, 1440)))
        found.append((start, start + timedelta(minutes=int(random.integers(1, 3 * 1440)))))
    zone = ZoneInfo(task.zone)
    return [(a.astimezone(zone), b.astimezone(zone)) for a, b in found]


def anywhere() -> np.ndarray:
    """Return many instants of 2026 in random order."""
    minutes = np.random.default_rng(8).permutation(np.arange(MANY) % (360 * 1440))
    return np.datetime64("2026-01-02", "us") + minutes * np.timedelta64(1, "m")


def tried(ask: Callable[..., object], *question: object) -> object:
    """Return the answer, or None where the package refuses the question."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return ask(*question)
        except Exception:  # noqa: BLE001 - whatever a package raises is no answer
            return None


def compare_elapsed(task: Task) -> list[tuple[object, ...]]:
    """Return per package: right answers, pairs a second, and how many times that ours is."""
    asked = questions(task)
    truth = [literal.elapsed(task, a.astimezone(UTC), b.astimezone(UTC)) for a, b in asked]
    calendar = calendar_of(task)
    starts, ends = (
        np.array([pair[side].astimezone(UTC).replace(tzinfo=None) for pair in asked], "M8[us]")
        for side in (0, 1)
    )
    many = anywhere(), anywhere() + np.timedelta64(2, "D")
    right = int((calendar.elapsed(starts, ends) == np.array(truth, "m8[us]")).sum())
    ours = MANY / seconds(lambda: calendar.elapsed(*many))
    rows: list[tuple[object, ...]] = [(task.name, "xlakit, arrays", f"{right} of {QUESTIONS}", rate(ours), 1)]
    for name, make in ELAPSED.items():
        ask = make(task)
        if ask is None:
            rows.append((task.name, name, "cannot state it", "", ""))
            continue
        answers = [tried(ask, *pair) for pair in asked]
        right = sum(answer == expected for answer, expected in zip(answers, truth, strict=True))
        speed = QUESTIONS / seconds(lambda ask=ask: [tried(ask, *pair) for pair in asked])
        rows.append((task.name, name, f"{right} of {QUESTIONS}", rate(speed), f"{ours / speed:,.0f}"))
    return rows


def is_deadline(task: Task, start: datetime, hours: int, due: object) -> bool:
    """Whether so many hours lie between, and the deadline is the first such instant or the next opening."""
    if not isinstance(due, datetime):
        return False
    begin, end = start.astimezone(UTC), due.astimezone(UTC)
    if not begin < end < begin + timedelta(days=30) or literal.elapsed(task, begin, end) != hours * HOUR:
        return False
    zone = ZoneInfo(task.zone)
    last, first = (literal.is_open(task, at.astimezone(zone)) for at in (end - literal.MINUTE, end))
    return last or first


def compare_deadlines(task: Task) -> list[tuple[object, ...]]:
    """Return per package: right answers, deadlines a second, and how many times that ours is."""
    asked = [(start, 1 + number % 12) for number, (start, _) in enumerate(questions(task))]
    calendar = calendar_of(task)
    starts = np.array([start.astimezone(UTC).replace(tzinfo=None) for start, _ in asked], "M8[us]")
    lengths = np.array([hours for _, hours in asked], "m8[h]").astype("m8[us]")
    many = anywhere(), np.resize(lengths, MANY)
    found = [at.replace(tzinfo=UTC) for at in calendar.deadline(starts, lengths).tolist()]
    right = sum(
        is_deadline(task, start, hours, due) for (start, hours), due in zip(asked, found, strict=True)
    )
    ours = MANY / seconds(lambda: calendar.deadline(*many))
    rows: list[tuple[object, ...]] = [(task.name, "xlakit, arrays", f"{right} of {QUESTIONS}", rate(ours), 1)]
    for name, make in LATER.items():
        ask = make(task)
        if ask is None:
            rows.append((task.name, name, "cannot state it", "", ""))
            continue
        answers = [tried(ask, *pair) for pair in asked]
        right = sum(is_deadline(task, a, h, due) for (a, h), due in zip(asked, answers, strict=True))
        speed = QUESTIONS / seconds(lambda ask=ask: [tried(ask, *pair) for pair in asked])
        rows.append((task.name, name, f"{right} of {QUESTIONS}", rate(speed), f"{ours / speed:,.0f}"))
    return rows


def compare_days() -> list[tuple[object, ...]]:
    """Return numpy's business days beside ours: both arrays, both right, days only."""
    random = np.random.default_rng(6)
    days = np.datetime64("2020-01-01") + np.sort(random.integers(0, 3650, (MANY, 2)), axis=1)
    first, last = days[:, 0], days[:, 1]
    off = np.array(OFF, "M8[D]")
    calendar = calendar_of(Task("whole days", "UTC", WORKDAYS, ((time(0), time.min),), OFF))
    fine = first.astype("M8[us]"), last.astype("M8[us]")
    counted = np.busday_count(first, last, holidays=off) * np.timedelta64(24, "h")
    equal = int((calendar.elapsed(*fine) == counted).sum())
    mornings = np.busday_offset(first, 0, roll="forward", holidays=off)
    ahead = np.busday_offset(mornings, 5, holidays=off)
    same = int((calendar.deadline(mornings.astype("M8[us]"), "5bd") == ahead).sum())
    work = (
        (
            "days between",
            equal,
            lambda: np.busday_count(first, last, holidays=off),
            lambda: calendar.elapsed(*fine),
        ),
        (
            "five days later",
            same,
            lambda: np.busday_offset(mornings, 5, holidays=off),
            lambda: calendar.deadline(mornings.astype("M8[us]"), "5bd"),
        ),
    )
    rows: list[tuple[object, ...]] = []
    for name, agreed, theirs, ours in work:
        slow, fast = seconds(theirs), seconds(ours)
        rows.append(
            (name, f"{agreed:,} of {MANY:,}", rate(MANY / slow), rate(MANY / fast), f"{slow / fast:.1f}")
        )
    return rows


def main() -> None:
    """Print what each package gets right, and the ratios."""
    head = ("task", "package", "right", "a second", "xlakit is faster by")
    say("## Elapsed time, pairs of instants in 2026")
    say()
    table(head, [row for task in TASKS for row in compare_elapsed(task)])
    say("## Deadlines, 1 to 12 hours later (a landing at the closing or at the next opening: both right)")
    say()
    table(head, [row for task in TASKS for row in compare_deadlines(task)])
    say("## Whole business days against numpy busday")
    say()
    table(("task", "equal", "numpy, a second", "xlakit, a second", "xlakit is faster by"), compare_days())


if __name__ == "__main__":
    main()
