"""Money from a desk: reliefs, periods, statements before, incidents."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

import xlakit as xk
from xlakit.model import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable

Row = dict[str, Any]
BERLIN_JULY = datetime(2026, 7, 1, tzinfo=UTC)


def agreed(more: str = "", *, objective: str = "", commercials: str = "") -> xk.Agreement:
    return xk.load_agreement(f"""
apiVersion: xlakit/v1
kind: Agreement
metadata: {{name: money}}
term: {{start: 2026-01-01, end: 2026-12-31, timezone: UTC}}
clocks:
  reply: {{stop: first-reply, within: 2h}}
  fix: {{stop: resolved, within: 8h}}
objectives:
  - name: fix
    metric: {{name: within, clock: fix}}
    expected: {{at_least: 90%}}
    minimum: {{at_least: 70%}}
    service_credit: {{allocation: 60%, multiplier: [1, 2]}}
  - name: reply
    metric: {{name: within, clock: reply}}
    expected: {{at_least: 90%}}
    service_credit: {{allocation: 50%}}
{objective}
commercials: {{currency: EUR, charges: {{amount: 10000, per: month}}, at_risk: 10%, pool: 200%{commercials}}}
{more}
""")


def tickets(month: int, late: Iterable[int] = (), slow: Iterable[int] = (), **more: Any) -> list[Row]:
    """Ten tickets of a month: those numbered in `late` miss the fix, those in `slow` the reply."""
    late, slow = set(late), set(slow)
    found = []
    for number in range(10):
        opened = datetime(2026, month, 3 + number, 8, tzinfo=UTC)
        found.append(
            {
                "ticket_id": f"{month}-{number}",
                "opened_at": opened,
                "first_response_at": opened + timedelta(hours=4 if number in slow else 1),
                "resolved_at": opened + timedelta(hours=9 if number in late else 5),
                **{name: value(number) if callable(value) else value for name, value in more.items()},
            }
        )
    return found


def relief(decision: str | None, **more: Any) -> Row:
    return {"relief_id": f"r{more}", "decision": decision, "cause": "power cut", **more}


def card(
    rows: list[Row], reliefs: list[Row] | None = None, agreement: xk.Agreement | None = None, **more: Any
) -> xk.Scorecard:
    desk = xk.Desk(tickets=rows, reliefs=reliefs) if reliefs is not None else xk.Desk(tickets=rows)
    return xk.evaluate(agreement or agreed(), desk, **{"as_of": BERLIN_JULY} | more)


def lines(found: xk.Scorecard) -> list[tuple[str, str, str]]:
    return [(line.window.label, line.objective, str(line.amount)) for line in found.statement.lines]


MARCH = tickets(3, late=(0, 1))  # 8 of 10: half of 600


@pytest.mark.parametrize(
    ("decision", "paid"),
    [
        ("accepted", []),
        ("rejected", ["300.00"]),
        ("disputed", ["300.00"]),
        ("granted", ["300.00"]),
        (None, ["300.00"]),
    ],
)
def test_only_what_was_accepted_excuses(decision: str | None, paid: list[str]) -> None:
    found = card(MARCH, [relief(decision, ticket_id=f"3-{number}", objective="fix") for number in (0, 1)])
    march = found["fix"][0]
    assert [amount for _, _, amount in lines(found)] == paid
    counted = (8, 8) if decision == "accepted" else (8, 10)
    assert (march.estimate.numerator, march.estimate.denominator) == counted
    assert (march.excused, march.disputed) == (2 * (decision == "accepted"), 2 * (decision == "disputed"))
    both = found.statement.range
    assert (both is not None) == (decision == "disputed")
    if both is not None:
        assert (str(both.accepted), str(both.rejected), both.disputed) == ("0.00", "300.00", 2)
    odd = [item for item in found.problems if "its decision is none of" in item.reason]
    assert [item.rows for item in odd] == ([2] if decision in {"granted", None} else [])


def test_relief_of_another_objective_or_of_a_ticket_in_time_excuses_nothing() -> None:
    rows = tickets(3, late=(0, 1), slow=(0, 1))
    both = [("2026-03", "fix", "300.00"), ("2026-03", "reply", "500.00")]
    assert lines(card(rows, [relief("accepted", ticket_id="3-5")])) == both
    named = [relief("accepted", ticket_id=f"3-{number}", objective="reply") for number in (0, 1)]
    assert lines(card(rows, named)) == both[:1]
    every = [relief("accepted", ticket_id=f"3-{number}") for number in (0, 1)]
    assert lines(card(rows, every)) == []
    found = card(rows, [relief("accepted", ticket_id="3-0", objective="fixx"), relief("accepted")])
    assert lines(found) == both
    assert {item.reason for item in found.problems if item.where == "reliefs"} >= {
        "it names no objective of the agreement; it does not act",
        "it names neither a ticket nor an objective in a window; it does not act",
    }


def test_a_claim_later_than_the_instant_is_not_known_yet() -> None:
    claimed = [
        relief("accepted", ticket_id=f"3-{number}", claimed_at=datetime(2026, 5, 2, tzinfo=UTC))
        for number in (0, 1)
    ]
    assert lines(card(MARCH, claimed, as_of=datetime(2026, 5, 1, tzinfo=UTC))) == [
        ("2026-03", "fix", "300.00")
    ]
    assert lines(card(MARCH, claimed, as_of=datetime(2026, 5, 3, tzinfo=UTC))) == []


def test_a_whole_window_may_be_excused_and_a_run_goes_on() -> None:
    rows = [*tickets(3, late=(0, 1)), *tickets(4, late=(0, 1)), *tickets(5, late=(0, 1))]
    assert [amount for _, _, amount in lines(card(rows))] == ["300.00", "600.00", "600.00"]
    storm = relief("accepted", objective="fix", window="2026-04")
    found = card(rows, [storm])
    assert lines(found) == [("2026-03", "fix", "300.00"), ("2026-05", "fix", "600.00")]
    april = next(item for item in found["fix"] if item.window.label == "2026-04")
    assert (april.outcome, april.reason) == (Outcome.EXCUSED, f"relief {storm['relief_id']}: power cut")
    disputed = card(rows, [storm | {"decision": "disputed"}])
    assert (str(disputed.statement.range.accepted), str(disputed.statement.range.rejected)) == (
        "900.00",
        "1500.00",
    )


def test_a_period_pays_what_the_whole_year_pays_in_it() -> None:
    rows = [row for month in range(1, 7) for row in tickets(month, late=(0, 1, 2), slow=range(month % 3))]
    terms = agreed(commercials=", annual_cap: 3500, earn_back: {form: E2, months: 1}")
    whole = card(rows, agreement=terms)
    assert len({str(window.total) for window in whole.statement.windows}) > 2
    for month in range(1, 7):
        label = f"2026-0{month}"
        part = card(rows, agreement=terms, period=label)
        assert part.statement.lines == whole.statement.for_window(label)
        assert [item for item in part.statement.windows if item.status != "in_progress"] == [
            item for item in whole.statement.windows if item.window.label == label
        ]
        assert [item.outcome for item in part["fix"]] == [
            item.outcome for item in whole["fix"] if item.window.label == label
        ]


def test_the_range_of_a_period_is_about_its_windows() -> None:
    rows = [*tickets(2, late=(0, 1)), *tickets(3, late=(0, 1))]
    claims = [relief("disputed", ticket_id=f"{month}-{number}") for month in (2, 3) for number in (0, 1)]
    whole, part = card(rows, claims).statement, card(rows, claims, period="2026-03").statement
    assert (str(whole.range.accepted), str(whole.range.rejected), whole.range.disputed) == (
        "0.00",
        "900.00",
        4,
    )
    assert (str(part.range.accepted), str(part.range.rejected), part.range.disputed) == ("0.00", "600.00", 2)
    assert part.total == part.range.rejected


def test_levels_that_move_are_the_same_in_a_period() -> None:
    glide = """  - name: slope
    metric: {name: within, clock: fix}
    expected: {at_least: 90%}
    ratchet: {form: R1, months: 2, best: 1}
    service_credit: {allocation: 10%}
