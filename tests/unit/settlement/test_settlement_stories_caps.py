"""Longer stories of credits and caps, worked by hand."""

from __future__ import annotations

import pytest
from settling import agreed, amounts, by_month, months, of_window, percents, promise, settled

LEVELS = "expected: {at_least: 95%}, minimum: {at_least: 90%}"
TEN = "currency: EUR\ncharges: {amount: 100000, per: month}\nat_risk: 10%\n"
TWO_YEARS = "{start: 2026-01-01, end: 2027-12-31, timezone: Europe/Berlin}"


def test_pool_steps_multipliers_both_caps_and_earn_back_over_two_years() -> None:
    shares = {"a": 70, "b": 70, "c": 60}
    agreement = agreed(
        "\n".join(
            promise(name, LEVELS, f"service_credit: {{allocation: {share}%}}")
            for name, share in shares.items()
        ),
        TEN
        + "pool: 200%\nmultiplier: [1, 2]\nannual_cap: 24000\nearn_back: {form: E2, months: 3, share: 50%}",
        term=TWO_YEARS,
    )
    a = percents("94 89 96 96 96 89 96 96 96 96 96 96 94 96 96 96")
    b = percents("96 94 96 96 96 96 94 96 96 96 96 96 96 96 96 96")
    c = percents("96 89 94 96 96 96 96 96 96 96 96 96 96 96 96 96")
    statement = settled(
        agreement,
        months("a", *a),
        months("b", *b),
        months("c", *c),
    )
    # January: half of 70 % of 10,000.
    assert of_window(statement, "2026-01") == [("credit", "a", "3500.00")]
    # February: a misses the minimum and for the second time, 14,000; b 3,500; c 6,000: 23,500 into 10,000.
    # 5,957.446…, 1,489.361…, 2,553.191…: the cent that is left goes to the largest remainder.
    assert of_window(statement, "2026-02") == [
        ("credit", "a", "5957.45"),
        ("credit", "b", "1489.36"),
        ("credit", "c", "2553.19"),
    ]
    # March: c misses expected for the second time, 3,000 doubled. 19,500 so far.
    assert of_window(statement, "2026-03") == [("credit", "c", "6000.00")]
    # January's credit of a and February's of c ended with the next miss. The others have three good months in May:
    # half of 5,957.45 is 2,978.725, and of 1,489.36 it is 744.68.
    assert of_window(statement, "2026-05") == [("earn_back", "a", "-2978.73"), ("earn_back", "b", "-744.68")]
    # June: a misses the minimum, the first in a row: 7,000, of which the annual cap leaves 4,500.
    assert of_window(statement, "2026-06") == [("credit", "a", "4500.00"), ("earn_back", "c", "-3000.00")]
    assert of_window(statement, "2026-07") == [("credit", "b", "0.00")]
    assert of_window(statement, "2026-09") == [("earn_back", "a", "-2250.00")]
    # A new contract year, a new annual cap; what it brings can come back too.
    assert of_window(statement, "2027-01") == [("credit", "a", "3500.00")]
    assert of_window(statement, "2027-04") == [("earn_back", "a", "-1750.00")]
    assert (str(statement.credits), str(statement.earned_back), str(statement.total)) == (
        "27500.00",
        "10723.41",
        "16776.59",
    )
    assert [str(item.raw_credits) for item in statement.windows][:7] == [
        "3500.00", "23500.00", "6000.00", "0.00", "0.00", "7000.00", "3500.00",
    ]  # fmt: skip


