"""Whether the stories are true, by a count that uses nothing but the events and a calendar."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from xlakit.agreement import parse
from xlakit.datasets import example_agreement, synthetic_desk
from xlakit.datasets.office import office
from xlakit.datasets.work import RESOLUTION_LIMIT, RESPONSE_LIMIT
from xlakit.model import CalendarSpec
from xlakit.worktime import Calendar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlakit.datasets import DeskData

BERLIN = ZoneInfo("Europe/Berlin")
STOPPED = {"pending", "on-hold", "resolved", "closed", "cancelled"}
FAST = {"response": 0.95, "resolution": 0.9}
MONTHS = 6


def test_the_desk_works_by_the_agreement_it_is_judged_by() -> None:
    agreement = parse(example_agreement())
    assert isinstance(agreement.calendars["office"], CalendarSpec)
    assert Calendar.from_spec(agreement.calendars["office"]) == office()
    for clock, limits in (("response", RESPONSE_LIMIT), ("resolution", RESOLUTION_LIMIT)):
        within = agreement.clocks[clock].within
        assert isinstance(within, dict)
        assert [limit.microseconds for limit in within.values()] == [limit * 1_000_000 for limit in limits]
    assert set(agreement.surveys.model_dump()) >= {"csat", "anonymity"}
    assert agreement.segments == ("team",)


def judged(data: DeskData) -> dict[str, dict[str, float]]:
    """Return month → what the agreement's objectives measure, counted literally."""
    calendar = office()
    limits = {
        f"P{place + 1}": pair for place, pair in enumerate(zip(RESPONSE_LIMIT, RESOLUTION_LIMIT, strict=True))
    }
    status: dict[str, list[tuple[datetime, str]]] = defaultdict(list)
    for row in data.events.filter(kind="status").select("ticket_id", "at", "value").iter_rows():
        status[row[0]].append(row[1:])
    replies, reopened = (
        told(data, kind="reply", role="agent"),
        told(data, kind="status", role="requester", value="open"),
    )
    said = {row["ticket_id"]: row for row in data.surveys.iter_rows(named=True)}
    opened: dict[tuple[str, str], list[datetime]] = defaultdict(list)
    for ticket in data.tickets.iter_rows(named=True):
        opened[ticket["requester"], ticket["category"]].append(ticket["opened_at"])
    rows: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for ticket in data.tickets.drop_nulls("resolved_at").iter_rows(named=True):
        response, resolution = limits[ticket["priority"]]
        asked = [ticket["opened_at"], *reopened[ticket["ticket_id"]]]
        answers = [next(at for at in replies[ticket["ticket_id"]] if at > start) for start in asked]
        waited = max(calendar.elapsed(*span) for span in zip(asked, answers, strict=True))
        worked = sum((calendar.elapsed(*span) for span in running(ticket, status)), timedelta())
        first = next(at for at, word in status[ticket["ticket_id"]] if word == "resolved")
        again = [
            at
            for at in opened[ticket["requester"], ticket["category"]]
            if first < at <= first + timedelta(days=7)
        ]
        month = rows[f"{ticket['resolved_at'].astimezone(BERLIN):%Y-%m}"]
        month["response"].append(waited <= timedelta(seconds=response))
        month["resolution"].append(worked <= timedelta(seconds=resolution))
        month["reopened"].append(ticket["reopen_count"] > 0)
        month["repeated"].append(bool(again))
        answer = said.get(ticket["ticket_id"], {"csat": None, "nps": None})
        if answer["csat"] is not None:
            month["csat"].append(answer["csat"] >= 4)
        if answer["nps"] is not None:
            month["nps"].append(100 * ((answer["nps"] >= 9) - (answer["nps"] < 7)))
    return {
        name: {metric: sum(found) / len(found) for metric, found in month.items()}
        for name, month in sorted(rows.items())[:MONTHS]
    }


def told(data: DeskData, **what: str) -> dict[str, list[datetime]]:
    """Return ticket → the instants of the events that are `what` is asked for."""
    found: dict[str, list[datetime]] = defaultdict(list)
    for ticket, at in data.events.filter(**what).select("ticket_id", "at").iter_rows():
        found[ticket].append(at)
    return found


def running(
    ticket: dict[str, Any], status: dict[str, list[tuple[datetime, str]]]
) -> Iterator[tuple[datetime, datetime]]:
    """Yield the spans in which a resolution clock with pauses runs, that goes on after a reopening."""
    since: datetime | None = ticket["opened_at"]
    for at, word in status[ticket["ticket_id"]]:
        if since is not None and word in STOPPED:
            yield since, at
            since = None
        elif since is None and word not in STOPPED:
            since = at


@pytest.mark.parametrize("seed", [1, 2])
def test_a_healthy_desk_keeps_every_promise_in_every_month(seed: int) -> None:
    for month in judged(synthetic_desk("healthy", seed=seed)).values():
        assert all(month[clock] >= least for clock, least in FAST.items())
        assert month["csat"] >= 0.85
        assert month["nps"] >= 40
        assert month["reopened"] <= 0.05
        assert month["repeated"] <= 0.08


@pytest.mark.parametrize("seed", [1, 2])
def test_a_watermelon_is_green_outside_and_red_inside_in_every_month(seed: int) -> None:
    for month in judged(synthetic_desk("watermelon", seed=seed)).values():
        assert all(month[clock] >= least for clock, least in FAST.items())
        assert month["csat"] < 0.78
        assert month["nps"] < 40
        assert month["reopened"] > 0.05
        assert month["repeated"] > 0.08


def test_the_watermelon_grows_in_the_teams_that_are_named() -> None:
    data = synthetic_desk("watermelon")
    teams = data.surveys.join(data.tickets.select("ticket_id", "team", "reopen_count"), on="ticket_id")
    content = {
        team: (part.drop_nulls("csat")["csat"] >= 4).mean()
        for (team,), part in teams.group_by("team", maintain_order=True)
    }
    named = {"Field West", "Applications"}
    assert min(content, key=content.__getitem__) == "Field West"
    assert max(content[team] for team in named) < min(content[team] for team in set(content) - named) - 0.1


def test_a_red_desk_misses_on_both_sides_in_every_month() -> None:
    for month in judged(synthetic_desk("red")).values():
        assert all(month[clock] < least for clock, least in FAST.items())
        assert month["csat"] < 0.75
        assert month["nps"] < 20


def test_an_inverse_desk_is_late_and_liked_in_every_month() -> None:
    for month in judged(synthetic_desk("inverse")).values():
        assert all(month[clock] < least for clock, least in FAST.items())
        assert month["csat"] >= 0.85
        assert month["nps"] >= 40
        assert month["reopened"] <= 0.05
