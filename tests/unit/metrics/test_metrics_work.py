from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

import xlakit as xk
from xlakit.errors import MeasureError
from xlakit.metrics.families import work_backlog as stock
from xlakit.metrics.families import work_effort as effort
from xlakit.metrics.families import work_paths as paths
from xlakit.metrics.families import work_people as people
from xlakit.metrics.families import work_volume as volume

DAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


def ticket(name: str, hours: float | None = 1, **further: Any) -> dict[str, Any]:
    resolved = None if hours is None else DAY + timedelta(hours=hours)
    return {"ticket_id": name, "opened_at": DAY, "resolved_at": resolved, **further}


def event(name: str, hours: float, kind: str, value: str | None = None, **further: Any) -> dict[str, Any]:
    return {"ticket_id": name, "at": DAY + timedelta(hours=hours), "kind": kind, "value": value, **further}


def value(metric: Any, tickets: list[dict[str, Any]], *, as_of: datetime | None = None, **tables: Any) -> Any:
    return xk.measure(metric, xk.Desk(tickets=tickets, **tables), as_of=as_of)["value"].item()


def test_first_resolution_ends_at_the_first_and_full_resolution_at_the_last() -> None:
    events = [
        event("1", 2, "status", "resolved"),
        event("1", 3, "status", "open"),
        event("1", 8, "status", "resolved"),
    ]
    tickets = [ticket("1", 8), ticket("2", None)]
    assert value(volume.first_resolution_time(), tickets, events=events) == 2 * 3600
    assert value(volume.full_resolution_time(), tickets, events=events) == 8 * 3600


def test_a_ticket_resolved_before_it_was_opened_took_no_known_time() -> None:
    assert value(volume.first_resolution_time(), [ticket("1", -1), ticket("2", 3)]) == 3 * 3600


def test_handle_time_is_a_mean_over_tickets_that_have_one() -> None:
    tickets = [
        ticket("1", handle_minutes=10),
        ticket("2", handle_minutes=2.5),
        ticket("3", handle_minutes=None),
    ]
    tickets.append(ticket("4", None, handle_minutes=500))
    assert value(volume.average_handle_time(), tickets) == 375.0


def test_cost_per_ticket_is_exact_and_leaves_out_what_is_not_known() -> None:
    tickets = [
        ticket("1", cost="0.10"),
        ticket("2", cost="0.20"),
        ticket("3", cost="0.000001"),
        ticket("4", cost=None),
    ]
    row = xk.measure(volume.cost_per_ticket(), xk.Desk(tickets=tickets)).row(0, named=True)
    assert (row["numerator"], row["denominator"]) == (300_001, 3)
    assert row["value"] == pytest.approx(0.300001 / 3, abs=1e-12)


def test_cost_may_come_from_a_rate_per_hour() -> None:
    tickets = [ticket("1", handle_minutes=30), ticket("2", handle_minutes=90), ticket("3")]
    assert value(volume.cost_per_ticket(rate="42.50"), tickets) == 42.5
    assert value(volume.cost_per_ticket(rate=Decimal("42.50"), currency="EUR"), tickets) == 42.5


@pytest.mark.parametrize("rate", [42.5, "much", -1, "NaN"])
def test_a_rate_is_an_exact_amount(rate: Any) -> None:
    with pytest.raises(MeasureError, match="exact amount"):
        volume.cost_per_ticket(rate=rate)


def test_backlog_is_what_is_open_when_the_window_ends() -> None:
    tickets = [
        ticket("old", 24 * 40),
        ticket("open", None),
        ticket("quick", 1),
        ticket("merged", None, merged_into="old"),
        {**ticket("young"), "opened_at": DAY + timedelta(days=35), "resolved_at": None},
    ]
    desk = xk.Desk(tickets=tickets)
    months = xk.measure(
        [stock.backlog(), stock.backlog_age()], desk, every="month", as_of=DAY + timedelta(days=60)
    )
    found = months.select("metric", "window_start", "value").rows()
    april = datetime(2026, 4, 1, tzinfo=UTC)
    ages = [(april - DAY).total_seconds(), None]
    assert [row[2] for row in found[:3]] == [2.0, 2.0, 2.0]
    assert found[3][2] == ages[0]


def test_a_ticket_between_its_resolution_and_its_reopening_is_not_in_the_backlog() -> None:
    events = [
        event("1", 24, "status", "resolved"),
        event("1", 24 * 40, "status", "open"),
        event("1", 24 * 70, "status", "resolved"),
        event("2", 24 * 80, "opened"),
    ]
    tickets = [ticket("1", 24 * 70), {**ticket("2", None), "opened_at": DAY + timedelta(days=80)}]
    months = xk.measure(stock.backlog(), xk.Desk(tickets=tickets, events=events), every="month")
    assert months["value"].to_list() == [None, 1.0, 1.0]


