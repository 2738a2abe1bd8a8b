"""Longer stories of earn-back, offsets, bonuses and pools, worked by hand."""

from __future__ import annotations

import pytest
from settling import agreed, amounts, by_month, credit, months, of_window, promise, settled

LEVELS = "expected: {at_least: 95%}, minimum: {at_least: 90%}"
TEN = "currency: EUR\ncharges: {amount: 10000, per: month}\nat_risk: 10%\n"
PAIR = f"{promise('a', more='service_credit: {allocation: 100%}')}\n{promise('b', more='bonus: {max: 5%}')}"


def test_banked_bonuses_are_set_against_later_credits_and_never_paid_out() -> None:
    agreement = agreed(PAIR, TEN + "offset: bank")
    statement = settled(
        agreement, months("a", "96%", "90%", "90%", "96%"), months("b", "96%", "96%", "90%", "90%")
    )
    assert [of_window(statement, f"2026-0{month}") for month in range(1, 5)] == [
        [("bonus", "b", "0.00")],
        # What February earns is banked after its own credit.
        [("credit", "a", "1000.00"), ("offset", "", "-500.00"), ("bonus", "b", "0.00")],
        [("credit", "a", "1000.00"), ("offset", "", "-500.00")],
        [],
    ]
    assert (str(statement.total), str(statement.bonuses), str(statement.earned_back)) == (
        "1000.00",
        "0.00",
        "1000.00",
    )
    assert [str(line.raw) for line in statement.lines if line.kind == "bonus"] == ["-500.00"] * 2


def test_netted_credits_use_up_less_of_the_annual_cap() -> None:
    rows = months("a", *["90%"] * 4), months("b", "96%", "96%", "90%", "90%")
    independent = settled(agreed(PAIR, TEN + "annual_cap: 1500"), *rows)
    assert by_month(independent) == ["1000.00", "500.00", "0.00", "0.00"]
    netted = settled(agreed(PAIR, TEN + "annual_cap: 1500\noffset: net_within_month"), *rows)
    # January and February use up 500 each; March has 500 left, of the 1,000 it would have been.
    assert by_month(netted) == ["1000.00", "1000.00", "500.00", "0.00"]
    assert amounts(netted, "bonus") == [("2026-01", "b", "-500.00"), ("2026-02", "b", "-500.00")]


def test_what_was_netted_cannot_come_back() -> None:
    money = TEN + "earn_back: {form: E2, months: 2}\n"
    rows = months("a", "90%", "96%", "96%"), months("b", "96%", "90%", "90%")
    assert amounts(settled(agreed(PAIR, money), *rows), "earn_back") == [("2026-03", "a", "-1000.00")]
    netted = settled(agreed(PAIR, money + "offset: net_within_month"), *rows)
    assert amounts(netted, "earn_back") == [("2026-03", "a", "-500.00")]


def test_netting_is_about_the_credits_of_its_own_window() -> None:
    agreement = agreed(
        f"{PAIR}\n{promise('c', more='service_credit: {allocation: 100%}')}",
        TEN + "pool: 200%\nearn_back: {form: E2, months: 2}\noffset: net_within_month",
    )
    statement = settled(
        agreement,
        months("a", "90%", "96%", "96%", "96%"),
        months("b", "90%", "96%", "90%", "90%"),
        months("c", "96%", "90%", "96%", "96%"),
    )
    # February's bonus of 500 nets February's credit of c, not January's of a.
    assert amounts(statement, "earn_back") == [("2026-03", "a", "-1000.00"), ("2026-04", "c", "-500.00")]


def test_an_earned_back_credit_may_be_a_balance_of_its_category_only() -> None:
    agreement = agreed(
        f"{promise('fix', more='service_credit: {allocation: 100%, category: ops}')}\n"
        f"{promise('talk', more='service_credit: {allocation: 100%, category: desk}')}",
        TEN + "categories: {ops: 60%, desk: 40%}\nearn_back: {form: E3, months: 2}",
    )
    statement = settled(
        agreement,
        months("fix", "90%", "96%", "96%", "96%", "90%", "96%"),
        months("talk", "96%", "96%", "96%", "90%", "96%", "90%"),
    )
    # January's 600 of ops become a balance in March: not for April's credit of desk, but for May's of ops.
    assert [of_window(statement, f"2026-0{month}") for month in (1, 3, 4, 5, 6)] == [
        [("credit", "fix", "600.00")],
        [],
        [("credit", "talk", "400.00")],
        [("credit", "fix", "600.00"), ("offset", "", "-600.00")],
        [("credit", "talk", "400.00")],
    ]


