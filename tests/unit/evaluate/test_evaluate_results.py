from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from openpyxl import Workbook

import xlakit as xk
from xlakit.agreement import versions
from xlakit.errors import DataError, MeasureError
from xlakit.model import Outcome
from xlakit.settlement import Around, marks_of_judgements, settle_marks

if TYPE_CHECKING:
    from pathlib import Path

    from xlakit.model import Agreement, Scorecard

TERMS = """
apiVersion: xlakit/v1
kind: Agreement
metadata: {name: history, title: Years before, customer: Contoso}
term: {start: 2026-01-01, end: 2026-12-31, timezone: Europe/Berlin}
clocks: {fix: {calendar: always, stop: resolved, within: 4h}}
objectives:
  - {name: fix, metric: {name: within, clock: fix}, expected: {at_least: 95%}, minimum: {at_least: 92%}, weight: 60,
     service_credit: {allocation: 30%, severity: two-step}}
  - {name: restore, each: priority, metric: {name: within, clock: fix}, weight: 20,
     levels: {P1: {expected: {at_least: 95%}}, P2: {expected: {at_least: 90%}}}}
  - {name: happy, metric: csat, expected: {at_least: 80%}, min_count: 20, weight: 20, window: quarter}
  - {name: up, metric: {name: supplied, series: erp}, expected: {at_least: 99.5%}, weight: 0,
     service_credit: {allocation: 10%, severity: step}}
  - {name: reopens, metric: reopen_rate, expected: {at_most: 5%}, weight: 0}
commercials: {currency: EUR, charges: {amount: "400000.00", per: month}, at_risk: 12%}
"""
ROWS: list[dict[str, Any]] = [
    {"objective": "fix", "window": "2026-01", "good": 949, "total": 1000},
    {"objective": "fix", "window": "2026-02", "good": 950, "total": 1000},
    {"objective": "fix", "window": "2026-03", "good": 10, "total": 1000, "excused": 985},
    {"objective": "restore/P1", "window": "2026-01", "good": 18, "total": 20},
    {"objective": "happy", "window": "2026-Q1", "good": 85, "total": 100},
    {"objective": "up", "window": "2026-01", "value": "99.2%"},
    {"objective": "reopens", "window": "2026-02", "good": 6, "total": 100},
]


@pytest.fixture
def terms() -> Agreement:
    return xk.load_agreement(TERMS)


def judged(terms: Agreement, rows: list[dict[str, Any]], **options: Any) -> Scorecard:
    return xk.evaluate(terms, xk.load_results(rows), **options)


def told(card: Scorecard, name: str) -> dict[str, str]:
    return {item.window.label: item.outcome.value for item in card.judgements if item.objective == name}


def test_every_objective_is_judged_in_every_window_that_results_reach(terms: Agreement) -> None:
    card = judged(terms, ROWS)
    assert told(card, "fix") == {"2026-01": "BELOW_EXPECTED", "2026-02": "MET", "2026-03": "BELOW_MINIMUM"}
    assert told(card, "restore/P1") == {
        "2026-01": "BELOW_EXPECTED",
        "2026-02": "NOT_MEASURED",
        "2026-03": "NOT_MEASURED",
    }
    assert told(card, "happy") == {"2026-Q1": "MET"}
    assert told(card, "up")["2026-01"] == "BELOW_EXPECTED"
    assert told(card, "reopens")["2026-02"] == "BELOW_EXPECTED"
    assert {item.status for item in card.judgements} == {"final"}
    assert {item.version for item in card.judgements} == {"1"}
    order = {
        name: place
        for place, name in enumerate(("fix", "restore/P1", "restore/P2", "happy", "up", "reopens"))
    }
    places = [(order[item.objective.replace("P2", "P1")], item.window.start) for item in card.judgements]
    assert places == sorted(places)


def test_a_judgement_carries_what_a_desk_would_give(terms: Agreement) -> None:
    card = judged(terms, ROWS)
    fix = card["fix"][0]
    expected = xk.stats.proportion(949, 1000)
    assert fix.estimate == expected
    assert (fix.metric, fix.kind, fix.basis, fix.unit, fix.direction) == (
        "within(clock=fix)",
        "efficiency",
        "observed",
        "share",
        "higher",
    )
    assert (fix.title, fix.to_spare, round(fix.margin or 0, 9)) == ("fix", -1, -0.001)
    assert (fix.window.start, fix.window.end) == (
        datetime(2025, 12, 31, 23, tzinfo=UTC),
        datetime(2026, 1, 31, 23, tzinfo=UTC),
    )
    reopens = card["reopens"][1]
    assert (reopens.direction, reopens.to_spare, reopens.estimate.count) == ("lower", -1, 100)
    (quarter,) = card["happy"]
    assert (quarter.kind, quarter.basis, quarter.response_rate) == ("experience", "user_reported", None)
    assert quarter.estimate == xk.stats.proportion(85, 100)
    part = card["restore"][0]
    assert (part.objective, part.title, str(part.levels.expected)) == (
        "restore/P1",
        "restore P1",
        "at least 95%",
    )


