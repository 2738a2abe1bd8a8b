"""Stories of windows, charges, parts and rows of results, worked by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest
from settling import agreed, amounts, by_month, credit, months, of_window, promise, settled

from xlakit.errors import DataError
from xlakit.model.commercial_terms import Adjustment, Charges

ALL = "service_credit: {allocation: 100%}"
TEN = "currency: EUR\ncharges: {amount: 10000, per: month}\nat_risk: 10%\n"
INVOICED = "currency: EUR\nat_risk: 10%\ncharges: {table: invoices, tower: workplace}\n"


def invoices(*amounts_: str | None, tower: str = "workplace") -> list[dict[str, str]]:
    return [
        {"window_start": f"2026-{month:02}-01", "amount": amount, "currency": "EUR", "tower": tower}
        for month, amount in enumerate(amounts_, 1)
        if amount is not None
    ]


def test_charges_are_what_was_invoiced_of_the_tower() -> None:
    agreement = agreed(promise("fix", more=ALL), INVOICED)
    table = [
        *invoices("1000.50", "2000"),
        *invoices("500", tower="workplace"),
        *invoices("9000", "9000", tower="network"),
    ]
    statement = settled(agreement, months("fix", "90%", "90%"), invoices=table)
    assert by_month(statement) == ["150.05", "200.00"]
    assert str(statement.payable) == "3150.45"  # 3,500.50 less 350.05
    every = agreed(promise("fix", more=ALL), INVOICED.replace(", tower: workplace", ""))
    assert by_month(settled(every, months("fix", "90%", "90%"), invoices=table)) == ["1050.05", "1100.00"]


def test_a_month_without_an_invoice_pays_nothing_says_so_and_counts_its_miss() -> None:
    agreement = agreed(
        promise("fix", more="service_credit: {allocation: 30%, multiplier: [1, 2, 3]}"),
        INVOICED + "earn_back: {form: E2, months: 2}\ntriggers: [{name: row, of: miss, count: 3}]",
    )
    statement = settled(
        agreement,
        months("fix", "90%", "90%", "90%", "96%", "96%"),
        invoices=invoices("1000", None, "1000", "1000"),
    )
    assert by_month(statement) == ["30.00", "0.00", "90.00", "0.00", "0.00"]
    assert of_window(statement, "2026-05") == [("earn_back", "fix", "-90.00")]
    assert [item.window.label for item in statement.triggers] == ["2026-03"]
    assert statement.problems == tuple(
        f"settlement: nothing was invoiced for it, so no credit or bonus was computed; got '2026-0{month}'."
        for month in (2, 5)
    )
    assert (statement.windows[1].charges, statement.payable) == (None, None)


def test_a_month_without_an_invoice_is_one_of_those_that_are_looked_back_at() -> None:
    agreement = agreed(
        promise("fix"), INVOICED + "persistent_failure: {failures: 2, in: 2, credit: 1%, of: charges}"
    )
    statement = settled(
        agreement, months("fix", *["90%"] * 4), invoices=invoices("1000", "1000", None, "1000")
    )
    # February pays for two; April's two are its own and March's.
    assert amounts(statement) == [("2026-02", "", "10.00"), ("2026-04", "", "10.00")]


def test_a_yearly_cap_is_a_share_of_what_has_been_invoiced_so_far() -> None:
    agreement = agreed(promise("fix", more=ALL), INVOICED + "annual_cap: 8%")
    two = settled(agreement, months("fix", "90%", "90%"), invoices=invoices("1000", "1000"))
    assert by_month(two) == ["100.00", "60.00"]  # 8 % of 2,000
    assert two.problems == (
        "settlement: shares of its charges are of what has been invoiced so far; got 'contract year 1'.",
    )
    whole = settled(agreement, months("fix", "90%", "90%"), invoices=invoices(*["1000"] * 12))
    assert (by_month(whole), whole.problems) == (["100.00", "100.00"], ())


def test_money_is_neither_computed_from_floats_nor_from_two_currencies() -> None:
    agreement = agreed(promise("fix", more=ALL), INVOICED)
    for odd, what in (
        ({"amount": 1000.5}, "float"),
        ({"amount": "1000", "currency": "USD"}, "is not in EUR; got 'USD'"),
    ):
        table = [{"window_start": "2026-01-01", "tower": "workplace"} | odd]
        with pytest.raises(DataError, match=what):
            settled(agreement, months("fix", "90%"), invoices=table)


def test_weeks_are_charged_by_the_day() -> None:
    agreement = agreed(
        promise("fix", more=ALL),
        "currency: EUR\nat_risk: 10%\ncharges: {amount: 3100, per: month}",
        "window: week",
    )
    rows = [{"objective": "fix", "window": f"2026-W{week:02}", "value": "90%"} for week in (1, 2, 5)]
    statement = settled(agreement, rows)
    # The first begins with the term on a Thursday: four days of 100. Week 5 has six days of January and one of
    # February, 3,100 / 28 = 110.714…
    assert amounts(statement) == [
        ("2026-W01", "fix", "40.00"),
        ("2026-W02", "fix", "70.00"),
        ("2026-W05", "fix", "71.07"),
    ]
    assert [line.settlement_window.label for line in statement.lines] == ["2026-W02", "2026-W03", "2026-W06"]


def test_a_contract_year_is_charged_as_a_whole_and_paid_with_the_month_after() -> None:
    agreement = agreed(
        promise(
            "fix", "expected: {at_least: 95%}, minimum: {at_least: 90%}", "service_credit: {severity: linear}"
        ),
        "currency: EUR\nat_risk: 10%\ncharges: {amount: 30000, per: quarter}",
        "window: contract-year",
        term="{start: 2026-02-01, end: 2028-01-31, timezone: Europe/Berlin}",
    )
    rows = [
        {"objective": "fix", "window": f"year {year}", "value": value}
        for year, value in ((1, "93%"), (2, "96%"))
    ]
    statement = settled(agreement, rows)
    assert amounts(statement) == [("year 1", "fix", "4800.00")]  # two fifths of 12,000
    assert statement.lines[0].settlement_window.label == "2027-02"


def test_a_rolling_window_is_charged_by_its_last_month() -> None:
    agreement = agreed(promise("fix", more=ALL), TEN, "window: rolling-3-months")
    rows = [
        {"objective": "fix", "window": f"2026-0{first}…2026-0{first + 2}", "value": "90%"} for first in (1, 2)
    ]
    statement = settled(agreement, rows)
    assert [(line.accrual_window.label, str(line.amount)) for line in statement.lines] == [
        ("2026-01…2026-03", "1000.00"),
        ("2026-02…2026-04", "1000.00"),
    ]
    assert [line.settlement_window.label for line in statement.lines] == ["2026-04", "2026-05"]


PARTS = (
    "- {{name: fix, each: priority, metric: {{name: supplied, series: fix}}, expected: {{at_least: 90%}},"
    " levels: {{P1: {{expected: {{at_least: 99%}}}}}}, service_credit: {{allocation: {allocation}}}}}"
)


def test_parts_share_an_allocation_equally_unless_it_is_stated_for_each() -> None:
    rows = [
        {"objective": "fix", "part": part, "window": "2026-01", "good": good, "total": 100}
        for part, good in (("P1", 98), ("P2", 89), ("P3", 90), ("P4", 95))
    ]
    equal = settled(agreed(PARTS.format(allocation="100%"), TEN), rows)
    assert amounts(equal) == [("2026-01", "fix/P1", "250.00"), ("2026-01", "fix/P2", "250.00")]
    stated = settled(agreed(PARTS.format(allocation="{P1: 70%, P3: 30%}"), TEN), rows)
    assert amounts(stated) == [("2026-01", "fix/P1", "700.00")]  # for P2 nothing is stated
    # A part that has levels of its own is one of them even where nothing was measured of it.
    (two,) = settled(agreed(PARTS.format(allocation="100%"), TEN), rows[1:2]).lines
    assert str(two.amount) == "500.00"


def test_lines_agreed_on_by_hand_stand_beside_the_others() -> None:
    agreement = agreed(
        promise("fix", more=ALL),
        TEN + "adjustments: [{window: 2026-01, amount: '-99.995', reason: goodwill, approver: 'J. Doe'}]",
        "settlement: {pay: same}",
    )
    more = [
        Adjustment(window="2026-02", amount="10", reason="late fee", approver="M. Roe"),
        Adjustment(window="2026-12", amount="5", reason="too early", approver="M. Roe"),
    ]
    statement = settled(agreement, months("fix", "90%", "96%"), adjustments=more)
    assert [of_window(statement, f"2026-0{month}") for month in (1, 2)] == [
        [("credit", "fix", "1000.00"), ("adjustment", "", "-100.00")],
        [("adjustment", "", "10.00")],
    ]
    assert statement.lines[1].reason == "goodwill (approved by J. Doe)"
    assert statement.lines[0].settlement_window.label == "2026-01"
    assert [str(item.adjustments) for item in statement.windows] == ["-100.00", "10.00"]
    assert statement.problems == (
        "adjustments: an adjustment of 5 is for a window that is not settled; got '2026-12'.",
    )
    with pytest.raises(ValueError, match="float"):
        Charges.model_validate({"amount": 0.1, "per": "month"})
    with pytest.raises(ValueError, match="float"):
        Adjustment(window="2026-02", amount=0.1, reason="x", approver="y")


def test_windows_that_are_not_over_are_shown_and_not_settled() -> None:
    from datetime import UTC, datetime

    agreement = agreed(promise("fix", more=ALL), TEN, "settlement: {close_after: 10d}")
    rows = months("fix", "90%", "90%", "90%")
    statement = settled(agreement, rows, as_of=datetime(2026, 3, 4, tzinfo=UTC))
    assert [(item.window.label, item.status, str(item.total)) for item in statement.windows] == [
        ("2026-01", "final", "1000.00"),
        ("2026-02", "provisional", "1000.00"),
        ("2026-03", "in_progress", "0.00"),
    ]
    with pytest.raises(DataError, match="as_of: an instant needs a time zone"):
        settled(agreement, rows, as_of=datetime(2026, 3, 4))  # noqa: DTZ001 - that is the mistake


def test_of_several_figures_for_one_window_none_is_used_in_any_order() -> None:
    agreement = agreed(promise("fix", more=ALL), TEN)
    rows = [*months("fix", "90%"), *months("fix", (99, 100)), *months("fix", "90%", first=2)]
    for order in (rows, rows[::-1]):
        statement = settled(agreement, order)
        assert amounts(statement) == [("2026-02", "fix", "1000.00")]
        assert (
            sum(
                "only counts add up; none of them is used; got 'fix in 2026-01'" in text
                for text in statement.problems
            )
            == 2
        )


def test_of_a_figure_without_counts_nothing_is_excused_and_that_is_said() -> None:
    agreement = agreed(promise("fix", more=ALL), TEN)
    statement = settled(agreement, [*(row | {"excused": 3, "disputed": 2} for row in months("fix", "90%"))])
    assert (amounts(statement), statement.range) == ([("2026-01", "fix", "1000.00")], None)
    assert statement.problems == (
        "results: row 0: states a figure and no counts: nothing of it can be excused; got '3 excused, 2 disputed'.",
    )


def test_counts_of_one_window_add_up_and_two_incidents_are_none() -> None:
    agreement = agreed(
        f"{promise('a', more=credit('30%'))}\n{promise('b', more=credit('40%'))}",
        TEN,
        "settlement: {same_incident: max}",
    )
    half = {"objective": "a", "window": "2026-01", "good": 45, "total": 50}
    other = {"objective": "b", "window": "2026-01", "value": "90%", "incident": "PRB1"}
    one = settled(agreement, [half | {"incident": "PRB1"}, half, other])
    assert amounts(one) == [("2026-01", "b", "400.00")]
    assert settled(agreement, [half | {"incident": "PRB1"}, half | {"incident": "PRB2"}, other]).total == 700


def test_rows_that_name_nothing_of_the_agreement_are_named() -> None:
    agreement = agreed(
        f"{promise('fix', more=ALL)}\n{PARTS.format(allocation='10%').replace('name: fix', 'name: each')}",
        TEN,
    )
    rows = [
        {"objective": "fixx", "window": "2026-01", "value": "90%"},
        {"objective": "fix", "window": "2029-01", "value": "90%"},
        {"objective": "each", "window": "2026-01", "value": "90%"},
        {"objective": "fix", "window": "2026-01-01", "value": "90%"},
        {"objective": "fix", "window": "2026-02", "value": 0.9},
        {"objective": "fix", "window": "2026-02", "good": 5, "total": 4},
    ]
    statement = settled(agreement, rows)
    assert amounts(statement) == [("2026-01", "fix", "1000.00")]
    found = "\n".join(statement.problems)
    for what in (
        "row 0: names no objective of this agreement; got 'fixx'. Hint: did you mean 'fix'?",
        "row 1: names no month of the term; got '2029-01'. Hint: write 2026-01.",
        "row 2: the objective is judged by priority; got 'each'. Hint: write each/….",
        "row 4: value is a float",
        "row 5: good is more than the total 4; got '5'.",
    ):
        assert what in found
    assert len(statement.problems) == 5


@pytest.mark.parametrize("amount", [Decimal("0.1"), "0.1", 1])
def test_exact_amounts_of_any_kind_are_taken(amount: object) -> None:
    agreement = agreed(promise("fix", more=ALL), INVOICED)
    table = [{"window_start": "2026-01-01", "amount": amount, "tower": "workplace"}]
    assert settled(agreement, months("fix", "90%"), invoices=table).windows[0].charges == Decimal(str(amount))