def test_a_quarterly_promise_beside_a_monthly_one_shares_the_cap() -> None:
    agreement = agreed(
        f"{promise('a', more='service_credit: {allocation: 100%}')}\n"
        f"{promise('q', more='window: quarter, service_credit: {allocation: 100%}')}",
        TEN,
    )
    rows = [{"objective": "q", "window": f"2026-Q{quarter}", "value": "90%"} for quarter in (1, 2)]
    statement = settled(agreement, months("a", "90%", "90%", "96%", "96%", "96%", "96%"), rows)
    # The quarter puts 30,000 at risk; its months have taken 20,000 of it, those of the second quarter nothing.
    assert amounts(statement) == [
        ("2026-01", "a", "10000.00"),
        ("2026-02", "a", "10000.00"),
        ("2026-Q1", "q", "10000.00"),
        ("2026-Q2", "q", "30000.00"),
    ]
    # What the quarters cost is what their months cost: 600,000, less 60,000.
    assert str(statement.payable) == "540000.00"
    order = [item.window.label for item in statement.windows]
    assert order[:5] == ["2026-01", "2026-02", "2026-03", "2026-Q1", "2026-04"]
    assert [line.settlement_window.label for line in statement.lines] == [
        "2026-02",
        "2026-03",
        "2026-Q2",
        "2026-Q3",
    ]


def test_an_amendment_changes_charges_and_levels_from_its_day_on() -> None:
    agreement = agreed(
        promise("fix", more="service_credit: {allocation: 100%}"),
        TEN + "annual_cap: 8%",
        "amendments: [{effective: 2026-07-01, set: {commercials.charges: {amount: 150000, per: month},"
        " objectives.fix.expected: {at_least: 97%}}}]",
        term="{start: 2026-04-01, end: 2027-03-31, timezone: Europe/Berlin}",
    )
    statement = settled(agreement, months("fix", *["96%"] * 12, first=4))
    # 96 % keeps 95 % but not 97 %. The year: 3 x 100,000 + 9 x 150,000 = 1,650,000, of which 8 % are 132,000.
    assert by_month(statement) == ["0.00"] * 3 + ["15000.00"] * 8 + ["12000.00"]
    assert {item.version for item in statement.windows} == {"1", "1 amended 2026-07-01"}
    assert statement.windows[2].version == "1"
    assert statement.lines[0].reason.startswith("96%, at least 97% expected")


CHANGES = ["{from: 2026-03-01, amount: 3000}", "{from: 2026-02-01, amount: 2000}"]


@pytest.mark.parametrize("changes", [CHANGES, CHANGES[::-1]])
def test_charges_change_on_a_day_without_an_amendment(changes: list[str]) -> None:
    agreement = agreed(
        promise("fix", more="service_credit: {allocation: 100%}"),
        "currency: EUR\nat_risk: 10%\n"
        f"charges: {{amount: 1000, per: month, changes: [{', '.join(changes)}]}}",
    )
    found = by_month(settled(agreement, months("fix", *["90%"] * 4)))
    assert found == ["100.00", "200.00", "300.00", "300.00"]


BANDS = "[{below: 99.5%, credit: 5%}, {below: 99%, credit: 10%}, {below: 97%, credit: 20%}]"


def test_what_is_above_the_cap_of_tiers_is_carried_forward() -> None:
    terms = f"service_credit: {{of: charges, severity: {{bands: {BANDS}}}}}"
    money = "currency: USD\ncharges: {amount: 2000, per: month}\ncap: 15%\n"
    rows = months("up", "96%", "96%", "99.2%", "99.9%", "99.9%", "98%")
    carried = settled(
        agreed(promise("up", "expected: {at_least: 99.5%}", terms), money + "cap_excess: carry_forward"), rows
    )
    # 400 into 300, 100 on; 400 + 100 into 300, 200 on; 100 + 200; nothing left; nothing; 200.
    assert by_month(carried) == ["300.00", "300.00", "300.00", "0.00", "0.00", "200.00"]
    assert of_window(carried, "2026-03") == [("credit", "up", "100.00"), ("carried", "", "200.00")]
    assert of_window(carried, "2026-02") == [("credit", "up", "240.00"), ("carried", "", "60.00")]
    lapsed = settled(agreed(promise("up", "expected: {at_least: 99.5%}", terms), money), rows)
    assert by_month(lapsed) == ["300.00", "300.00", "100.00", "0.00", "0.00", "200.00"]