def test_a_figure_is_exact_and_reads_as_no_count_of_records(terms: Agreement) -> None:
    up = judged(terms, ROWS)["up"][0]
    assert up.estimate.exact == Fraction(124, 125)
    assert (up.estimate.value, up.estimate.low, up.estimate.high, up.to_spare) == (0.992, None, None, None)
    assert "124" not in str(judged(terms, ROWS)).split("supplied (erp)")[1].split("at least")[0]
    third = judged(terms, [{"objective": "up", "window": "2026-01", "value": Fraction(2, 3), "total": 30}])[
        "up"
    ][0]
    assert (third.estimate.exact, third.estimate.count) == (Fraction(2, 3), 30)
    fine = judged(terms, [{"objective": "up", "window": "2026-01", "value": "99.4999999999%"}])["up"][0]
    assert (fine.estimate.exact, fine.outcome) == (Fraction(994999999999, 10**12), Outcome.BELOW_EXPECTED)


def test_an_interval_that_was_stated_is_kept(terms: Agreement) -> None:
    rows = [
        {"objective": "up", "window": "2026-01", "value": "99.2%", "low": 0.98, "high": 0.999},
        {"objective": "fix", "window": "2026-01", "good": 9, "total": 10, "low": 0.5, "high": 0.95},
    ]
    card = judged(terms, rows)
    for name, low, high in (("up", 0.98, 0.999), ("fix", 0.5, 0.95)):
        estimate = card[name][0].estimate
        assert (estimate.low, estimate.high, estimate.method) == (low, high, "stated")


def test_relief_acts_and_what_is_disputed_is_shown(terms: Agreement) -> None:
    rows = [
        {"objective": "fix", "window": "2026-01", "good": 940, "total": 1000, "excused": 20, "disputed": 5}
    ]
    card = judged(terms, rows)
    fix = card["fix"][0]
    assert (fix.excused, fix.disputed, fix.estimate.numerator, fix.estimate.denominator) == (20, 5, 940, 980)
    assert card.statement is not None
    assert card.statement.range is not None
    assert card.statement.range.disputed == 5


def test_too_few_records_are_shown_and_not_judged(terms: Agreement) -> None:
    rows = [{"objective": "happy", "window": "2026-Q1", "good": 12, "total": 15}]
    (happy,) = judged(terms, rows)["happy"]
    assert (happy.outcome, happy.reason) == (Outcome.NOT_MEASURED, "15 counted, 20 are needed")
    assert (happy.estimate.numerator, happy.estimate.denominator, happy.margin) == (12, 15, None)


def test_answers_of_too_few_people_are_withheld(terms: Agreement) -> None:
    rows = [{"objective": "happy", "window": "2026-Q1", "good": 2, "total": 3}]
    card = judged(terms, rows)
    (happy,) = card["happy"]
    assert (happy.suppressed, happy.estimate.value, happy.estimate.count) == (True, None, 0)
    assert "2 of 3" not in str(card)


def test_windows_that_end_later_are_in_progress_and_not_judged(terms: Agreement) -> None:
    card = judged(terms, ROWS, as_of=datetime(2026, 2, 15, tzinfo=UTC))
    assert told(card, "fix") == {
        "2026-01": "BELOW_EXPECTED",
        "2026-02": "IN_PROGRESS",
        "2026-03": "IN_PROGRESS",
    }
    running = card["fix"][1]
    assert (running.status, running.estimate.numerator, running.margin) == ("in_progress", 950, None)
    assert running.reason == "the window ends 2026-03-01 00:00"
    assert told(card, "happy") == {"2026-Q1": "IN_PROGRESS"}
    assert card.score.by_window[0].window.label == "2026-01"
    assert len(card.score.by_window) == 1
    assert card.statement is not None
    assert [item.status for item in card.statement.windows] == [
        "final",
        "in_progress",
        "in_progress",
        "in_progress",
    ]


