"""The worked figures of earn-back, bonuses, gain-share, pools and rounding, to the cent."""

from __future__ import annotations

import pytest
from settling import agreed, amounts, months, of_window, promise, settled

YEAR = ("96.1", "95.4", "93.2", "95.8", "96.4", "96.9", "95.3", "95.9", "96.2", "95.1", "97.0", "96.0")
VOLUMES = (900, 900, 4000, *[500] * 9)
LEVELS = "expected: {at_least: 95%}, minimum: {at_least: 90%}"


def earning_back(clause: str, *, volumes: bool = False) -> list[tuple[str, str, str]]:
    """What came back of a credit of 4,800 in March (400,000 at 12 %, a tenth of it)."""
    agreement = agreed(
        promise("fix", LEVELS, "service_credit: {allocation: 10%, severity: step}"),
        "currency: EUR\ncharges: {amount: 400000, per: month}\nat_risk: 12%\n" + f"earn_back: {clause}",
    )
    rows = months("fix", *[f"{figure}%" for figure in YEAR])
    if volumes:
        rows = [row | {"total": volume} for row, volume in zip(rows, VOLUMES, strict=True)]
    statement = settled(agreement, rows)
    assert amounts(statement, "credit") == [("2026-03", "fix", "4800.00")]
    assert {line.accrual_window.label for line in statement.lines} == {"2026-03"}
    return amounts(statement, "earn_back")


def test_c10_the_simple_mean_of_the_year_brings_all_back() -> None:
    assert earning_back("{form: E1}") == [("2026-12", "fix", "-4800.00")]  # 95.775


def test_c10_the_mean_by_volume_brings_nothing_back() -> None:
    assert earning_back("{form: E1, average: volume_weighted}", volumes=True) == []  # 94.898
    assert earning_back("{form: E1}", volumes=True) == [("2026-12", "fix", "-4800.00")]


def test_c10_six_months_in_a_row_bring_half_of_it_back() -> None:
    assert earning_back("{form: E2, months: 6, share: 50%}") == [("2026-09", "fix", "-2400.00")]


@pytest.mark.parametrize(
    ("figure", "amount"),
    [
        ("55", "15000.00"),
        ("60", "15000.00"),
        ("64", "7500.00"),
        ("70", None),
        ("78.5", "-4500.00"),
        ("90", "-9000.00"),
    ],
)
def test_c14_bonus_and_malus_around_a_dead_band(figure: str, amount: str | None) -> None:
    terms = "bonus_malus: {low: 60, dead_low: 68, dead_high: 72, high: 85, malus: 5%, bonus: 3%}"
    agreement = agreed(
        promise("score", "expected: {at_least: 70}", terms),
        "currency: EUR\ncharges: {amount: 300000, per: month}",
    )
    statement = settled(agreement, months("score", figure))
    assert amounts(statement) == ([] if amount is None else [("2026-01", "score", amount)])
    assert statement.total == statement.credits - statement.bonuses


@pytest.mark.parametrize(
    ("figures", "paid"),
    [
        (
            "low: 68, dead_low: 68, dead_high: 72, high: 72",
            {"67": "50.00", "68": "0.00", "71": "0.00", "72": "-30.00"},
        ),
        (
            "low: 30, dead_low: 30, dead_high: 20, high: 20",
            {"31": "50.00", "30": "0.00", "21": "0.00", "19": "-30.00"},
        ),
        (
            "low: 40, dead_low: 30, dead_high: 20, high: 10",
            {"38": "40.00", "30": "0.00", "20": "0.00", "14": "-18.00"},
        ),
    ],
)
def test_c14_a_dead_band_may_end_in_cliffs_and_low_may_be_good(figures: str, paid: dict[str, str]) -> None:
    terms = f"bonus_malus: {{{figures}, malus: 5%, bonus: 3%}}"
    level = "expected: {at_least: 70}" if "68" in figures else "expected: {at_most: 25}"
    agreement = agreed(
        promise("score", level, terms),
        "currency: EUR\ncharges: {amount: 1000, per: month}",
    )
    assert {figure: str(settled(agreement, months("score", figure)).total) for figure in paid} == paid


def test_c15_a_share_of_what_was_saved_less_a_dead_band_up_to_a_cap() -> None:
    agreement = agreed(
        promise("cost", "expected: {at_most: 1200000}", "window: contract-year"),
        "currency: EUR\ncharges: {amount: 100000, per: month}\n"
        "gain_share: {objective: cost, baseline: 1200000, dead_band: 2%, share: 40%, cap: 3%}",
    )

    def paid(actual: int) -> list[str]:
        row = {"objective": "cost", "window": "year 1", "value": str(actual)}
        return [str(line.amount) for line in settled(agreement, [row]).lines]

    assert paid(1_080_000) == ["-36000.00"]  # 40 % of 96,000 is 38,400; the cap is 36,000
    assert paid(1_100_000) == ["-30400.00"]  # 40 % of 76,000
    assert paid(1_176_000) == []  # the dead band is nobody's
    assert paid(1_300_000) == []


