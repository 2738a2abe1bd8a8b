"""Every lint: what raises it, what clears it, when it cannot look; sections, places, reasons."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import xlakit as xk
from xlakit.agreement import parse
from xlakit.errors import AgreementError, MeasureError
from xlakit.review import LINTS, Remark, check, explain, load_agreement

DOCS = Path(__file__).parents[3] / "docs"
HEAD = """apiVersion: xlakit/v1
kind: Agreement
metadata: {name: demo}
term: {start: 2026-01-01, end: 2026-12-31, review: 2026-07-01}
priorities: {P1: [a], P2: [b]}
clocks:
  fix: {stop: resolved, within: {P1: 4h, P2: 24h}}
"""
FAST = (
    "{name: fast, metric: {name: within, clock: fix}, each: priority, expected: {at_least: 90%}, weight: 20}"
)
POOLED = FAST.replace("each: priority, ", "")
HAPPY = (
    "{name: happy, metric: csat, expected: {at_least: 85%}, stretch: {at_least: 95%}, min_count: 30,"
    " not_measured: counts_as_miss, weight: 60}"
)
BACK = "{name: back, metric: reopen_rate, expected: {at_most: 5%}, weight: 20}"
HEADINGS = ("What it flags", "Why it matters", "How it is computed", "False alarms", "What to do")


def written(*objectives: str, head: str = HEAD, rest: str = "") -> xk.Agreement:
    return parse(head + "objectives:\n" + "".join(f"  - {item}\n" for item in objectives) + rest)


def raised(code: str, *objectives: str, head: str = HEAD, rest: str = "") -> list[Remark]:
    review = check(written(*objectives, head=head, rest=rest))
    return [item for item in review.remarks if item.code == code]


def section(code: str, agreement: xk.Agreement) -> str:
    (found,) = (item.section for item in check(agreement).lints if item.code == code)
    return found


def test_a_whole_agreement_raises_nothing() -> None:
    review = check(written(FAST, HAPPY, BACK))
    assert review.remarks == ()
    assert {item.section for item in review.lints} <= {"clear", "not_applicable"}


@pytest.mark.parametrize("lint", LINTS, ids=lambda lint: lint.code)
def test_every_lint_has_a_page_a_line_in_the_docs_and_ends_in_one_section(lint: object) -> None:
    code, page = lint.code, lint.page  # type: ignore[attr-defined]
    assert explain(code) == page
    assert page.startswith(f"{code}, ")
    assert [line for line in page.splitlines() if line in HEADINGS] == list(HEADINGS)
    assert code in (DOCS / "check.md").read_text()
    assert [item.code for item in check(written(FAST)).lints].count(code) == 1


def test_a_code_that_nobody_has_is_not_explained() -> None:
    with pytest.raises(MeasureError, match="XLA501"):
        explain("XLA5001")


def test_speed_only_is_severe_where_all_of_the_weight_is_on_clocks() -> None:
    (all_of_it,) = raised("XLA501", FAST)
    (most,) = raised("XLA501", FAST.replace("20", "60"), BACK)
    assert (all_of_it.severity, most.severity) == ("severe", "warning")
    assert most.evidence[0].value == pytest.approx(0.75)
    assert raised("XLA501", FAST.replace("20", "59"), BACK) == []


def test_handling_time_needs_a_voice_of_at_least_its_weight() -> None:
    hurry = "{name: aht, metric: average_handle_time, expected: {at_most: 5m}, weight: 30}"
    (alone,) = raised("XLA502", hurry, BACK)
    (beside,) = raised("XLA502", hurry, HAPPY.replace("60", "29"))
    assert (alone.severity, alone.path, beside.severity) == ("severe", "objectives[0].metric", "warning")
    assert raised("XLA502", hurry, HAPPY) == []
    assert raised("XLA502", hurry.replace("weight: 30", "weight: 0"), BACK) == []


@pytest.mark.parametrize(
    ("objectives", "rest", "flagged"),
    [
        ((BACK,), "", True),
        ((HAPPY,), "", False),
        ((HAPPY,), "scoring: {method: deduct}", True),
        ((BACK,), "scoring: {method: earn}", True),
        (
            (BACK.replace("weight", "bonus: {max: 3%}, weight"),),
            "commercials: {currency: EUR, charges: {table: invoices}}",
            False,
        ),
        ((BACK,), "scoring: {method: points, points: [{metric: bounces, each: -1}]}", True),
        (
            (BACK,),
            "scoring: {method: points, base: 50, points: [{metric: bounces, each: -1}, {metric: fcr, each: 1}]}",
            False,
        ),
    ],
)
def test_all_stick_is_an_agreement_in_which_nothing_can_be_won(
    objectives: tuple[str, ...], rest: str, flagged: bool
) -> None:
    assert bool(raised("XLA503", *objectives, rest=rest)) is flagged


def test_levels_at_the_ends_of_the_range_are_toothless_or_out_of_reach() -> None:
    floor = BACK.replace("5%}", "5%}, minimum: {at_most: 100%}")
    (toothless,) = raised("XLA504", floor)
    assert (toothless.path, toothless.severity) == ("objectives[0].minimum", "severe")
    (unreachable,) = raised("XLA505", FAST.replace("90%", "100%"))
    assert unreachable.path == "objectives[0].expected"
    assert raised("XLA504", BACK) == raised("XLA505", BACK) == []


def test_a_clock_says_what_stops_it_and_every_priority_has_a_limit() -> None:
    head = HEAD.replace("stop: resolved, ", "").replace(", P2: 24h", "")
    first, second = raised("XLA506", FAST, head=head)
    assert (first.severity, first.path) == ("warning", "clocks.fix.within")
    assert "P2" in first.message
    assert (second.severity, second.path) == ("info", "clocks.fix")
    assert (
        raised(
            "XLA506",
            FAST,
            head=head.replace("within: {P1: 4h}", "stop: closed, within: {P1: 4h, default: 8h}"),
        )
        == []
    )


def test_a_clock_that_nothing_promises_is_named() -> None:
    (remark,) = raised("XLA506", HAPPY)
    assert "No objective" in remark.message


@pytest.mark.parametrize(
    ("old", "new", "severity"),
    [
        ("not_measured: counts_as_miss, ", "", "info"),
        ("min_count: 30, not_measured: counts_as_miss, ", "", "warning"),
        ("counts_as_miss", "counts_as_met", "severe"),
        ("min_count: 30,", "", "info"),
    ],
)
def test_a_survey_whose_silence_is_free_is_remarked(old: str, new: str, severity: str) -> None:
    assert old in HAPPY
    (remark,) = raised("XLA507", HAPPY.replace(old, new))
    assert remark.severity == severity


def test_a_promise_that_allows_no_failure_at_its_volume_is_discrete() -> None:
    promise = BACK.replace("5%", "1%")
    agreement = written(promise)
    assert section("XLA508", agreement) == "not_applicable"
    (remark,) = (item for item in check(agreement, volume=30).remarks if item.code == "XLA508")
    assert f"{1 - 0.99**30:.1%} of windows" in remark.message
    assert "from 100 records on" in remark.message
    for fine in (
        check(agreement, volume=100),
        check(written(promise[:-1] + ", low_volume: {allow: 1, below: 100}}"), volume=30),
    ):
        assert all(item.code != "XLA508" for item in fine.remarks)


def test_pooled_priorities_name_the_share_below_which_the_urgent_cannot_move_the_result() -> None:
    (remark,) = raised("XLA509", POOLED)
    assert (remark.severity, remark.path) == ("info", "objectives[0]")
    assert "less than 10.0% of the tickets P1" in remark.message
    own = POOLED.replace("name: fast,", "name: p1,").replace("expected", "where: {priority: P1}, expected")
    assert raised("XLA509", FAST) == raised("XLA509", POOLED, own) == []


def test_missing_clauses_are_named_one_by_one() -> None:
    head = HEAD.replace(", review: 2026-07-01", "")
    assert [item.path for item in raised("XLA510", FAST, head=head)] == ["objectives", "objectives", "term"]
    amended = "amendments: [{effective: 2026-05-01, set: {objectives.back.expected: {at_most: 4%}}}]"
    assert raised("XLA510", HAPPY, BACK, head=head, rest=amended) == []


def test_an_ignored_lint_is_reported_with_its_reason_and_says_nothing() -> None:
    agreement = written(FAST, rest="rules: {ignore: [{code: XLA501, reason: agreed elsewhere}]}")
    review = check(agreement)
    assert all(item.code != "XLA501" for item in review.remarks)
    (report,) = (item for item in review.lints if item.code == "XLA501")
    assert (report.section, report.reason) == ("ignored", "agreed elsewhere")


def tickets(per_month: int, urgent: int, late: int) -> list[dict[str, object]]:
    """Seven months of tickets: the first are urgent, the last late, and none is reopened."""
    rows: list[dict[str, object]] = []
    for month in range(1, 8):
        for number in range(per_month):
            opened = datetime(2025, month, 2, tzinfo=UTC) + timedelta(hours=number % 600)
            hours = 30 if number >= per_month - late else 1
            rows.append(
                {
                    "ticket_id": f"{month}-{number}",
                    "opened_at": opened,
                    "resolved_at": opened + timedelta(hours=hours),
                    "priority": "P1" if number < urgent else "P2",
                    "reopen_count": 0,
                }
            )
    return rows


def test_the_history_of_a_desk_from_before_the_term_tells_volume_reach_and_what_the_urgent_can_move() -> None:
    agreement = load_agreement(HEAD + f"objectives: [{POOLED}, {HAPPY}, {BACK}]")
    as_of = datetime(2025, 9, 1, tzinfo=UTC)
    review = check(agreement, xk.Desk(tickets=tickets(200, 4, 60)), as_of=as_of)
    found = {(item.code, item.objective) for item in review.remarks}
    assert ("XLA509", "fast") in found
    assert ("XLA505", "fast") in found
    assert ("XLA504", "back") in found
    chance = next(item for item in review.chances if item.objective == "fast")
    assert (chance.volume, chance.measured) == (200, True)
    moved = check(agreement, xk.Desk(tickets=tickets(200, 40, 0)), as_of=as_of)
    assert all((item.code, item.severity) != ("XLA509", "warning") for item in moved.remarks)


def test_two_checks_of_the_same_desk_in_another_order_are_equal() -> None:
    agreement, rows = written(POOLED, HAPPY, BACK), tickets(40, 4, 5)
    as_of = datetime(2025, 9, 1, tzinfo=UTC)
    one, other = (check(agreement, xk.Desk(tickets=part), as_of=as_of) for part in (rows, rows[::-1]))
    assert one == other


def test_chance_is_worked_out_for_every_objective_that_is_a_share() -> None:
    review = check(written(FAST, HAPPY.replace("min_count: 30", "min_count: 200"), BACK))
    volumes = {
        name: [item.volume for item in review.chances if item.objective == name] for name in ("fast", "happy")
    }
    assert volumes == {"fast": [30, 100, 400, 1600], "happy": [200, 400, 1600]}
    (known,) = (item for item in check(written(FAST.replace("90%", "95%")), volume=400).chances)
    assert known.misses == pytest.approx(0.4409, abs=1e-4)
    assert known.escapes == pytest.approx(0.0657, abs=1e-4)
    assert "misses 44.1% of windows, one two points worse escapes in 6.6%" in known.words


def test_chance_says_why_it_has_no_figure_for_a_length_of_time() -> None:
    (found,) = check(written("{name: quick, metric: response_time, expected: {at_most: 4h}}")).chances
    assert found.misses is None
    assert "shares and net scores" in found.words


def test_incentives_are_named_before_anything_is_measured() -> None:
    rest = "scoring: {values: {happy: 3, fast: 1, back: 1}}"
    found = check(written(FAST, HAPPY, BACK, rest=rest)).incentives
    assert found.speed_only_share == pytest.approx(0.2)
    assert (found.can_cost, found.can_earn) == (50, 30)
    assert found.alignment_index == pytest.approx(1)
    assert "judgement" in found.alignment_note
    assert check(written(FAST)).incentives.alignment_index is None


@pytest.mark.parametrize(
    ("scoring", "words"),
    [
        ("{method: points, points: [{metric: nps, each: -1}]}", "counts no events"),
        ("{method: points, points: [{metric: nosuch, each: -1}]}", "nosuch"),
        ("{method: points, points: [{metric: {name: within, clock: fxi}, each: -1}]}", "did you mean 'fix'"),
        ("{method: points, points: [{metric: bounces, each: 0}]}", "change nothing"),
        ("{method: points}", "'points' is missing"),
        (
            "{method: points, points: [{metric: fcr, each: 1}, {metric: bounces, each: -1}]}",
            "'base' is missing",
        ),
        ("{method: points, base: 120, points: [{metric: fcr, each: 1}]}", "outside 0"),
        ("{base: 100}", "belong to 'method: points'"),
        ("{values: {hapy: 3}}", "did you mean 'happy'"),
        ("{values: {happy: -3}}", "at least 0"),
    ],
)
def test_a_scoring_clause_that_means_nothing_is_a_mistake_with_a_line(scoring: str, words: str) -> None:
    text = HEAD + f"objectives: [{FAST}, {HAPPY}]\nscoring: {scoring}\n"
    with pytest.raises(AgreementError, match=words) as caught:
        load_agreement(text)
    assert caught.value.problems[0].line == 9
