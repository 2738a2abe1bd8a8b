"""The worked figures of credits, to the cent, settled as a user would: from a text and a table of results."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

import pytest
from settling import agreed, amounts, by_month, months, promise, settled

import xlakit as xk

CHARGES = "currency: EUR\ncharges: {amount: '400000.00', per: month}\nat_risk: 12%\n"
FIVE = "\n".join(
    promise(name, more=f"service_credit: {{allocation: {share}%, severity: step}}")
    for name, share in (("a", 60), ("b", 50), ("c", 40), ("d", 30), ("e", 20))
)


def test_c01_a_category_of_the_pool_and_a_share_of_the_category() -> None:
    agreement = agreed(
        promise("fix", more="service_credit: {allocation: 40%, category: restore}"),
        "currency: USD\ncharges: {amount: 100000, per: month}\nat_risk: 10%\ncategories: {restore: 50%}",
    )
    statement = settled(agreement, months("fix", "94%"))
    assert amounts(statement) == [("2026-01", "fix", "2000.00")]
    assert (str(statement.total), statement.currency) == ("2000.00", "USD")


@pytest.mark.parametrize(
    ("missed", "paid", "raw"),
    [
        ("ab", ["26181.82", "21818.18"], "52800.00"),
        ("abc", ["19200.00", "16000.00", "12800.00"], "72000.00"),
        ("b", ["24000.00"], "24000.00"),
        ("be", ["24000.00", "9600.00"], "33600.00"),
    ],
)
def test_c02_a_pool_of_200_percent_is_capped_in_proportion(missed: str, paid: list[str], raw: str) -> None:
    agreement = agreed(FIVE, CHARGES + "pool: 200%")
    rows = [months(name, "90%" if name in missed else "99%") for name in "abcde"]
    statement = settled(agreement, *rows)
    assert [str(line.amount) for line in statement.lines] == paid
    (window,) = statement.windows
    assert (str(window.raw_credits), str(window.at_risk)) == (raw, "48000.00")
    assert statement.credits == min(window.raw_credits, 48_000)
    held_back = window.raw_credits > 48_000
    assert {"held back by a cap" in line.reason for line in statement.lines} == {held_back}


LEVELS = "expected: {at_least: 95%}, minimum: {at_least: 92%}"
STEPS = [("96.00", "0"), ("95.00", "0"), ("94.99", "7200.00"), ("92.00", "7200.00"), ("91.99", "14400.00")]
LINE = [
    ("95.00", "0"),
    ("94.00", "4800.00"),
    ("93.50", "7200.00"),
    ("92.00", "14400.00"),
    ("90.00", "14400.00"),
]


@pytest.mark.parametrize(
    ("severity", "figure", "credit"),
    [("two-step", *row) for row in STEPS] + [("linear", *row) for row in LINE],
)
def test_c03_severity_in_two_steps_and_in_proportion(severity: str, figure: str, credit: str) -> None:
    terms = f"service_credit: {{allocation: 30%, severity: {severity}}}"
    statement = settled(agreed(promise("fix", LEVELS, terms), CHARGES), months("fix", f"{figure}%"))
    assert [str(line.amount) for line in statement.lines] == ([] if credit == "0" else [credit])


def test_c03_two_steps_are_what_two_levels_mean_unless_stated() -> None:
    agreement = agreed(promise("fix", LEVELS, "service_credit: {allocation: 30%}"), CHARGES)
    figures = [f"{figure}%" for figure, _ in STEPS]
    assert by_month(settled(agreement, months("fix", *figures))) == [
        "0.00",
        "0.00",
        "7200.00",
        "7200.00",
        "14400.00",
    ]


def test_c04_credits_grow_while_misses_follow_each_other() -> None:
    terms = "service_credit: {allocation: 20%, severity: step, multiplier: [1, 1.5, 2]}"
    figures = ["99%" if letter == "M" else "90%" for letter in "MFFFMFFFF"]
    statement = settled(agreed(promise("fix", more=terms), CHARGES), months("fix", *figures))
    assert by_month(statement) == [
        "0.00",
        "9600.00",
        "14400.00",
        "19200.00",
        "0.00",
        "9600.00",
        "14400.00",
        "19200.00",
        "19200.00",
    ]
    assert str(statement.credits) == "105600.00"


def test_c04b_the_cap_holds_after_the_multiplier() -> None:
    terms = "service_credit: {allocation: 60%, multiplier: [1, 2]}"
    statement = settled(agreed(promise("fix", more=terms), CHARGES), months("fix", "90%", "90%"))
    assert [(str(line.raw), str(line.amount)) for line in statement.lines] == [
        ("28800.00", "28800.00"),
        ("57600.00", "48000.00"),
    ]


SERVICE_POINTS = (
    "service_credit: {severity: {points: [{below: 99%, points: 1}, {below: 98%, points: 2},"
    " {below: 97%, points: 3}, {below: 96%, points: 4}]}}"
)


def test_c05_service_points_double_where_the_same_objective_had_some_before() -> None:
    agreement = agreed(
        promise("kpi", "expected: {at_least: 99%}", SERVICE_POINTS),
        "currency: GBP\ncharges: {amount: 250000, per: month}\nservice_points: {per_point: 0.5%}",
    )
    statement = settled(agreement, months("kpi", "99.2%", "96.5%", "98.5%", "96.5%", "99.0%", "95.0%"))
    assert by_month(statement) == ["0.00", "3750.00", "2500.00", "7500.00", "0.00", "5000.00"]
    assert [line.reason.split("; ")[1] for line in statement.lines] == [
        "3 of 3 service points",
        "2 of 2 service points",
        "6 of 6 service points",
        "4 of 4 service points",
    ]


def test_c05_half_open_bands_leave_nothing_undefined() -> None:
    agreement = agreed(
        promise("kpi", "expected: {at_least: 99%}", SERVICE_POINTS),
        "currency: GBP\ncharges: {amount: 250000, per: month}\nservice_points: {per_point: 0.5%}",
    )
    found = {
        figure: str(settled(agreement, months("kpi", f"{figure}%")).credits)
        for figure in ("99", "98.95", "98", "97.999", "97", "96", "95.999")
    }
    assert found == {
        "99": "0.00",
        "98.95": "1250.00",
        "98": "1250.00",
        "97.999": "2500.00",
        "97": "2500.00",
        "96": "3750.00",
        "95.999": "5000.00",
    }


@pytest.mark.parametrize(("cap", "credit"), [("", "27600.00"), ("cap: 15%", "18000.00")])
def test_c07_the_shortfall_itself_in_percent_of_the_charges(cap: str, credit: str) -> None:
    terms = "service_credit: {of: charges, severity: shortfall}"
    agreement = agreed(
        promise("fix", "expected: {at_least: 98%}", terms),
        f"currency: GBP\ncharges: {{amount: 120000, per: month}}\n{cap}",
    )
    assert str(settled(agreement, months("fix", "75%")).total) == credit


@pytest.mark.parametrize(
    ("points", "percent"), [(4, 0), (5, 0), (9, 0), (10, 2), (15, 4), (20, 6), (29, 8), (30, 10), (55, 10)]
)
def test_c09_a_table_from_points_to_percent(points: int, percent: int) -> None:
    # One incident costs so many points as the case needs.
    terms = f"service_credit: {{severity: {{points: [{{above: 0, points: {points}}}]}}}}"
    table = ", ".join(
        f"{{points: {least}, credit: {share}%}}"
        for least, share in ((5, 0), (10, 2), (15, 4), (20, 6), (25, 8), (30, 10))
    )
    agreement = agreed(
        promise("incidents", "expected: {at_most: 0}", terms),
        f"currency: CAD\ncharges: {{amount: 1000, per: month}}\nservice_points: {{table: [{table}]}}",
    )
    assert settled(agreement, months("incidents", 1)).total == 10 * percent


def test_c19_twelve_months_below_the_annual_cap_are_paid_in_full() -> None:
    promised = promise("fix", more="service_credit: {allocation: 100%}")
    charges = "currency: EUR\ncharges: {amount: 200000, per: month}\nat_risk: 10%\n"
    rows = months("fix", *["90%"] * 12)
    full = settled(agreed(promised, charges + "annual_cap: '240000.00'"), rows)
    assert (by_month(full), str(full.credits)) == (["20000.00"] * 12, "240000.00")
    less = settled(agreed(promised, charges + "annual_cap: '200000.00'"), rows)
    assert by_month(less) == ["20000.00"] * 10 + ["0.00"] * 2
    assert [window.raw_credits for window in less.windows] == [20_000] * 12
    share = settled(agreed(promised, charges + "annual_cap: 8%"), rows)  # of 2,400,000: 192,000
    assert by_month(share)[8:] == ["20000.00", "12000.00", "0.00", "0.00"]


@pytest.mark.parametrize(
    ("failures", "credit"),
    [(9, "0.00"), (10, "6300.00"), (11, "6300.00"), (20, "12600.00"), (30, "18900.00")],
)
def test_c20_five_percent_of_the_year_for_every_full_ten_failures(failures: int, credit: str) -> None:
    # Three promises that carry no credit of their own; so many of their windows fail, month by month.
    agreement = agreed(
        "\n".join(promise(name) for name in "abc"),
        "currency: EUR\ncharges: {amount: 126000, per: year}\n"
        "persistent_failure: {failures: 10, in: 12, credit: 5%}",
    )
    left, rows = failures, []
    for month in range(12):
        for name in "abc":
            rows.append(months(name, "90%" if left > 0 else "99%", first=month + 1))
            left -= 1
    statement = settled(agreement, *rows)
    assert str(statement.credits) == credit
    assert {line.kind for line in statement.lines} <= {"persistent_failure"}


def test_c20_ten_old_failures_are_not_paid_twice() -> None:
    # 1 a month: the tenth in October pays; November (11 in 12) and December (12 in 12) do not.
    agreement = agreed(
        promise("a"),
        "currency: EUR\ncharges: {amount: 126000, per: year}\n"
        "persistent_failure: {failures: 10, in: 12, credit: 5%}",
    )
    statement = settled(agreement, months("a", *["90%"] * 12))
    assert amounts(statement) == [("2026-10", "", "6300.00")]


def test_c20_failures_that_go_on_are_paid_again_when_the_payment_is_out_of_sight() -> None:
    # Three in three months, month after month: the payment of March is seen until May.
    agreement = agreed(
        promise("a"),
        "currency: EUR\ncharges: {amount: 126000, per: year}\n"
        "persistent_failure: {failures: 3, in: 3, credit: 5%}",
    )
    statement = settled(agreement, months("a", *["90%"] * 9))
    assert [window for window, _, _ in amounts(statement)] == ["2026-03", "2026-06", "2026-09"]


def test_a05_expected_credit_units_of_a_year_with_a_multiplier() -> None:
    # Every one of the 4,096 years of hits and misses is a part of one objective, so one settlement pays them all:
    # parts share the allocation equally, so a unit is 4,096 / 4,096 = 1.
    years = ["".join(letters) for letters in product("MF", repeat=12)]
    agreement = agreed(
        "- {name: fix, each: pattern, metric: {name: supplied, series: fix}, expected: {at_least: 95%},"
        " service_credit: {allocation: 100%, multiplier: [1, 1.5, 2]}}",
        "currency: EUR\ncharges: {amount: 4096, per: month}\ncap: 200%",
    )
    rows = [
        {"objective": f"fix/{year}", "window": f"2026-{month:02}", "good": int(letter == "M"), "total": 1}
        for year in years
        for month, letter in enumerate(year, 1)
    ]
    units = dict.fromkeys(years, Decimal(0))
    for line in xk.settle(agreement, rows).lines:
        units[line.objective.removeprefix("fix/")] += line.amount
    assert units["MFFFMFFFFMMM"] == 11  # C04: 105,600 / 9,600
    assert units["F" * 12] == Decimal("22.5")
    for missed, expected in ((Decimal("0.1"), "1.26"), (Decimal("0.3"), "4.23")):
        kept = 1 - missed
        mean = sum(paid * missed ** year.count("F") * kept ** year.count("M") for year, paid in units.items())
        assert str(mean.quantize(Decimal("0.01"))) == expected
        # A miss costs 1, half more where one went before, and half more again after two: month by month.
        assert mean == 12 * missed + 11 * missed**2 / 2 + 10 * missed**3 / 2
