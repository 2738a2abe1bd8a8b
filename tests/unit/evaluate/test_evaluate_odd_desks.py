"""Desks that are empty, small, silent or damaged: a clear error or a listed doubt, never a wrong number."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

import xlakit as xk
from xlakit.errors import DataError

if TYPE_CHECKING:
    from pathlib import Path

AGREEMENT = """
apiVersion: xlakit/v1
kind: Agreement
metadata: {name: odd}
term: {start: 2026-01-01, end: 2026-12-31, timezone: Europe/Berlin}
clocks:
  fix: {stop: resolved, within: 4h}
objectives:
  - {name: fix, metric: {name: within, clock: fix}, expected: {at_least: 90%}}
  - {name: happy, metric: csat, expected: {at_least: 85%}}
  - {name: done, metric: reopen_rate, expected: {at_most: 5%}}
"""
JULY = datetime(2026, 7, 1, tzinfo=UTC)


def agreement() -> xk.Agreement:
    return xk.load_agreement(AGREEMENT)


def ticket(
    number: int, opened: str = "2026-03-02T09:00Z", resolved: str | None = "2026-03-02T11:00Z"
) -> dict[str, Any]:
    return {"ticket_id": str(number), "opened_at": opened, "resolved_at": resolved, "reopen_count": 0}


def outcomes(card: xk.Scorecard, objective: str) -> list[str]:
    return [item.outcome.value for item in card[objective]]


def test_an_empty_desk_has_no_instant_to_judge_from_and_says_so() -> None:
    with pytest.raises(DataError, match="as_of: the records hold no instant. Hint: pass as_of="):
        xk.evaluate(agreement(), xk.Desk(tickets=[]))


def test_an_empty_desk_judged_for_a_period_measures_nothing() -> None:
    card = xk.evaluate(agreement(), xk.Desk(tickets=[]), period="2026-03", as_of=JULY)
    assert set(card.outcomes()) == {xk.Outcome.NOT_MEASURED}
    assert card.score.value is None
    assert card.findings == ()
    assert "nothing could be measured" in str(card)


def test_a_desk_without_surveys_says_what_it_would_need() -> None:
    card = xk.evaluate(agreement(), xk.Desk(tickets=[ticket(1)]), period="2026-03", as_of=JULY)
    (happy,) = card["happy"]
    assert (happy.outcome, happy.reason) == (xk.Outcome.NOT_MEASURED, "needs surveys with the column 'csat'")
    assert outcomes(card, "fix") == ["MET"]


def test_one_ticket_is_enough_to_judge_and_not_enough_to_find_fault() -> None:
    late = ticket(1, resolved="2026-03-02T14:00Z")
    card = xk.evaluate(agreement(), xk.Desk(tickets=[late]), period="2026-03", as_of=JULY)
    (fix,) = card["fix"]
    assert (fix.outcome, fix.estimate.numerator, fix.estimate.denominator) == (
        xk.Outcome.BELOW_EXPECTED,
        0,
        1,
    )
    # That nobody was asked is said; no fault is found with the work.
    assert {finding.code for finding in card.findings} == {"XLA204"}


def test_a_month_without_tickets_is_not_measured_and_not_zero() -> None:
    tickets = [ticket(1), ticket(2, "2026-05-04T09:00Z", "2026-05-04T10:00Z")]
    card = xk.evaluate(agreement(), xk.Desk(tickets=tickets), as_of=JULY)
    assert [(item.window.label, item.outcome.value, item.estimate.value) for item in card["fix"]] == [
        ("2026-03", "MET", 1.0),
        ("2026-04", "NOT_MEASURED", None),
        ("2026-05", "MET", 1.0),
    ]


def test_surveys_without_a_single_answer_are_silence_not_satisfaction() -> None:
    tickets = [ticket(number) for number in range(30)]
    surveys = [
        {"ticket_id": str(number), "sent_at": "2026-03-03T09:00Z", "csat": None} for number in range(30)
    ]
    card = xk.evaluate(agreement(), xk.Desk(tickets=tickets, surveys=surveys), period="2026-03", as_of=JULY)
    assert outcomes(card, "happy") == ["NOT_MEASURED"]
    assert {finding.code for finding in card.findings} == {"XLA201", "XLA204"}
    finding = next(finding for finding in card.findings if finding.code == "XLA201")
    assert "30 tickets were resolved" in finding.message


def test_a_survey_for_an_unknown_ticket_is_set_aside_and_counted() -> None:
    desk = xk.Desk(
        tickets=[ticket(1)],
        surveys=[
            {"ticket_id": "1", "answered_at": "2026-03-03T09:00Z", "csat": 5},
            {"ticket_id": "nobody", "answered_at": "2026-03-03T09:00Z", "csat": 1},
        ],
    )
    (problem,) = desk.problems.rows(named=True)
    assert (problem["table"], problem["id"], problem["action"]) == ("surveys", "nobody", "set_aside")
    card = xk.evaluate(agreement(), desk, period="2026-03", as_of=JULY)
    assert card.subject.answers == 1
    assert any(count.where.startswith("surveys") and count.rows == 1 for count in card.problems)


def test_two_time_zones_in_one_column_are_two_ways_to_write_one_instant() -> None:
    berlin = [ticket(1, "2026-03-02T10:00+01:00", "2026-03-02T14:00+01:00")]
    mixed = [ticket(1, "2026-03-02T09:00Z", "2026-03-02T08:00-05:00")]
    one, other = (
        xk.evaluate(agreement(), xk.Desk(tickets=rows), period="2026-03", as_of=JULY)
        for rows in (berlin, mixed)
    )
    assert one == other
    assert outcomes(one, "fix") == ["MET"]  # exactly four hours


def test_naive_times_need_a_stated_zone() -> None:
    with pytest.raises(DataError, match="timezone"):
        xk.Desk(tickets=[ticket(1, "2026-03-02 09:00", "2026-03-02 11:00")])


def test_a_night_in_which_the_clocks_change_has_the_hours_it_has() -> None:
    # In Berlin 29 March 2026 skips 02:00-03:00: 01:00 to 06:00 on the wall are four hours.
    spring = ticket(1, "2026-03-29 01:00", "2026-03-29 06:00")
    autumn = ticket(2, "2026-10-25 01:00", "2026-10-25 05:00")  # five hours: 02:00-03:00 comes twice
    desk = xk.Desk(tickets=[spring, autumn], timezone="Europe/Berlin")
    card = xk.evaluate(agreement(), desk, as_of=datetime(2026, 12, 1, tzinfo=UTC))
    by_month = {item.window.label: item.outcome.value for item in card["fix"]}
    assert (by_month["2026-03"], by_month["2026-10"]) == ("MET", "BELOW_EXPECTED")


def test_day_and_month_are_never_guessed() -> None:
    with pytest.raises(DataError, match="datetime_format"):
        xk.Desk(tickets=[ticket(1, "03/02/2026 09:00", "03/02/2026 11:00")], timezone="UTC")


def test_ten_damaged_rows_in_two_hundred_thousand_are_ten_listed_problems() -> None:
    rows = 200_000
    opened = pl.Series(["2026-03-02T09:00:00Z"] * rows)
    opened[7] = "soon"
    resolved = pl.Series(["2026-03-02T11:00:00Z"] * rows)
    for row in range(100, 109):
        resolved[row] = "2026-02-02T11:00:00Z"
    frame = pl.DataFrame(
        {"ticket_id": [str(row) for row in range(rows)], "opened_at": opened, "resolved_at": resolved}
    )
    desk = xk.Desk(tickets=frame)
    found = desk.problems.sort("row", "action").select("row", "column", "action").rows()
    assert found == [
        (7, "opened_at", "nulled"),
        (7, "opened_at", "set_aside"),
        *((row, "resolved_at", "nulled") for row in range(100, 109)),
    ]
    card = xk.evaluate(agreement(), desk, period="2026-03", as_of=JULY)
    (fix,) = card["fix"]
    # nine lost their resolution, so they were still open when their four hours were over
    assert (fix.estimate.numerator, fix.estimate.denominator) == (rows - 10, rows - 1)


def test_a_file_that_is_not_what_its_name_says_is_an_error_not_a_traceback(tmp_path: Path) -> None:
    fake = tmp_path / "tickets.parquet"
    fake.write_text("ticket_id,opened_at\n1,2026-03-02T09:00Z\n")
    with pytest.raises(DataError, match="tickets.parquet"):
        xk.load_desk(tickets=fake)


def test_an_open_ticket_past_its_limit_counts_as_missed_in_the_window_of_its_breach() -> None:
    tickets = [ticket(1), ticket(2, "2026-03-31T20:00Z", None), ticket(3, "2026-03-31T08:00Z", None)]
    card = xk.evaluate(agreement(), xk.Desk(tickets=tickets), as_of=JULY, period="2026-03")
    (march,) = card["fix"]
    assert (march.estimate.numerator, march.estimate.denominator) == (1, 2)
    (april,) = xk.evaluate(agreement(), xk.Desk(tickets=tickets), as_of=JULY, period="2026-04")["fix"]
    assert (april.estimate.numerator, april.estimate.denominator) == (
        0,
        1,
    )  # breached at midnight UTC: 02:00 in Berlin


def test_a_window_that_ends_after_the_data_is_in_progress() -> None:
    card = xk.evaluate(agreement(), xk.Desk(tickets=[ticket(1)]))
    assert set(card.outcomes()) == {xk.Outcome.IN_PROGRESS}
    assert card.score.value is None


def test_records_outside_the_term_are_counted_and_not_judged() -> None:
    old = ticket(1, "2025-11-03T09:00Z", "2025-11-03T10:00Z")
    card = xk.evaluate(agreement(), xk.Desk(tickets=[old, ticket(2)]), as_of=JULY)
    assert {item.window.label for item in card.judgements} == {"2026-01", "2026-02", "2026-03"}
    assert any("outside the term" in count.reason and count.rows == 1 for count in card.problems)


def test_scope_leaves_other_customers_out_and_counts_them() -> None:
    mine = [ticket(number) | {"customer": "contoso"} for number in range(3)]
    others = [ticket(number, resolved=None) | {"customer": "northwind"} for number in range(3, 8)]
    scoped = xk.load_agreement(AGREEMENT + "scope: {customer: contoso}\n")
    card = xk.evaluate(scoped, xk.Desk(tickets=mine + others), period="2026-03", as_of=JULY)
    (fix,) = card["fix"]
    assert (fix.estimate.numerator, fix.estimate.denominator) == (3, 3)
    assert (card.subject.tickets, card.subject.covered) == (8, 3)


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(DataError, match="as_of"):
        xk.evaluate(agreement(), xk.Desk(tickets=[ticket(1)]), as_of=datetime(2026, 7, 1))  # noqa: DTZ001 - the point


def test_what_is_no_period_is_refused() -> None:
    with pytest.raises(ValueError, match="period: is not a period of time; got 'March'"):
        xk.evaluate(agreement(), xk.Desk(tickets=[ticket(1)]), period="March")
