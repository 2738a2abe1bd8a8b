"""Which window a record belongs to, and how windows of different length stand beside each other."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

import xlakit as xk

END = datetime(2026, 7, 15, tzinfo=UTC)


def agreement(*objectives: str, attribution: str = "decided", more: str = "") -> xk.Agreement:
    lines = "\n".join(f"  - {objective}" for objective in objectives)
    return xk.load_agreement(
        f"""
apiVersion: xlakit/v1
kind: Agreement
metadata: {{name: windows}}
term: {{start: 2026-01-01, end: 2026-12-31, timezone: UTC}}
clocks:
  reply: {{stop: first-reply, within: 8h}}
  fix: {{stop: resolved, within: 48h}}
settlement: {{attribution: {attribution}}}
{more}
objectives:
{lines}
"""
    )


FIX = "{name: fix, metric: {name: within, clock: fix}, expected: {at_least: 90%}}"
REPLY = "{name: reply, metric: {name: within, clock: reply}, expected: {at_least: 90%}}"


def ticket(
    number: int, opened: str, replied: str | None, resolved: str | None, **more: Any
) -> dict[str, Any]:
    return {
        "ticket_id": str(number),
        "opened_at": f"2026-{opened}Z",
        "first_response_at": None if replied is None else f"2026-{replied}Z",
        "resolved_at": None if resolved is None else f"2026-{resolved}Z",
        "closed_at": None if resolved is None else f"2026-{resolved}Z",
        **more,
    }


TICKETS = [
    ticket(1, "03-10T08:00", "03-10T09:00", "03-11T08:00"),  # kept, inside March
    ticket(2, "03-30T08:00", "03-30T09:00", "04-01T07:00"),  # kept over the turn of the month
    ticket(3, "03-28T08:00", "03-28T09:00", "04-05T08:00"),  # missed on 30 March, resolved in April
    ticket(4, "03-31T08:00", "03-31T09:00", None),  # missed on 2 April, still open
    ticket(5, "04-20T08:00", "04-20T18:00", "04-21T08:00"),  # reply late, fix kept
    ticket(6, "07-14T20:00", None, None),  # undecided
]


def counted(card: xk.Scorecard, objective: str) -> dict[str, tuple[int | None, int | None]]:
    return {
        item.window.label: (item.estimate.numerator, item.estimate.denominator)
        for item in card[objective]
        if item.estimate.count
    }


@pytest.mark.parametrize(
    ("attribution", "fix", "reply"),
    [
        ("decided", {"2026-03": (1, 2), "2026-04": (2, 3)}, {"2026-03": (4, 4), "2026-04": (0, 1)}),
        ("resolved_at", {"2026-03": (1, 2), "2026-04": (2, 3)}, {"2026-03": (1, 1), "2026-04": (2, 3)}),
        ("closed_at", {"2026-03": (1, 2), "2026-04": (2, 3)}, {"2026-03": (1, 1), "2026-04": (2, 3)}),
        ("opened_at", {"2026-03": (2, 4), "2026-04": (1, 1)}, {"2026-03": (4, 4), "2026-04": (0, 1)}),
    ],
)
def test_a_promise_counts_once_in_the_window_the_agreement_names(
    attribution: str, fix: Any, reply: Any
) -> None:
    card = xk.evaluate(agreement(FIX, REPLY, attribution=attribution), xk.Desk(tickets=TICKETS), as_of=END)
    assert counted(card, "fix") == fix
    assert counted(card, "reply") == reply


def test_nothing_is_gained_by_leaving_a_ticket_open() -> None:
    closed = [*TICKETS[:3], ticket(4, "03-31T08:00", "03-31T09:00", "04-09T08:00"), *TICKETS[4:]]
    for attribution in ("decided", "resolved_at", "closed_at", "opened_at"):
        terms = agreement(FIX, attribution=attribution)
        open_card, closed_card = (
            xk.evaluate(terms, xk.Desk(tickets=rows), as_of=END) for rows in (TICKETS, closed)
        )
        assert counted(open_card, "fix") == counted(closed_card, "fix")


def test_a_quarter_and_a_rolling_window_are_sums_of_their_months() -> None:
    rolling = FIX.replace("name: fix,", "name: rolling, window: rolling-3-months,")
    quarter = FIX.replace("name: fix,", "name: quarter, window: quarter,")
    card = xk.evaluate(agreement(FIX, rolling, quarter), xk.Desk(tickets=TICKETS), as_of=END)
    assert counted(card, "quarter") == {"2026-Q1": (1, 2), "2026-Q2": (2, 3)}
    assert counted(card, "rolling") == {
        "2026-01…2026-03": (1, 2),
        "2026-02…2026-04": (3, 5),
        "2026-03…2026-05": (3, 5),
        "2026-04…2026-06": (2, 3),
    }


def test_a_period_selects_the_windows_that_touch_it() -> None:
    quarter = FIX.replace("name: fix,", "name: quarter, window: quarter,")
    card = xk.evaluate(agreement(FIX, quarter), xk.Desk(tickets=TICKETS), as_of=END, period="2026-04")
    assert [item.window.label for item in card["fix"]] == ["2026-04"]
    assert [item.window.label for item in card["quarter"]] == ["2026-Q2"]
    assert xk.evaluate(agreement(FIX), xk.Desk(tickets=TICKETS), as_of=END, period="2025").judgements == ()


def test_windows_are_cut_off_where_the_term_begins() -> None:
    terms = agreement(FIX).model_copy(
        update={
            "term": agreement(FIX).term.model_copy(update={"start": datetime(2026, 3, 29, tzinfo=UTC).date()})
        }
    )
    card = xk.evaluate(terms, xk.Desk(tickets=TICKETS), as_of=END)
    (march,) = [item for item in card["fix"] if item.window.label == "2026-03"]
    assert march.window.start == datetime(2026, 3, 29, tzinfo=UTC)
    assert (march.estimate.numerator, march.estimate.denominator) == (0, 1)


def test_every_window_is_judged_under_the_version_in_force_and_names_it() -> None:
    amended = """