GATED = "share: 4%, floor: 64, full: 80, only_if: no_minimum_miss"


@pytest.mark.parametrize(
    ("score", "sla", "released", "net"),
    [
        ("62", "99%", "0.00", "6000.00"),
        ("70", "99%", "-4500.00", "1500.00"),
        ("76", "99%", "-9000.00", "-3000.00"),
        ("82", "99%", "-12000.00", "-6000.00"),
        ("82", "89%", "0.00", "6000.00"),
    ],
)
def test_c16_the_experience_pool_and_what_it_leaves_the_provider(
    score: str, sla: str, released: str, net: str
) -> None:
    promises = f"{promise('happy', 'expected: {at_least: 64}')}\n{promise('fix', LEVELS)}"
    charges = "currency: EUR\ncharges: {amount: 300000, per: month}\n"
    rows = months("happy", score), months("fix", sla)
    whole = agreed(promises, charges + f"experience_pool: {{objective: happy, {GATED}}}")
    assert str(settled(whole, *rows).total) == released
    # The provider put half of the 12,000 in; in the customer's favour above 0.
    own = agreed(promises, charges + f"experience_pool: {{objective: happy, provider_stake: 50%, {GATED}}}")
    assert str(settled(own, *rows).total) == net


ROUNDED = [
    ("EUR", "0.125", "0.13", "0.12"),
    ("EUR", "2.345", "2.35", "2.34"),
    ("JPY", "1234.5", "1235", "1234"),
    ("KWD", "12.3445", "12.345", "12.344"),
]


@pytest.mark.parametrize(("currency", "exact", "up", "even"), ROUNDED)
def test_c18_a_line_is_rounded_once_and_alike_on_both_sides_of_zero(
    currency: str, exact: str, up: str, even: str
) -> None:
    for mode, found in (
        ("", up),
        ("rounding: half_up", up),
        ("rounding: half_even", even),
        ("rounding: down", even),
    ):
        money = f"currency: {currency}\ncharges: {{amount: '{exact}', per: month}}\ncap: 200%\n{mode}"
        credit = agreed(promise("fix", more="service_credit: {allocation: 100%}"), money)
        assert str(settled(credit, months("fix", "90%")).total) == found
        bonus = agreed(promise("fix", more="bonus: {max: 100%}"), money)
        assert str(settled(bonus, months("fix", "99%")).total) == f"-{found}"


@pytest.mark.parametrize("mode", ["half_up", "half_even"])
def test_c18_the_sum_of_the_lines_is_the_truth(mode: str) -> None:
    promises = "\n".join(promise(name, more="service_credit: {allocation: 33.335%}") for name in "abc")
    money = f"currency: EUR\ncharges: {{amount: 100, per: month}}\npool: 101%\ncap: 200%\nrounding: {mode}"
    rows = [months(name, "90%") for name in "abc"]
    statement = settled(agreed(promises, money), *rows)
    assert [str(line.amount) for line in statement.lines] == ["33.34"] * 3
    assert str(statement.total) == "100.02"  # 100.005 rounded as a sum would be 100.01, or 100.00
    capped = settled(agreed(promises, money.replace("cap: 200%", "cap: '100.01'")), *rows)
    assert [str(line.amount) for line in capped.lines] == ["33.34", "33.34", "33.33"]


def test_c18_other_decimals_may_be_agreed_and_zero_has_as_many() -> None:
    terms = promise("fix", more="service_credit: {allocation: 100%}")
    money = "currency: EUR\nminor_unit: 4\ncap: 1\ncharges: {amount: '0.12345', per: month}"
    assert str(settled(agreed(terms, money), months("fix", "90%")).total) == "0.1235"
    assert str(settled(agreed(terms, money), months("fix", "99%")).total) == "0.0000"


def test_kinds_stand_beside_each_other_in_one_window() -> None:
    agreement = agreed(
        "\n".join(
            (
                promise(
                    "fix",
                    LEVELS,
                    "service_credit: {allocation: 50%}, bonus: {max: 1%, from: 98%, full: 100%}",
                ),
                promise("fast", more="service_credit: {allocation: 50%}"),
                promise("talk", more="improvement: {rate: 250, baseline: 90%, step: 1%, max: 1%}"),
            )
        ),
        "currency: EUR\ncharges: {amount: 100000, per: month}\nat_risk: 10%",
    )
    statement = settled(agreement, months("fix", "99%"), months("fast", "94%"), months("talk", "99.95%"))
    # fix: half way from 98 to 100, 500 of 1,000. fast: half of 10,000. talk: 9 whole points, 2,250, at most 1,000.
    assert of_window(statement, "2026-01") == [
        ("credit", "fast", "5000.00"),
        ("bonus", "fix", "-500.00"),
        ("improvement", "talk", "-1000.00"),
    ]
    assert (str(statement.total), str(statement.payable)) == ("3500.00", "96500.00")