def test_throughput_and_demand_count_different_tickets() -> None:
    tickets = [ticket("1"), ticket("2", None), ticket("3", None)]
    assert value(volume.throughput(), tickets) == 1
    assert value(volume.opened_tickets(), tickets) == 3


def test_escalation_and_reassignment_are_shares_and_bounces_a_number() -> None:
    tickets = [
        ticket(name, reassignment_count=count) for name, count in zip("1234", (0, 1, 3, None), strict=True)
    ]
    events = [event("1", 0.5, "escalated"), event("1", 0.6, "escalated"), event("2", 0.5, "note")]
    assert value(paths.escalation_rate(), tickets, events=events) == 0.25
    assert value(paths.reassignment_rate(), tickets) == pytest.approx(2 / 3)
    assert value(paths.bounce_count(), tickets) == 4
    assert value(paths.escalation_rate(), tickets) is None


def test_first_level_resolution_needs_both_facts() -> None:
    tickets = [
        ticket(name, reassignment_count=count) for name, count in zip("1234", (0, 1, 0, None), strict=True)
    ]
    events = [event("3", 0.5, "escalated")]
    assert value(paths.first_level_resolution(), tickets, events=events) == pytest.approx(1 / 3)
    assert value(paths.first_level_resolution(), tickets) is None


def test_depth_speaks_of_complex_tickets() -> None:
    words = ["Complex", "high", "low", None, " complex "]
    tickets = [ticket(str(index), complexity=word) for index, word in enumerate(words)]
    assert value(paths.depth(), tickets, events=[event("0", 0.5, "escalated")]) == pytest.approx(2 / 3)


def test_routing_is_accurate_when_the_first_team_resolves() -> None:
    tickets = [ticket(name, 4, support_model="AI-routed") for name in "123"] + [
        ticket("4", 4, support_model="dedicated")
    ]
    events = [event(name, 0, "assigned", "L1") for name in "1234"]
    events += [
        event("2", 1, "assigned", "L2"),
        event("3", 1, "assigned", "L2"),
        event("3", 2, "assigned", "L1"),
    ]
    events += [event("4", 1, "assigned", "L2")]
    assert value(paths.routing_accuracy(), tickets, events=events) == pytest.approx(2 / 3)
    assert value(paths.routing_accuracy(), tickets[3:], events=events[3:4]) is None


def test_continuity_is_the_mean_of_the_indices_of_requesters() -> None:
    pairs = ["a x", "a x", "b x", "b x", "b y", "c x", "d y", "d x"]
    tickets = [ticket(str(index), requester=pair[0], agent=pair[2]) for index, pair in enumerate(pairs)] + [
        ticket("none", requester="a", agent=None)
    ]
    # a: (4 - 2) / 2 = 1; b: (4 + 1 - 3) / 6 = 1/3; c has one ticket only; d: (1 + 1 - 2) / 2 = 0
    row = xk.measure(paths.continuity(), xk.Desk(tickets=tickets)).row(0, named=True)
    assert row["value"] == pytest.approx((1 + 1 / 3 + 0) / 3, abs=1e-9)
    assert row["denominator"] == 3


def test_continuity_of_single_contacts_is_not_known() -> None:
    assert (
        value(
            paths.continuity(), [ticket("1", requester="a", agent="x"), ticket("2", requester="b", agent="x")]
        )
        is None
    )


def test_what_machines_did_and_could_do() -> None:
    tickets = [ticket(str(index), category="password", handle_minutes=10) for index in range(3)]
    tickets += [
        ticket("3", category="fire", handle_minutes=30),
        ticket("4", category=None, handle_minutes=99),
    ]
    events = [
        event("0", 1, "status", "resolved", role="bot"),
        event("1", 1, "status", "resolved", role="agent", actor="ann"),
    ]
    assert value(effort.automatable_share(), tickets) == 0.75
    assert value(effort.automatable_share(at_least=4), tickets) == 0.0
    assert value(effort.automation_rate(), tickets, events=events) == 0.5
    assert value(effort.meaningful_work_ratio(), tickets, events=events) == pytest.approx(30 / 50)
    assert value(effort.automation_rate(), tickets) is None
    with pytest.raises(MeasureError, match="number of tickets"):
        effort.automatable_share(at_least=0)


def test_the_share_of_an_approach_waits_a_week() -> None:
    tickets = [ticket(str(hours), hours, category="vpn") for hours in (1, 2, 3, 4)]
    metric = effort.approach_share("quick fix")
    late = DAY + timedelta(days=8)
    assert value(metric, tickets, as_of=late) == 0.25
    early = xk.measure(metric, xk.Desk(tickets=tickets)).row(0, named=True)
    assert (early["value"], early["not_mature"]) == (None, 4)
    assert value(effort.approach_share(), tickets, as_of=late) is None
    with pytest.raises(MeasureError, match="did you mean 'GUIDED'"):
        effort.approach_share("GUIDD")


