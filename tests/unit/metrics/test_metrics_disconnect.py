from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

import xlakit as xk
from xlakit.errors import MeasureError
from xlakit.metrics import build
from xlakit.metrics.families import disconnect, paradox
from xlakit.model import MetricRef

LATER = "2026-05-01T00:00Z"
AGREEMENT = """
apiVersion: xlakit/v1
kind: Agreement
metadata: {name: tiny}
term: {start: 2026-01-01, end: 2026-12-31}
clocks: {response: {calendar: always, stop: first-reply, within: 1h}}
objectives:
  - {name: answered, metric: {name: disconnect.response_not_solved, clock: response}, expected: {at_most: 10%}}
  - {name: helped, metric: disconnect.unhelped, expected: {at_most: 5%}}
  - {name: rushed, metric: {name: disconnect.rushed, target: 12m}, expected: {at_most: 5%}, min_count: 10}
  - {name: once, metric: disconnect.ticket_multiplicity, expected: {at_most: 1.2}}
  - {name: seldom, metric: {name: disconnect.ticket_multiplicity, variant: repeated}, expected: {at_most: 5%}}
  - {name: complex, metric: {name: premature_close_rate, complexity: any}, expected: {at_most: 5%}}
  - {name: linked, metric: {name: unlinked_repeat_share, at_least: 3}, expected: {at_most: 50%}}
  - {name: back, metric: reopens_per_ticket, expected: {at_most: 0.1}}
"""


def ticket(number: int, **more: Any) -> dict[str, Any]:
    return {
        "ticket_id": str(number),
        "opened_at": "2026-03-02T09:00Z",
        "first_response_at": "2026-03-02T09:30Z",
        "resolved_at": "2026-03-02T12:00Z",
        "closed_at": LATER,
        "requester": f"u{number}",
        "reopen_count": 0,
        "handle_minutes": 5,
        **more,
    }


def figure(metric: xk.metrics.Metric, desk: xk.Desk, **more: Any) -> tuple[Any, Any, Any]:
    return xk.measure(metric, desk, **more).select("value", "numerator", "denominator").row(0)


def test_answered_in_time_and_not_solved_is_counted_by_what_is_known() -> None:
    agreement = xk.load_agreement(AGREEMENT)
    desk = xk.Desk(
        tickets=[
            ticket(1),  # reopens known to be none
            ticket(2, reopen_count=2),
            ticket(3),  # denied
            ticket(4),  # the factor
            ticket(5, reopen_count=None),  # nothing known
            ticket(6, resolved_at=None, reopen_count=None),  # not solved yet, nothing known
            ticket(7, first_response_at="2026-03-02T10:30Z", reopen_count=1),  # answered late
        ],
        surveys=[
            {"ticket_id": "3", "solved": "no"},
            {"ticket_id": "4", "csat": 2, "factors": ["not solved"]},
            {"ticket_id": "1", "solved": "yes"},
        ],
    )
    metric = disconnect.response_not_solved("response")
    assert figure(metric, desk, agreement=agreement) == (0.75, 3, 4)


def test_a_young_resolution_is_not_mature_and_a_longer_follow_up_is_named() -> None:
    agreement = xk.load_agreement(AGREEMENT)
    desk = xk.Desk(tickets=[ticket(1, reopen_count=1, closed_at="2026-03-03T00:00Z")])
    row = xk.measure(disconnect.response_not_solved("response"), desk, agreement=agreement)
    assert row.select("value", "not_mature").row(0) == (None, 1)
    longer = disconnect.unhelped(follow_up=timedelta(days=30))
    assert longer.name == "disconnect.unhelped(follow_up=30d)"


def test_five_tickets_for_one_problem() -> None:
    tickets = [
        ticket(number, requester="ann", category="vpn", opened_at=f"2026-03-{2 + number:02}T09:00Z")
        for number in range(5)
    ] + [ticket(number, category="vpn") for number in (6, 7, 8)]
    desk = xk.Desk(tickets=[*tickets, ticket(9, category=None)])
    assert figure(disconnect.ticket_multiplicity(), desk) == (2.0, 8, 4)
    assert figure(disconnect.ticket_multiplicity(variant="repeated"), desk) == (0.25, 1, 4)
    assert figure(disconnect.ticket_multiplicity(variant="most"), desk)[0] == 5.0
    assert figure(disconnect.ticket_multiplicity(), xk.Desk(tickets=[ticket(1)]))[0] is None


def test_a_problem_counts_where_its_first_ticket_was_opened() -> None:
    tickets = [
        ticket(number, requester="ann", category="vpn", opened_at=opened, team=team)
        for number, (opened, team) in enumerate(
            [("2026-03-30T09:00Z", "West"), ("2026-04-02T09:00Z", "East"), ("2026-04-05T09:00Z", "East")]
        )
    ]
    desk = xk.Desk(tickets=tickets)
    months = xk.measure(disconnect.ticket_multiplicity(), desk, every="month")
    assert months["value"].to_list()[:2] == [3.0, None]
    assert xk.measure(disconnect.ticket_multiplicity().where(team="East"), desk)["value"].item() is None


