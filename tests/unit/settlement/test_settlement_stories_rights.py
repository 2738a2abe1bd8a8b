"""Stories of triggers, obligations, levels that move and relief, worked by hand."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from settling import agreed, amounts, by_month, credit, months, of_window, promise, settled

LEVELS = "expected: {at_least: 95%}, minimum: {at_least: 90%}"
TEN = "currency: EUR\ncharges: {amount: 10000, per: month}\nat_risk: 10%\n"
POINTS = "service_credit: {severity: {points: [{below: 99%, points: 3}]}}"


def test_triggers_of_all_kinds_in_a_row_and_among_the_last() -> None:
    triggers = "\n".join(
        f"  - {{name: {name}, {terms}}}"
        for name, terms in (
            ("three-in-a-row", "of: miss, count: 3"),
            ("a-three-in-a-row", "of: miss, objective: a, count: 3"),
            ("two-floors", "of: minimum_miss, count: 2, in: 4, right: step_in"),
            ("two-floors-of-three", "of: minimum_miss, count: 2, in: 3"),
            ("any-credit", "of: credit, right: rectification"),
            ("capped", "of: capped, count: 2, in: 4"),
            ("large", "of: credits_of, share: 8%"),
            ("points", "of: points, points: 5, count: 2"),
            ("more-points", "of: points, points: 7"),
        )
    )
    agreement = agreed(
        f"{promise('a', LEVELS, credit())}\n{promise('k', 'expected: {at_least: 99%}', POINTS)}",
        TEN + f"service_points: {{per_point: 0.1%}}\ntriggers:\n{triggers}",
    )
    statement = settled(
        agreement,
        months("a", "94%", "89%", "96%", "94%", "89%", "94%"),
        months("k", "99%", "99%", "98%", "98%", "98%", "99%"),
    )
    # Before caps: 500; 1,000; 30 (3 points); 500 + 60 (6 points); 1,000 + 60; 500.
    assert [str(window.raw_credits) for window in statement.windows] == [
        "500.00", "1000.00", "30.00", "560.00", "1060.00", "500.00",
    ]  # fmt: skip
    assert [(item.name, item.right, item.window.label) for item in statement.triggers] == [
        ("three-in-a-row", "termination", "2026-03"),
        ("a-three-in-a-row", "termination", "2026-06"),
        ("two-floors", "step_in", "2026-05"),
        ("any-credit", "rectification", "2026-01"),
        ("capped", "termination", "2026-05"),
        ("large", "termination", "2026-02"),
        ("points", "termination", "2026-05"),
    ]


def test_a_quarterly_miss_counts_in_the_month_it_ends_with_and_once() -> None:
    agreement = agreed(
        f"{promise('a', more=credit())}\n{promise('q', more='window: quarter, ' + credit('10%'))}",
        TEN
        + "triggers: [{name: of-q, of: miss, objective: q}, {name: twice, of: miss, objective: q, count: 2},"
        " {name: much, of: credits_of, share: 3%}]\n"
        "persistent_failure: {failures: 2, in: 3, credit: 1%, of: charges}",
    )
    rows = [{"objective": "q", "window": "2026-Q1", "value": "90%"}]
    statement = settled(agreement, months("a", "96%", "96%", "90%", "96%"), rows)
    assert [(item.name, item.window.label) for item in statement.triggers] == [
        ("of-q", "2026-03"),
        ("much", "2026-03"),
    ]
    # March holds two failures, its own and the quarter's: 100 more, and 1,100 into the cap of 1,000.
    assert of_window(statement, "2026-03") == [("credit", "a", "909.09"), ("persistent_failure", "", "90.91")]
    assert of_window(statement, "2026-Q1") == [("credit", "q", "300.00")]


def test_the_credit_of_a_quarter_counts_in_the_month_it_ends_with() -> None:
    agreement = agreed(
        f"{promise('a')}\n{promise('q', more='window: quarter, ' + credit('10%'))}",
        TEN + "triggers: [{name: credit, of: credit}, {name: much, of: credits_of, share: 3%}]",
    )
    rows = [{"objective": "q", "window": "2026-Q1", "value": "90%"}]
    statement = settled(agreement, months("a", "96%", "96%", "96%", "96%"), rows)
    # 10 % of 3,000: 300, which are 3 % of the charges of March.
    assert [(item.name, item.window.label) for item in statement.triggers] == [
        ("credit", "2026-03"),
        ("much", "2026-03"),
    ]


def test_nothing_is_paid_or_counted_while_it_burns_in() -> None:
    agreement = agreed(
        promise("fix", more="service_credit: {allocation: 50%, multiplier: [1, 2]}"),
        TEN + "burn_in: 2\ntriggers: [{name: miss, of: miss}]",
    )
    statement = settled(agreement, months("fix", *["90%"] * 4))
    assert amounts(statement) == [("2026-03", "fix", "500.00"), ("2026-04", "fix", "1000.00")]
    assert [item.window.label for item in statement.triggers] == ["2026-03"]


def test_a_glide_path_small_months_relief_and_a_dispute() -> None:
    terms = (
        "glide_path: {start: 80%, per_month: 5%}, low_volume: {carry_until: 50},"
        " service_credit: {allocation: 100%, severity: step}"
    )
    agreement = agreed(promise("happy", "expected: {at_least: 90%}", terms), TEN)
    february = {
        "objective": "happy",
        "window": "2026-02",
        "good": 14,
        "total": 24,
        "excused": 2,
        "disputed": 6,
    }
    statement = settled(
        agreement, months("happy", (34, 40)), [february], months("happy", (89, 100), (90, 100), first=3)
    )
    # January's 40 wait. February: 14 of 22 after relief, with them 48 of 62, 77.4 %, where 85 % are expected.
    # If the 6 are relief too: 14 of 16, together 48 of 56, 85.7 %. March: 89 % where 90 % are expected.
    assert by_month(statement) == ["0.00", "1000.00", "1000.00", "0.00"]
    assert [line.reason.split(";")[0] for line in statement.lines] == [
        "48 of 62, at least 85% expected",
        "89 of 100, at least 90% expected",
    ]
    both = statement.range
    assert (str(both.accepted), str(both.rejected), both.disputed) == ("1000.00", "2000.00", 6)


def test_small_months_may_borrow_from_those_before() -> None:
    terms = "low_volume: {rolling_until: 50}, service_credit: {allocation: 100%}"
    agreement = agreed(promise("fix", more=terms), TEN)
    statement = settled(agreement, months("fix", (20, 40), (15, 15), (50, 50), (9, 10), (45, 45)))
    # 40 alone are too few. 55 with January: 35 right. 50 by themselves. 10 with March: 59 of 60. 45 + 10: 54 of 55.
    assert by_month(statement) == ["0.00", "1000.00", "0.00", "0.00", "0.00"]


def test_more_volume_than_was_forecast_excuses_a_window() -> None:
    terms = "volume_relief: {forecast: 100}, service_credit: {allocation: 50%, multiplier: [1, 2]}"
    agreement = agreed(promise("fix", more=terms), TEN)
    statement = settled(agreement, months("fix", (90, 100), (100, 201), (180, 200)))
    assert by_month(statement) == ["500.00", "0.00", "1000.00"]  # exactly double is not above; a run goes on
    # What came in counts, not what relief leaves of it.
    busy = {"objective": "fix", "window": "2026-01", "good": 100, "total": 201, "excused": 50}
    assert settled(agreement, [busy]).total == 0


def test_a_ratchet_goes_half_way_to_what_was_reached() -> None:
    terms = "ratchet: {form: R1, months: 3, best: 1}, service_credit: {allocation: 100%}"
    agreement = agreed(promise("fix", more=terms), TEN)
    statement = settled(
        agreement, months("fix", "97%", "98%", "96%", "95.9%", "96.5%", "97%", "97.5%", "96.4%", "96.5%")
    )
    # The mean of January to March is 97: April is expected to reach 96 and does not. May to July: 97 again, and 96.5.
    assert [(line.window.label, line.reason.split(";")[0]) for line in statement.lines] == [
        ("2026-04", "95.9%, at least 96% expected"),
        ("2026-08", "96.4%, at least 96.5% expected"),
    ]


def test_a_ratchet_moves_at_the_turn_of_the_year_and_by_a_tenth_of_the_way_at_most() -> None:
    terms = "ratchet: {form: R2, minimum: rises}, service_credit: {allocation: 100%}"
    agreement = agreed(
        promise("fix", LEVELS, terms), TEN, term="{start: 2026-01-01, end: 2028-12-31, timezone: UTC}"
    )
    year = ["95%"] * 8 + ["99%"] * 4
    statement = settled(
        agreement, months("fix", *year, "95.5%", "95.4%", "90.4%", *["95.5%"] * 9, "95.5%", "95.4%")
    )
    # The best four of 2026 are 4 points better; a tenth of the way to 100 % is half a point. The floor rises as well.
    # The best four of 2027 are what is expected: nothing moves, and never down.
    assert amounts(statement) == [
        ("2027-02", "fix", "500.00"),
        ("2027-03", "fix", "1000.00"),
        ("2028-02", "fix", "500.00"),
    ]


def test_a_miss_obliges_to_a_plan_and_to_talks_higher_up() -> None:
    terms = "improvement_plan: {due: 30d, escalation: [managers, directors]}"
    agreement = agreed(promise("happy", LEVELS, terms), TEN)
    statement = settled(agreement, months("happy", "94%", "89%", "94%", "96%", "94%"))
    assert (statement.lines, str(statement.total)) == ((), "0.00")
    assert [(item.window.label, item.what.split("by: ")[1]) for item in statement.obligations] == [
        ("2026-01", "managers (miss 1 in a row)"),
        ("2026-02", "directors (miss 2 in a row)"),
        ("2026-03", "directors (miss 3 in a row)"),
        ("2026-05", "managers (miss 1 in a row)"),
    ]
    assert statement.obligations[0].due == datetime(
        2026, 3, 2, 23, tzinfo=UTC
    )  # thirty days after midnight in Berlin


@pytest.mark.parametrize(
    ("row", "missed"),
    [
        ({"good": 60, "total": 1000}, True),
        ({"good": 60, "total": 1000, "excused": 11}, False),  # 49 of 989: 4.95 %
        ({"good": 60, "total": 1000, "excused": 10}, True),  # 50 of 990: 5.05 %
    ],
)
def test_relief_where_low_is_good_takes_failures_away(row: dict[str, int], missed: bool) -> None:
    agreement = agreed(
        promise("reopened", "expected: {at_most: 5%}", "service_credit: {allocation: 100%}"), TEN
    )
    assert settled(agreement, [{"objective": "reopened", "window": "2026-01"} | row]).total == (
        1000 if missed else 0
    )


def test_no_more_is_excused_than_failed_and_that_is_said() -> None:
    agreement = agreed(promise("fix", more="service_credit: {allocation: 100%}"), TEN)
    row = {"objective": "fix", "window": "2026-01", "good": 90, "total": 100, "excused": 30}
    statement = settled(agreement, [row])
    assert statement.total == 0
    assert statement.problems == (
        "results: fix in 2026-01: more failures are excused than there are; got '30'. Hint: at most 10.",
    )