@pytest.mark.parametrize(("form", "back"), [("E2", ["-33.33"]), ("E4", ["-16.67", "-16.66"])])
def test_a_credit_never_comes_back_by_more_than_was_paid(form: str, back: list[str]) -> None:
    # 33.33: half of it is 16.665, and twice 16.67 would be a cent too much.
    agreement = agreed(
        promise("fix", more="service_credit: {allocation: 3.333%}"),
        TEN + f"earn_back: {{form: {form}, months: 3}}",
    )
    statement = settled(agreement, months("fix", "90%", *["96%"] * 8))
    assert [line[2] for line in amounts(statement, "earn_back")] == back
    assert str(statement.total) == "0.00"


@pytest.mark.parametrize(("second", "back"), [("96%", ["-1000.00"]), ("95.99%", [])])
def test_a_mean_exactly_on_the_level_brings_a_credit_back(second: str, back: list[str]) -> None:
    agreement = agreed(
        promise("fix", more="service_credit: {allocation: 100%}"),
        TEN + "earn_back: {form: E1}",
        term="{start: 2026-01-01, end: 2026-02-28, timezone: UTC}",
    )
    statement = settled(agreement, months("fix", "94%", second))
    assert [amount for _, _, amount in amounts(statement, "earn_back")] == back


def test_the_second_half_comes_back_only_if_good_windows_go_on() -> None:
    agreement = agreed(
        promise("fix", more="service_credit: {allocation: 100%}"), TEN + "earn_back: {form: E4}"
    )
    statement = settled(agreement, months("fix", "90%", *["96%"] * 5, "90%", *["96%"] * 5))
    # April brings half of January's. July misses before the sixth good window; it has three in October.
    assert amounts(statement, "earn_back") == [("2026-04", "fix", "-500.00"), ("2026-10", "fix", "-500.00")]
    assert [line.accrual_window.label for line in statement.lines if line.kind == "earn_back"] == [
        "2026-01",
        "2026-07",
    ]


def test_windows_that_say_nothing_neither_bring_a_credit_back_nor_end_it() -> None:
    agreement = agreed(
        promise("fix", more="service_credit: {allocation: 100%}"), TEN + "earn_back: {form: E2, months: 2}"
    )
    statement = settled(agreement, months("fix", "90%", "96%", None, "96%"))
    assert amounts(statement, "earn_back") == [("2026-04", "fix", "-1000.00")]


def test_windows_may_have_to_be_exceeded_and_others_kept() -> None:
    promises = (
        f"{promise('fix', 'expected: {at_least: 95%}, stretch: {at_least: 98%}', credit())}\n"
        f"{promise('talk', LEVELS)}"
    )
    money = TEN + "earn_back: {form: E2, months: 2, needs: exceeded, only_if: no_minimum_miss}"
    fine = settled(
        agreed(promises, money), months("fix", "90%", "99%", "99%"), months("talk", "96%", "96%", "91%")
    )
    assert amounts(fine, "earn_back") == [("2026-03", "fix", "-1000.00")]
    only_met = settled(
        agreed(promises, money), months("fix", "90%", "99%", "96%", "99%"), months("talk", "96%")
    )
    assert amounts(only_met, "earn_back") == []
    gate_shut = settled(
        agreed(promises, money),
        months("fix", "90%", "99%", "99%", "99%"),
        months("talk", "96%", "96%", "89%"),
    )
    assert amounts(gate_shut, "earn_back") == []


def test_raw_credits_may_be_the_base_of_what_comes_back() -> None:
    promises = "\n".join(promise(name, more="service_credit: {allocation: 100%}") for name in "ab")
    rows = [months(name, "90%", "96%") for name in "ab"]
    for base, back in (("paid", "-125.00"), ("raw", "-250.00")):
        money = TEN + f"pool: 200%\nearn_back: {{form: E2, months: 1, share: 25%, base: {base}}}"
        statement = settled(agreed(promises, money), *rows)
        assert [line[2] for line in amounts(statement, "earn_back")] == [back] * 2


@pytest.mark.parametrize("window", ["month", "week", "quarter"])
def test_the_mean_of_a_contract_year_is_taken_with_its_last_window(window: str) -> None:
    # The contract year ends on 14 February: inside a month, a week and a quarter.
    from datetime import date

    from xlakit.model import windows

    found = windows(window, date(2026, 2, 15), date(2027, 5, 31), "UTC", anchor=date(2026, 2, 15))
    agreement = agreed(
        promise("fix", more="service_credit: {allocation: 100%}"),
        TEN + "earn_back: {form: E1}",
        f"window: {window}",
        term="{start: 2026-02-15, end: 2027-12-31, timezone: UTC}",
    )
    rows = [
        {"objective": "fix", "window": item.label, "value": "94%" if index == 1 else "99%"}
        for index, item in enumerate(found)
    ]
    statement = settled(agreement, rows)
    (credit,) = amounts(statement, "credit")
    (back,) = [line for line in statement.lines if line.kind == "earn_back"]
    assert (back.window.start.date(), back.window.end.date()) <= (date(2027, 2, 14), date(2027, 3, 31))
    assert back.window.end.date() > date(2027, 2, 14)
    assert str(back.amount) == f"-{credit[2]}"