"""
    rows = [row for month in range(1, 5) for row in tickets(month, late=(0,) if month == 3 else ())]
    terms = agreed(objective=glide)
    whole, part = card(rows, agreement=terms), card(rows, agreement=terms, period="2026-03")
    # January and February were perfect: half of the way from 90 to 100. March reaches 90.
    assert lines(part) == [("2026-03", "slope", "100.00")]
    assert whole.statement.for_window("2026-03") == part.statement.lines
    assert str(part["slope"][0].levels.expected) == "at least 95%"


@pytest.mark.parametrize(("least", "expected"), [(10, "at least 95%"), (11, "at least 90%")])
def test_a_ratchet_does_not_learn_from_too_few_records(least: int, expected: str) -> None:
    slope = f"""  - name: slope
    metric: {{name: within, clock: fix}}
    expected: {{at_least: 90%}}
    min_count: {least}
    not_measured: counts_as_met
    ratchet: {{form: R1, months: 1, best: 1}}
"""
    found = card([*tickets(1), *tickets(2)], agreement=agreed(objective=slope))
    assert str(found["slope"][1].levels.expected) == expected


def test_what_was_sealed_stays_and_later_data_are_posted_in_the_next_open_window() -> None:
    first = [*tickets(1, late=(0, 1)), *tickets(2)]
    before = card(first, as_of=datetime(2026, 3, 1, tzinfo=UTC))
    sealed = xk.seal(before.statement)
    assert [item.status for item in sealed.windows] == ["sealed", "sealed"]
    rows = [*tickets(1), *tickets(2, late=(0, 1, 2, 3)), *tickets(3, slow=(0, 1))]
    after = card(rows, as_of=datetime(2026, 4, 1, tzinfo=UTC), previous=sealed)
    # January was 300 too much; February is 600 for a missed minimum.
    assert [
        (line.window.label, line.kind, line.objective, str(line.amount)) for line in after.statement.lines
    ] == [
        ("2026-01", "credit", "fix", "300.00"),
        ("2026-03", "credit", "reply", "500.00"),
        ("2026-03", "true_up", "fix", "-300.00"),
        ("2026-03", "true_up", "fix", "600.00"),
    ]
    assert after.statement.total == card(rows, as_of=datetime(2026, 4, 1, tzinfo=UTC)).statement.total


INCIDENT = "settlement: {same_incident: max}"


def test_of_what_one_problem_made_miss_the_largest_is_paid() -> None:
    rows = tickets(3, late=(0, 1), slow=(0, 1), problem_id=lambda number: "PRB7" if number < 2 else None)
    assert lines(card(rows)) == [("2026-03", "fix", "300.00"), ("2026-03", "reply", "500.00")]
    found = card(rows, agreement=agreed(INCIDENT))
    assert lines(found) == [("2026-03", "reply", "500.00")]
    assert found.statement.lines[0].reason.endswith("the largest of 2 credits of one incident")


@pytest.mark.parametrize(
    ("problem", "why"),
    [
        (
            lambda number: f"PRB{number % 2}" if number < 2 else None,
            "without either alone it is missed all the same",
        ),
        (None, "no problem is known"),
    ],
)
def test_what_no_single_problem_made_miss_is_summed(problem: Any, why: str) -> None:
    late = (0, 1, 2, 3)  # two of them have no problem: 6 of 8 are missed as well
    rows = tickets(3, late=late, slow=late, problem_id=problem)
    assert len(lines(card(rows, agreement=agreed(INCIDENT)))) == 2, why


def test_a_desk_brings_its_own_invoices() -> None:
    text = agreed().model_dump(mode="json", exclude_none=True, by_alias=True)
    text["commercials"]["charges"] = {"table": "invoices"}
    terms = xk.load_agreement(json.dumps(text))
    invoices = [{"window_start": "2026-03-01T00:00Z", "amount": "333.33", "currency": "EUR"}]
    desk = xk.Desk(tickets=MARCH, invoices=invoices)
    statement = xk.evaluate(terms, desk, as_of=BERLIN_JULY).statement
    assert [str(line.amount) for line in statement.lines] == ["10.00"]  # half of 60 % of 33.333: 9.9999


def test_an_agreement_without_money_has_no_statement() -> None:
    bare = agreed().model_copy(update={"commercials": None})
    assert card(MARCH, agreement=bare).statement is None
