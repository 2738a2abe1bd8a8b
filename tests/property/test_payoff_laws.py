"""Payoffs: malus and bonus contracts pay the same, credits never rise with performance, slopes are what they say."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import hypothesis.strategies as st
from hypothesis import assume, given, settings

import xlakit as xk

HEAD = """
apiVersion: xlakit/v1
kind: Agreement
metadata: {name: law}
term: {start: 2026-01-01, end: 2026-01-31}
objectives:
"""
CENT = Decimal("0.01")
SHAPES = st.sampled_from(["step", "linear", "bands"])
LEVELS = st.tuples(st.integers(1, 9998), st.integers(1, 9999)).filter(lambda two: two[0] < two[1])


def contract(objective: str, charges: Decimal, rest: str = "") -> xk.Agreement:
    promise = f"  - {{name: fix, metric: {{name: supplied, series: a}}, {objective}}}\n"
    other = "  - {name: other, metric: {name: supplied, series: b}, expected: {at_least: 90%}}\n"
    money = f'commercials: {{currency: EUR, charges: {{amount: "{charges}", per: month}}{rest}}}\n'
    return xk.load_agreement(HEAD + promise + other + money)


def pct(hundredths: int) -> str:
    return f"{Decimal(hundredths) / 100}%"


def malus(shape: str, low: int, high: int, charges: int, share: int) -> xk.Agreement:
    bands = f"{{bands: [{{below: {pct(high)}, credit: 40%}}, {{below: {pct(low)}, credit: 100%}}]}}"
    severity = {"step": "step", "linear": "linear", "bands": bands}[shape]
    levels = f"expected: {{at_least: {pct(high)}}}, minimum: {{at_least: {pct(low)}}}"
    credit = f"service_credit: {{allocation: 100%, severity: {severity}}}"
    return contract(f"{levels}, {credit}", Decimal(charges), f", at_risk: {share}%")


def bonus(shape: str, low: int, high: int, charges: int, share: int) -> xk.Agreement:
    """Return the contract that charges less and pays the difference as a bonus, by the same schedule."""
    most = Decimal(charges) * share / 100
    terms = {
        "step": f"shape: step, from: {pct(high)}",
        "linear": f"shape: linear, from: {pct(low)}, full: {pct(high)}",
        "bands": f"shape: bands, bands: [{{at: {pct(low)}, pays: 60%}}, {{at: {pct(high)}, pays: 100%}}]",
    }[shape]
    levels = f"expected: {{at_least: {pct(high)}}}, minimum: {{at_least: {pct(low)}}}"
    return contract(f'{levels}, bonus: {{max: "{most}", {terms}}}', charges - most)


def part(shape: str, figure: Fraction, low: Fraction, high: Fraction) -> Fraction:
    """Return the part of the malus that a figure costs, from the words of the contract."""
    if figure >= high:
        return Fraction(0)
    if shape == "step" or figure < low:
        return Fraction(1)
    return Fraction(2, 5) if shape == "bands" else (high - figure) / (high - low)


@given(SHAPES, LEVELS, st.integers(1, 999_999), st.integers(1, 40), st.lists(st.fractions(0, 1), max_size=12))
@settings(max_examples=30, deadline=None)
def test_a_malus_and_a_bonus_with_the_same_schedule_pay_the_same_to_the_cent_of_a_tie(
    shape: str, levels: tuple[int, int], charges: int, share: int, more: list[Fraction]
) -> None:
    low, high = levels
    stick = xk.payoff(malus(shape, low, high, charges, share), "fix")
    carrot = xk.payoff(bonus(shape, low, high, charges, share), "fix")
    most = Fraction(charges * share, 100)
    for figure in [*(point.performance for point in stick.points), *more]:
        apart = abs((stick.charges - stick.at(figure)) - (carrot.charges - carrot.at(figure)))
        cents = 100 * most * part(shape, figure, Fraction(low, 10_000), Fraction(high, 10_000))
        assert apart == (CENT if cents.denominator == 2 else 0), figure


@given(
    st.sampled_from(["step", "two-step", "linear", "shortfall"]), LEVELS, st.integers(1, 300), st.booleans()
)
@settings(max_examples=20, deadline=None)
def test_credits_never_rise_with_performance(
    form: str, levels: tuple[int, int], allocation: int, higher: bool
) -> None:
    low, high = levels
    side, expected, minimum = ("at_least", high, low) if higher else ("at_most", low, high)
    stated = f"expected: {{{side}: {pct(expected)}}}, minimum: {{{side}: {pct(minimum)}}}"
    credit = f"service_credit: {{allocation: {allocation}%, severity: {form}}}"
    found = xk.payoff(contract(f"{stated}, {credit}", Decimal(77_777), ", at_risk: 13%, pool: 300%"), "fix")
    amounts = [point.amount for point in found.points]
    assert amounts == sorted(amounts, reverse=higher)
    assert found.at_risk is not None
    assert min(amounts) >= 0
    assert max(amounts) <= found.at_risk
    for edge in found.edges:
        slopes = [slope for slope in (edge.left, edge.right) if slope is not None]
        assert all(slope <= 0 if higher else slope >= 0 for slope in slopes)


@given(LEVELS, st.integers(10_000, 999_999), st.integers(1, 40))
@settings(max_examples=20, deadline=None)
def test_right_of_the_target_a_step_malus_is_flat_and_a_linear_bonus_pays(
    levels: tuple[int, int], charges: int, share: int
) -> None:
    target, full = levels
    assume(full - target > 1)
    stick = xk.payoff(malus("step", target, full, charges, share), "fix")
    most = Decimal(charges * share) / 100
    carrot = xk.payoff(
        contract(
            f'expected: {{at_least: {pct(target)}}}, bonus: {{max: "{most}", full: {pct(full)}}}',
            Decimal(charges),
        ),
        "fix",
    )
    assert stick.expected.right == 0
    assert stick.expected.jump == -Decimal(charges * share) / 100
    assert carrot.expected.left == 0
    assert carrot.expected.right is not None
    slope = -Fraction(most) / Fraction(full - target, 100)
    assert abs(Fraction(carrot.expected.right) - slope) <= Fraction(1, 10**6)


@given(SHAPES, LEVELS, st.integers(1, 120))
@settings(max_examples=12, deadline=None)
def test_what_so_many_records_come_to_lies_on_the_curve_of_the_figure(
    shape: str, levels: tuple[int, int], volume: int
) -> None:
    agreement = malus(shape, *levels, 123_456, 10)
    counted, stated = xk.payoff(agreement, "fix", volume=volume), xk.payoff(agreement, "fix")
    assert [point.count for point in counted.points] == list(range(volume + 1))
    assert all(stated.at(point.performance) == point.amount for point in counted.points)