def test_a_period_narrows_judgements_and_statement_alike(terms: Agreement) -> None:
    card = judged(terms, ROWS, period="2026-03")
    assert {item.window.label for item in card.judgements} == {"2026-03", "2026-Q1"}
    assert card.statement is not None
    assert {item.window.label for item in card.statement.windows} == {"2026-03", "2026-Q1"}
    assert {line.window.label for line in card.statement.lines} == {"2026-03"}


def test_judging_and_settling_cannot_disagree(terms: Agreement) -> None:
    card = judged(terms, ROWS)
    assert card.statement == xk.settle(terms, ROWS)
    held = versions(terms)
    again = settle_marks(held, marks_of_judgements(card.judgements, held, {}), Around(card.subject.as_of))
    told = {"evidence": ""}  # counts from results are not in lowest terms, and the figures are the same
    assert [line.model_copy(update=told) for line in again.lines] == [
        line.model_copy(update=told) for line in card.statement.lines
    ]
    assert card.statement.total > 0


def test_no_rule_can_look_and_those_ignored_stay_ignored(terms: Agreement) -> None:
    card = judged(terms, ROWS)
    assert card.findings == ()
    assert {(item.section, item.reason) for item in card.rules} == {("not_applicable", "needs a desk")}
    assert len(card.rules) == len(xk.rules.catalogue())
    text = TERMS + "rules: {ignore: [{code: XLA402, reason: reopens are not allowed}]}\n"
    (only,) = xk.evaluate(xk.load_agreement(text), xk.load_results(ROWS), rules="XLA402").rules
    assert (only.section, only.reason) == ("ignored", "reopens are not allowed")
    with pytest.raises(MeasureError, match="no such rule"):
        judged(terms, ROWS, rules="XLA999")


def test_problems_are_counted_and_the_subject_says_what_was_judged(terms: Agreement) -> None:
    rows = [
        *ROWS,
        {"objective": "fx", "window": "2026-01", "value": "1"},
        {"objective": "up", "window": "2027-01", "value": "1"},
    ]
    rows += [{"objective": "up", "window": "2026-02", "value": 0.5}]
    card = judged(terms, rows)
    assert [(item.where, item.rows) for item in card.problems] == [("results", 1)] * 3
    assert [item.reason.split(":")[0] for item in card.problems] == ["row 9", "row 7", "row 8"]
    assert (card.subject.tickets, card.subject.results) == (0, 9)
    assert "Agreement history of Contoso; 9 results, no desk; as of " in str(card)


def test_parts_for_which_nothing_is_agreed_are_named(terms: Agreement) -> None:
    rows = [
        {"objective": name, "window": window, "good": 1, "total": 2}
        for name in ("restore/P3", "fix/P1", "restore/P2")
        for window in ("2026-01", "2026-02")
    ]
    card = judged(terms, rows)
    said = [item.reason.split(": ", 1)[1].split(";")[0] for item in card.problems]
    assert said == ["no levels are agreed for this priority"] * 2 + ["the objective is judged as a whole"] * 2
    assert {item.objective for item in card["restore"]} == {"restore/P1", "restore/P2"}


def test_duplicates_add_up_and_files_can_be_merged_in_any_order(terms: Agreement) -> None:
    halves = [
        {"objective": "fix", "window": "2026-01", "good": 500, "total": 500},
        {"objective": "fix", "window": date(2026, 1, 1), "good": 449, "total": 500},
    ]
    whole = judged(terms, ROWS)
    for rows in ([*halves, *ROWS[1:]], [*reversed(ROWS[1:]), *reversed(halves)]):
        other = judged(terms, rows)
        assert other.judgements == whole.judgements
        assert other.score == whole.score
        assert other.statement == whole.statement


def test_every_kind_of_source_gives_the_same_card(terms: Agreement, tmp_path: Path) -> None:
    frame = pl.DataFrame(ROWS, infer_schema_length=None)
    frame.write_parquet(tmp_path / "r.parquet")
    frame.write_csv(tmp_path / "r.csv", separator=";")
    book = Workbook()
    sheet: Any = book.active
    sheet.append(frame.columns)
    for row in frame.iter_rows():
        sheet.append(row)
    book.save(tmp_path / "r.xlsx")
    cards = [
        xk.evaluate(terms, xk.load_results(tmp_path / f"r.{kind}")) for kind in ("parquet", "csv", "xlsx")
    ]
    assert cards == [judged(terms, ROWS)] * 3