amendments:
  - {effective: 2026-04-01, set: {objectives.fix.expected: {at_least: 60%}, clocks.reply.within: 12h}}
  - {effective: 2026-05-01, set: {objectives.reply.weight: 0}}
"""
    card = xk.evaluate(agreement(FIX, REPLY, more=amended), xk.Desk(tickets=TICKETS), as_of=END)
    fix = {
        item.window.label: (item.version, str(item.levels.expected), item.outcome.value)
        for item in card["fix"]
    }
    assert fix["2026-03"] == ("1", "at least 90%", "BELOW_EXPECTED")
    assert fix["2026-04"] == ("1 amended 2026-04-01", "at least 60%", "MET")  # two of three
    assert counted(card, "reply")["2026-04"] == (
        1,
        1,
    )  # ten hours: late under the old limit, in time under the new
    assert {item.weight for item in card["reply"] if item.window.label == "2026-06"} == {0}
    assert card.not_evaluated == ()


def test_amended_priorities_and_scales_hold_from_their_day_on() -> None:
    rows = [ticket(n, "03-10T08:00", None, "03-11T08:00") for n in range(12)]
    rows += [ticket(n, "04-10T08:00", None, "04-11T08:00") for n in range(12, 24)]
    surveys = [{"ticket_id": str(n), "csat": 3} for n in range(24)]
    amended = """
surveys: {csat: {scale: 1..5, satisfied: 4..5}}
amendments: [{effective: 2026-04-01, set: {surveys.csat.satisfied: 3..5}}]
"""
    happy = "{name: happy, metric: csat, expected: {at_least: 85%}}"
    card = xk.evaluate(agreement(happy, more=amended), xk.Desk(tickets=rows, surveys=surveys), as_of=END)
    assert counted(card, "happy") == {"2026-03": (0, 12), "2026-04": (12, 12)}


def test_each_part_is_judged_by_its_own_levels_and_named_after_its_value() -> None:
    parts = (
        "{name: fix, each: kind, metric: {name: within, clock: fix}, "
        "levels: {incident: {expected: {at_least: 50%}}, request: {expected: {at_least: 99%}}}}"
    )
    kinds = ["incident", "request", "incident", "request", "question", "request"]
    rows = [row | {"kind": kind} for row, kind in zip(TICKETS, kinds, strict=True)]
    card = xk.evaluate(agreement(parts), xk.Desk(tickets=rows), as_of=END)
    found = {(item.objective, item.window.label): item.outcome.value for item in card["fix"]}
    assert found["fix/incident", "2026-03"] == "MET"
    assert found["fix/request", "2026-04"] == "BELOW_EXPECTED"
    assert {name for name, _ in found} == {"fix/incident", "fix/request"}
    assert any(
        doubt.reason == "no levels are agreed for kind question" and doubt.rows == 1
        for doubt in card.problems
    )


def test_where_narrows_an_objective_to_its_records() -> None:
    rows = [row | {"channel": channel} for row, channel in zip(TICKETS, "pqpqpq", strict=True)]
    narrow = FIX.replace("name: fix,", "name: fix, where: {channel: p},")
    card = xk.evaluate(agreement(narrow), xk.Desk(tickets=rows), as_of=END)
    assert counted(card, "fix") == {"2026-03": (1, 2), "2026-04": (1, 1)}
    negated = FIX.replace("name: fix,", "name: fix, where: {channel_not: p},")
    card = xk.evaluate(agreement(negated), xk.Desk(tickets=rows), as_of=END)
    assert counted(card, "fix") == {"2026-04": (1, 2)}


def test_a_survey_belongs_to_the_window_of_the_resolution_however_late_it_comes() -> None:
    rows = [ticket(n, "03-10T08:00", None, "03-11T08:00") for n in range(12)]
    surveys = [{"ticket_id": str(n), "answered_at": "2026-06-20T08:00Z", "csat": 5} for n in range(12)]
    happy = "{name: happy, metric: csat, expected: {at_least: 85%}}"
    card = xk.evaluate(agreement(happy), xk.Desk(tickets=rows, surveys=surveys), as_of=END)
    assert counted(card, "happy") == {"2026-03": (12, 12)}
    early = xk.evaluate(
        agreement(happy), xk.Desk(tickets=rows, surveys=surveys), as_of=datetime(2026, 6, 1, tzinfo=UTC)
    )
    assert counted(early, "happy") == {}


def test_a_finished_month_with_records_still_being_watched_is_provisional() -> None:
    last = ticket(7, "03-29T08:00", None, "03-30T08:00")
    rows = [row | {"reopen_count": 0} for row in (TICKETS[0], last)]
    done = "{name: done, metric: reopen_rate, expected: {at_most: 5%}}"
    found = {}
    for day in (3, 6, 7):
        card = xk.evaluate(agreement(done), xk.Desk(tickets=rows), as_of=datetime(2026, 4, day, tzinfo=UTC))
        (march,) = [item for item in card["done"] if item.window.label == "2026-03"]
        found[day] = (march.status, march.not_mature, march.estimate.count)
    assert found == {3: ("provisional", 1, 1), 6: ("provisional", 1, 1), 7: ("final", 0, 2)}