def test_what_is_carried_is_paid_in_a_window_that_misses_nothing() -> None:
    terms = f"service_credit: {{of: charges, severity: {{bands: {BANDS}}}}}"
    money = "currency: USD\ncharges: {amount: 2000, per: month}\ncap: 15%\ncap_excess: carry_forward"
    statement = settled(
        agreed(promise("up", "expected: {at_least: 99.5%}", terms), money), months("up", "96%", "100%")
    )
    assert amounts(statement) == [("2026-01", "up", "300.00"), ("2026-02", "", "100.00")]


def test_a_quarter_carries_what_it_and_its_months_have_above_its_cap() -> None:
    agreement = agreed(
        f"{promise('a', more='service_credit: {allocation: 100%}')}\n"
        f"{promise('q', more='window: quarter, service_credit: {allocation: 100%}')}",
        TEN + "cap_excess: carry_forward",
    )
    quarters = [
        {"objective": "q", "window": f"2026-Q{n}", "value": value} for n, value in ((1, "90%"), (2, "96%"))
    ]
    statement = settled(agreement, months("a", "90%", "90%", "96%", "96%", "90%", "96%"), quarters)
    # 30,000, of which 20,000 are taken: 20,000 go on into a quarter that has taken 10,000 of its 30,000.
    assert of_window(statement, "2026-Q1") == [("credit", "q", "10000.00")]
    assert of_window(statement, "2026-Q2") == [("carried", "", "20000.00")]


def test_points_repeat_are_paid_by_table_and_persist() -> None:
    bands = "service_credit: {severity: {points: [{below: 98%, points: 4}, {below: 95%, points: 8}]}}"
    agreement = agreed(
        "\n".join(promise(name, "expected: {at_least: 98%}", bands) for name in ("k1", "k2")),
        "currency: EUR\ncharges: {amount: 50000, per: month}\n"
        "service_points: {table: [{points: 5, credit: 2%}, {points: 10, credit: 5%}, {points: 20, credit: 10%}]}\n"
        "persistent_failure: {failures: 3, in: 6, credit: 1%, of: charges}",
    )
    statement = settled(
        agreement,
        months("k1", "97%", "97%", "94%", "99%", "99%", "99%"),
        months("k2", "99%", "97%", "94%", "97%", "99%", "97%"),
    )
    assert [of_window(statement, f"2026-0{month}") for month in range(1, 7)] == [
        [],  # 4 points are not 5
        # 8 (repeated) + 4 points: 5 %, 2,500 in proportion; the third failure of six months: 1 %.
        [("credit", "k1", "1666.67"), ("credit", "k2", "833.33"), ("persistent_failure", "", "500.00")],
        # 16 + 16: 10 %; five failures are one full three, and it has been paid.
        [("credit", "k1", "2500.00"), ("credit", "k2", "2500.00")],
        # 4 doubled: 2 %; the sixth failure.
        [("credit", "k2", "1000.00"), ("persistent_failure", "", "500.00")],
        [],
        [],  # 4 points: May had none; seven failures are two full threes, and they have been paid
    ]


def test_points_above_thresholds_grow_by_band() -> None:
    # 3 points between 2 and 5 at 100, 5 between 5 and 10 at 200, 2 above 10 at 400.
    bands = "service_credit: {severity: {points: [{above: 0, points: 12}]}}"
    agreement = agreed(
        promise("late", "expected: {at_most: 0}", bands),
        "currency: GBP\ncharges: {amount: 100000, per: month}\nservice_points: {point_value: 100,"
        " bands: [{above: 2}, {above: 5, multiplier: 2}, {above: 10, multiplier: 4}]}",
    )
    assert by_month(settled(agreement, months("late", 7))) == ["2100.00"]


@pytest.mark.parametrize(("cap", "kept"), [("", "10000.00"), ("cap: 20%", "15000.00")])
def test_a_critical_failure_takes_the_place_of_the_credits_of_its_window(cap: str, kept: str) -> None:
    agreement = agreed(
        f"{promise('a', LEVELS, 'service_credit: {allocation: 50%, severity: step, multiplier: [1, 2]}')}\n"
        f"{promise('b', LEVELS, 'service_credit: {allocation: 50%}')}",
        TEN + f"critical_failure: {{objectives: [b], retain: 15%}}\n{cap}",
    )
    statement = settled(agreement, months("a", "90%", "90%", "90%"), months("b", "94%", "89%", "96%"))
    assert of_window(statement, "2026-01") == [("credit", "a", "5000.00"), ("credit", "b", "2500.00")]
    assert of_window(statement, "2026-02") == [("critical_failure", "b", kept)]
    # What a would have cost is not paid; that it missed counts all the same.
    assert of_window(statement, "2026-03") == [("credit", "a", "10000.00")]