def test_tickets_per_technician_takes_fte_where_there_is_any() -> None:
    april = DAY + timedelta(days=35)
    tickets = [ticket(str(index), agent="ann" if index else "bob") for index in range(6)]
    tickets += [{**ticket("late", agent="ann"), "opened_at": april, "resolved_at": april}]
    staff = [
        {"agent": "ann", "period": "2026-03", "fte": 1},
        {"agent": "bob", "period": "2026-03", "fte": 0.5},
    ]
    desk = xk.Desk(tickets=tickets, staff=staff)

    def by_month(metric: Any, given: xk.Desk) -> list[Any]:
        return xk.measure(metric, given, every="month")["value"].to_list()

    assert by_month(people.tickets_per_technician("fte"), desk) == [4.0, None]
    assert by_month(people.tickets_per_technician("agent"), desk) == [3.0, 1.0]
    assert by_month(people.tickets_per_technician(), desk) == [4.0, 1.0]
    assert by_month(people.tickets_per_technician(), xk.Desk(tickets=tickets)) == [3.0, 1.0]
    assert by_month(people.throughput_per_agent(), desk) == [3.0, 1.0]
    with pytest.raises(MeasureError, match="fte, agent"):
        people.tickets_per_technician("head")  # type: ignore[arg-type]


def test_load_is_what_is_opened_for_each_over_what_was_planned() -> None:
    tickets = [ticket(str(index), None, agent="ann" if index % 2 else "bob") for index in range(6)]
    assert value(people.load_index(2), tickets) == 1.5
    assert value(people.load_index(), tickets) == 3.0
    staff = [{"agent": "ann", "period": "2026-03", "fte": 0.5}]
    assert value(people.load_index(Decimal(8)), tickets, staff=staff) == 1.5
    for wrong in (0, -1, 2.5, "many"):
        with pytest.raises(MeasureError, match="positive exact number"):
            people.load_index(wrong)


def answers(count: int, *, score: float = 8, period: str = "2026-03") -> list[dict[str, Any]]:
    return [{"agent": f"agent {index}", "period": period, "experience": score} for index in range(count)]


def test_analyst_experience_is_the_mean_of_answers_on_the_scale() -> None:
    staff = [
        *answers(11),
        {"agent": "odd", "period": "2026-03", "experience": 99},
        {"agent": "mute", "period": "2026-03"},
    ]
    staff.append({"agent": "new", "period": "2026-03", "experience": 2})
    assert value(people.analyst_experience(), [ticket("1")], staff=staff) == pytest.approx((11 * 8 + 2) / 12)
    assert value(people.analyst_experience(scale="3..10"), [ticket("1")], staff=staff) == 8
    with pytest.raises(MeasureError, match="scale"):
        people.analyst_experience(scale="ten")


def test_one_analyst_who_answered_often_is_not_shown() -> None:
    staff = [{"agent": "ann", "period": f"2026-{month:02}", "experience": 3} for month in range(1, 13)]
    frame = xk.measure(
        people.analyst_experience(),
        xk.Desk(tickets=[ticket("1")], staff=staff),
        as_of=datetime(2027, 1, 1, tzinfo=UTC),
    )
    assert frame.select("value", "suppressed").row(0) == (None, True)


def test_attrition_counts_people_and_not_rows() -> None:
    staff = [
        {"agent": name, "period": f"2026-0{month}", "left_at": "2026-03-20T00:00Z" if name == "ann" else None}
        for month in (3, 4)
        for name in ("ann", "bob", "eve", "kim")
    ]
    desk = xk.Desk(tickets=[ticket("1")], staff=staff)
    late = datetime(2026, 6, 1, tzinfo=UTC)
    assert xk.measure(people.attrition_rate(), desk, as_of=late)["value"].item() == 0.25
    months = xk.measure(people.attrition_rate(), desk, every="month", as_of=late)["value"].to_list()
    assert months[:2] == [0.25, 0.0]


def test_every_metric_can_be_cut_by_team() -> None:
    desk = xk.Desk(**xk.datasets.synthetic_desk("healthy", tickets=200, seed=2).tables())
    names = [entry.name for part in (stock, effort, paths, people, volume) for entry in part.ENTRIES]
    found = xk.measure(names, desk, by="team", every="quarter")
    assert set(found["metric"]) >= set(names) - {"analyst_experience", "attrition_rate", "routing_accuracy"}
    assert found.filter(pl.col("value").is_nan()).is_empty()