def test_an_experience_pool_is_shut_by_watermelons_and_misses() -> None:
    agreement = agreed(
        f"{promise('happy', 'expected: {at_least: 60}')}\n{promise('fix', LEVELS)}",
        "currency: EUR\ncharges: {amount: 300000, per: month}\nexperience_pool: {objective: happy, share: 4%,"
        " floor: 64, full: 80, only_if: [no_miss, no_watermelon], remainder: reinvest}",
    )
    statement = settled(
        agreement,
        months("happy", "80", "80", "76", "72", "50"),
        months("fix", "96%", "96%", "96%", "94%", "96%"),
        watermelons=["2026-02"],
    )
    # February is a watermelon, April has a miss; in May happy itself is below what was expected.
    assert amounts(statement) == [("2026-01", "happy", "-12000.00"), ("2026-03", "happy", "-9000.00")]
    assert [(item.window.label, item.what.split(" EUR")[0]) for item in statement.obligations] == [
        ("2026-02", "12,000.00"),
        ("2026-03", "3,000.00"),
        ("2026-04", "12,000.00"),
        ("2026-05", "12,000.00"),
    ]


def test_bonuses_have_caps_of_their_own() -> None:
    promises = f"{promise('a', more='bonus: {max: 3%}')}\n{promise('b', more='bonus: {max: 2%}')}"
    rows = [months(name, *["96%"] * 3) for name in "ab"]
    capped = settled(agreed(promises, TEN + "bonus_cap: 4%\nannual_bonus_cap: 1000"), *rows)
    # 300 + 200 into 400, twice; 200 are left of the year.
    assert [of_window(capped, f"2026-0{month}") for month in (1, 2, 3)] == [
        [("bonus", "a", "-240.00"), ("bonus", "b", "-160.00")],
        [("bonus", "a", "-240.00"), ("bonus", "b", "-160.00")],
        [("bonus", "a", "-120.00"), ("bonus", "b", "-80.00")],
    ]
    assert str(capped.bonuses) == "1000.00"


@pytest.mark.parametrize(
    ("shape", "figure", "won"),
    [
        ("shape: step", "95%", "500.00"),
        ("from: 96%, full: 100%", "95%", "0.00"),
        ("from: 96%, full: 100%", "97%", "125.00"),
        ("from: 96%, full: 100%", "100%", "500.00"),
        ("shape: bands, bands: [{at: 96%, pays: 20%}, {at: 98%, pays: 100%}]", "97.9%", "100.00"),
        ("shape: bands, bands: [{at: 96%, pays: 20%}, {at: 98%, pays: 100%}]", "98%", "500.00"),
        ("shape: bands, bands: [{at: 96%, pays: 20%}, {at: 98%, pays: 100%}]", "95.9%", "0.00"),
    ],
)
def test_a_bonus_is_a_step_a_line_or_a_table(shape: str, figure: str, won: str) -> None:
    agreement = agreed(promise("b", more=f"bonus: {{max: 5%, {shape}}}"), TEN)
    assert str(settled(agreement, months("b", figure)).bonuses) == won


def test_a_bonus_where_low_is_good_runs_the_other_way() -> None:
    levels = "expected: {at_most: 10}, stretch: {at_most: 2}"
    agreement = agreed(promise("wait", levels, "bonus: {max: 5%}"), TEN)
    statement = settled(agreement, months("wait", 12, 10, 8, 2, 1))
    assert [str(window.bonuses) for window in statement.windows] == [
        "0.00",
        "0.00",
        "125.00",
        "500.00",
        "500.00",
    ]


def test_an_improvement_may_be_paid_on_the_sure_side_of_its_interval() -> None:
    def won(basis: str, good: int, total: int) -> str:
        terms = f"improvement: {{rate: 100, baseline: 80%, step: 1%, basis: {basis}}}"
        agreement = agreed(promise("happy", "expected: {at_least: 80%}", terms), TEN)
        return str(settled(agreement, months("happy", (good, total))).bonuses)

    assert won("point", 171, 200) == "500.00"  # 85.5 %: five whole points
    assert won("lower_bound", 171, 200) == "0.00"  # the lower end is 79.95 %
    assert won("lower_bound", 1710, 2000) == "300.00"  # 83.88 %


def test_without_a_stretch_better_than_expected_is_exceeded_and_just_kept_is_not() -> None:
    money = TEN + "earn_back: {form: E2, months: 1, needs: exceeded}"
    agreement = agreed(promise("fix", more=credit()), money)
    assert amounts(settled(agreement, months("fix", "90%", "95.1%")), "earn_back") == [
        ("2026-02", "fix", "-1000.00")
    ]
    assert amounts(settled(agreement, months("fix", "90%", "95%")), "earn_back") == []