def test_rushed_users_are_counted_among_those_handled_in_the_target_time() -> None:
    rated = [ticket(number) for number in range(12)]
    over = [ticket(20, handle_minutes=11), ticket(21, handle_minutes=None), ticket(22)]
    surveys = [{"ticket_id": str(number), "csat": 5} for number in range(9)]
    surveys += [
        {"ticket_id": "9", "csat": 1},
        {"ticket_id": "10", "csat": 4, "factors": ["Rushed"]},
        {"ticket_id": "11", "csat": 1, "factors": ["attitude"]},
        {"ticket_id": "20", "csat": 1},
        {"ticket_id": "21", "csat": 1},
        {"ticket_id": "22", "comment": "hello"},
    ]
    desk = xk.Desk(tickets=rated + over, surveys=surveys)
    assert figure(disconnect.rushed(target=timedelta(minutes=10)), desk) == (0.25, 3, 12)
    assert figure(disconnect.rushed(target=timedelta(minutes=5)), desk) == (0.25, 3, 12)
    assert figure(disconnect.rushed(target=timedelta(minutes=4)), desk)[0] is None
    assert figure(disconnect.rushed(target=timedelta(minutes=11)), desk) == (4 / 13, 4, 13)


def test_few_rushed_users_stay_anonymous() -> None:
    desk = xk.Desk(tickets=[ticket(1)], surveys=[{"ticket_id": "1", "csat": 1}])
    row = xk.measure(disconnect.rushed(), desk)
    assert row.select("value", "suppressed").row(0) == (None, True)


def test_not_escalated_and_not_helped() -> None:
    events = [{"ticket_id": "2", "at": "2026-03-02T10:00Z", "kind": "escalated"}]
    desk = xk.Desk(
        tickets=[ticket(1), ticket(2, reopen_count=1), ticket(3, reopen_count=1), ticket(4), ticket(5)],
        events=events,
        surveys=[
            {"ticket_id": "4", "csat": 1, "factors": ["skills"]},
            {"ticket_id": "5", "csat": 5, "factors": ["skills"]},
        ],
    )
    assert figure(disconnect.unhelped(), desk) == (0.5, 2, 4)


def test_without_events_nobody_knows_of_escalations() -> None:
    assert figure(disconnect.unhelped(), xk.Desk(tickets=[ticket(1)]))[0] is None


def test_complex_tickets_closed_too_early() -> None:
    desk = xk.Desk(
        tickets=[
            ticket(1, complexity="Complex", resolved_first_contact=True, reopen_count=1),
            ticket(2, complexity="high", resolved_first_contact=True),
            ticket(3, complexity="complex", resolved_first_contact=True),  # denied
            ticket(4, complexity="complex", resolved_first_contact=False, reopen_count=1),
            ticket(5, complexity="simple", resolved_first_contact=True, reopen_count=1),
            ticket(6, complexity=None, resolved_first_contact=True, reopen_count=1),
        ],
        surveys=[{"ticket_id": "3", "solved": "no"}],
    )
    assert figure(paradox.premature_close_rate(), desk) == (2 / 3, 2, 3)
    assert figure(paradox.premature_close_rate(complexity=("simple",)), desk) == (1.0, 1, 1)
    assert figure(paradox.premature_close_rate(complexity=("any",)), desk) == (0.8, 4, 5)


def test_repeated_problems_without_a_problem_record() -> None:
    def repeated(who: str, times: int, problem: str | None) -> list[dict[str, Any]]:
        return [
            ticket(len(who) * 100 + number, ticket_id=f"{who}{number}", requester=who, category="vpn",
                   problem_id=problem if number == times - 1 else None)
            for number in range(times)
        ]  # fmt: skip

    tickets = [
        *repeated("a", 2, None),
        *repeated("b", 3, None),
        *repeated("c", 3, "P1"),
        *repeated("d", 1, None),
    ]
    desk = xk.Desk(tickets=tickets)
    assert figure(paradox.unlinked_repeat_share(), desk) == (2 / 3, 2, 3)
    assert figure(paradox.unlinked_repeat_share(at_least=3), desk) == (0.5, 1, 2)
    untracked = xk.Desk(tickets=[{**row, "problem_id": None} for row in tickets])
    assert figure(paradox.unlinked_repeat_share(), untracked)[0] is None


def test_a_ticket_reopened_three_times_counts_three_times() -> None:
    desk = xk.Desk(tickets=[ticket(1, reopen_count=3), ticket(2), ticket(3, reopen_count=None), ticket(4)])
    assert figure(paradox.reopens_per_ticket(), desk) == (1.0, 3, 3)


def test_an_agreement_names_them_with_their_parameters() -> None:
    agreement = xk.load_agreement(AGREEMENT)
    again = xk.load_agreement(xk.dump_agreement(agreement))
    assert [item.metric for item in again.objectives] == [item.metric for item in agreement.objectives]
    desk = xk.Desk(tickets=[ticket(number, category="vpn") for number in range(3)])
    card = xk.evaluate(agreement, desk, period="2026-03")
    found = {item.objective: item.estimate.value for item in card.judgements}
    assert found["answered"] == 0.0
    assert found["once"] == 1.0
    assert found["helped"] is None


@pytest.mark.parametrize(
    ("name", "params"),
    [
        ("disconnect.ticket_multiplicity", {"variant": "median"}),
        ("disconnect.rushed", {"target": "soon"}),
        ("disconnect.unhelped", {"clock": "response"}),
        ("unlinked_repeat_share", {"at_least": "1"}),
        ("premature_close_rate", {"definition": "guess"}),
    ],
)
def test_what_cannot_be_meant_is_refused(name: str, params: dict[str, str]) -> None:
    with pytest.raises(MeasureError):
        build(MetricRef(name=name, params=params))


def test_nonsense_from_python_is_refused() -> None:
    with pytest.raises(MeasureError, match="not a length of time"):
        disconnect.rushed(target=timedelta(0))
    with pytest.raises(MeasureError, match="no such variant"):
        disconnect.ticket_multiplicity(variant="median")  # type: ignore[arg-type]