def test_of_one_incident_only_the_largest_credit_is_paid() -> None:
    promises = "\n".join(
        promise(name, more=f"service_credit: {{allocation: {share}%}}")
        for name, share in (("a", 30), ("b", 40), ("c", 20))
    )
    rows = [
        {"objective": name, "window": "2026-01", "value": "90%", "incident": incident}
        for name, incident in (("a", "PRB1"), ("b", "PRB1"), ("c", None))
    ]
    summed = settled(agreed(promises, TEN), rows)
    assert amounts(summed) == [
        ("2026-01", "a", "3000.00"),
        ("2026-01", "b", "4000.00"),
        ("2026-01", "c", "2000.00"),
    ]
    for how in ("max", "customer_choice"):
        once = settled(agreed(promises, TEN, f"settlement: {{same_incident: {how}}}"), rows)
        assert amounts(once) == [("2026-01", "b", "4000.00"), ("2026-01", "c", "2000.00")]
        assert once.lines[0].rule.endswith(f"same incident: {how}")
    others = [row | {"incident": f"PRB{index}"} for index, row in enumerate(rows)]
    assert settled(agreed(promises, TEN, "settlement: {same_incident: max}"), others).credits == 9000


def test_misses_cost_only_from_so_many_on_and_a_missed_minimum_always() -> None:
    terms = "service_credit: {allocation: 100%, default_after: {misses: 3, in: 4}}"
    agreement = agreed(promise("fix", LEVELS, terms), TEN)
    figures = ("94%", "94%", "96%", "94%", "89%", "96%", "96%", "94%", "94%")
    # March is good; April is the third miss of four. May misses the minimum. August is the second of the last four.
    assert by_month(settled(agreement, months("fix", *figures))) == [
        "0.00", "0.00", "0.00", "5000.00", "10000.00", "0.00", "0.00", "0.00", "0.00",
    ]  # fmt: skip


def test_a_multiplier_may_count_all_misses_of_some_windows() -> None:
    terms = "service_credit: {allocation: 10%, multiplier: {steps: [1, 2, 3], count: rolling, in: 3}}"
    figures = ("90%", "96%", "90%", "90%", "96%", "96%", "90%")
    statement = settled(agreed(promise("fix", more=terms), TEN), months("fix", *figures))
    # 1 of 1; 2 of 3; 2 of 3 (February was good); 1 of 3.
    assert [line[2] for line in amounts(statement)] == ["1000.00", "2000.00", "2000.00", "1000.00"]


@pytest.mark.parametrize(("unmeasured", "third"), [("keep", "2000.00"), ("reset", "1000.00")])
def test_a_window_without_a_measurement_keeps_a_run_unless_it_ends_it(unmeasured: str, third: str) -> None:
    terms = f"service_credit: {{allocation: 10%, multiplier: {{steps: [1, 2], unmeasured: {unmeasured}}}}}"
    statement = settled(agreed(promise("fix", more=terms), TEN), months("fix", "90%", None, "90%"))
    assert by_month(statement) == ["1000.00", "0.00", third]


@pytest.mark.parametrize(
    ("how", "credit"), [("no_effect", "0.00"), ("counts_as_met", "0.00"), ("counts_as_miss", "10000.00")]
)
def test_what_a_missing_measurement_costs_is_agreed(how: str, credit: str) -> None:
    terms = f"not_measured: {how}, service_credit: {{allocation: 100%, severity: linear}}"
    agreement = agreed(promise("fix", LEVELS, terms), TEN)
    assert by_month(settled(agreement, months("fix", "96%", None, "96%"))) == ["0.00", credit, "0.00"]