def test_versions_and_levels_that_move_are_those_of_their_window() -> None:
    text = """
apiVersion: xlakit/v1
kind: Agreement
metadata: {name: moving}
term: {start: 2026-01-01, end: 2026-12-31}
objectives:
  - {name: glide, metric: {name: supplied, series: a}, expected: {at_least: 85%}, minimum: {at_least: 77.125%},
     glide_path: {start: 70%, per_month: 5%}}
  - {name: small, metric: {name: supplied, series: b}, expected: {at_least: 90%}, low_volume: {carry_until: 20}}
amendments:
  - {effective: 2026-05-01, set: {objectives.glide.expected: {at_least: 87%}}}
"""
    rows = [
        {"objective": name, "window": f"2026-0{month}", "good": 8, "total": 10}
        for name in ("glide", "small")
        for month in range(1, 6)
    ]
    card = xk.evaluate(xk.load_agreement(text), xk.load_results(rows))
    assert [str(item.levels.expected) for item in card["glide"]] == [
        "at least 70%",
        "at least 75%",
        "at least 80%",
        "at least 85%",
        "at least 87%",
    ]
    assert [str(item.levels.minimum) for item in card["glide"]] == [
        "at least 70%",
        "at least 75%",
        "at least 77.125%",
        "at least 77.125%",
        "at least 77.125%",
    ]
    assert [item.version for item in card["glide"]] == ["1"] * 4 + ["1 amended 2026-05-01"]
    assert [(item.outcome.value, item.estimate.count) for item in card["small"]] == [
        ("NOT_MEASURED", 0),
        ("BELOW_EXPECTED", 20),
        ("NOT_MEASURED", 0),
        ("BELOW_EXPECTED", 20),
        ("NOT_MEASURED", 0),
    ]
    early = xk.evaluate(
        xk.load_agreement(text), xk.load_results(rows), as_of=datetime(2026, 2, 1, tzinfo=UTC)
    )
    assert [item.estimate.count for item in early["small"]] == [0, 10, 10, 10, 10]


def test_an_agreement_without_commercials_has_no_statement() -> None:
    text = TERMS[: TERMS.index("commercials")]
    card = xk.evaluate(xk.load_agreement(text), xk.load_results(ROWS))
    assert card.statement is None
    assert card["fix"][0].outcome is Outcome.BELOW_EXPECTED


def test_no_results_are_a_card_without_judgements(terms: Agreement) -> None:
    card = judged(terms, [{"objective": "no", "window": "2026-01", "value": "1"}])
    assert card.judgements == ()
    assert card.score.value is None
    assert "nothing was judged" in str(card)


def test_what_is_neither_desk_nor_results_is_an_error(terms: Agreement) -> None:
    with pytest.raises(DataError, match=r"a desk is expected; got \[?'?list.*xk.load_results"):
        xk.evaluate(terms, ROWS)  # type: ignore[arg-type]
    with pytest.raises(DataError, match=r"by: results hold no columns to report by; got 'team'"):
        judged(terms, ROWS, by="team")
    with pytest.raises(DataError, match="an instant needs a time zone"):
        judged(terms, ROWS, as_of=datetime(2026, 1, 1))  # noqa: DTZ001 - that is the point
    with pytest.raises(ValueError, match="is not a period of time"):
        judged(terms, ROWS, period="march")


def test_the_counts_of_a_desk_are_judged_as_the_desk_is() -> None:
    story = xk.datasets.synthetic_desk("watermelon", tickets=2_000, seed=7)
    agreement = xk.load_agreement(xk.datasets.example_agreement())
    card = xk.evaluate(agreement, xk.Desk(**story.tables()))
    rows = [
        {"objective": item.objective, "window": item.window.label, "total": item.estimate.denominator}
        | ({"good": item.estimate.numerator} if item.unit == "share" else {"value": item.estimate.exact})
        for item in card.judgements
        if item.estimate.denominator
    ]
    again = xk.evaluate(agreement, xk.load_results(rows), as_of=card.subject.as_of)

    def said(found: Scorecard) -> list[tuple[object, ...]]:
        return [
            (
                item.objective,
                item.window,
                item.outcome,
                item.levels,
                item.margin,
                item.to_spare,
                item.estimate.value,
            )
            for item in found.judgements
        ]

    assert said(again) == said(card)
    assert again.score.value == card.score.value
    assert {item.outcome for item in card.judgements} >= {Outcome.MET, Outcome.BELOW_MINIMUM}
