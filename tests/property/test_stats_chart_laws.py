"""What must hold for every chart, change point, mix check and rank test."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlakit.stats import change_point, laney_p, p_chart, rank_test, simpson, xmr

SERIES = st.lists(st.integers(-50, 50) | st.none(), max_size=40)
PERIODS = st.lists(
    st.integers(0, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), max_size=30
)
GROUP = st.dictionaries(
    st.sampled_from("abcde"), st.integers(0, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
)
RATINGS = st.lists(st.integers(0, 10) | st.none(), max_size=25)
TURNED = {"above": "below", "below": "above"}


@settings(max_examples=120, deadline=None)
@given(SERIES, st.integers(-1000, 1000), st.integers(1, 9))
def test_a_chart_moves_and_stretches_with_its_values(
    values: list[int | None], shift: int, factor: int
) -> None:
    found = xmr(values)
    moved = xmr([None if value is None else factor * value + shift for value in values])
    assert moved.signals == found.signals
    for one, other in zip(found.lower, moved.lower, strict=True):
        assert (one is None) == (other is None)
        if one is not None:
            assert other == pytest.approx(factor * one + shift, abs=1e-6)


@settings(max_examples=120, deadline=None)
@given(SERIES)
def test_a_chart_turned_over_signals_on_the_other_side(values: list[int | None]) -> None:
    found, turned = xmr(values), xmr([None if value is None else -value for value in values])
    ours = {(s.rule, s.points, s.side) for s in found.signals}
    assert {(s.rule, s.points, TURNED[s.side]) for s in turned.signals} == ours


@settings(max_examples=120, deadline=None)
@given(PERIODS, st.sampled_from([p_chart, laney_p]))
def test_shares_have_limits_between_0_and_1_around_the_centre(
    periods: list[tuple[int, int]], ask: object
) -> None:
    found = ask([k for k, _ in periods], [n for _, n in periods])
    for (_, n), point, low, high in zip(periods, found.points, found.lower, found.upper, strict=True):
        assert (point is None) == (n == 0)
        if low is not None:
            assert 0 <= low <= found.centre <= high <= 1
    worse = ask([n - k for k, n in periods], [n for _, n in periods])
    assert {(s.rule, s.points, TURNED[s.side]) for s in worse.signals} == {
        (s.rule, s.points, s.side) for s in found.signals
    }


@settings(max_examples=120, deadline=None)
@given(SERIES, st.integers(-60, 60), st.integers(1, 30))
def test_a_harder_target_is_never_surer_to_be_met(values: list[int | None], target: int, more: int) -> None:
    order = ["will fail", "may", "will pass"]
    found = xmr(values)
    easy, hard = found.assurance(target), found.assurance(target + more)
    if easy is None:
        assert hard is None
    else:
        assert order.index(hard) <= order.index(easy)
        assert order.index(found.assurance(target, "lower")) == 2 - order.index(easy)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(-9, 9), min_size=12, max_size=30), st.integers(1, 5), st.integers(-99, 99))
def test_a_change_moves_with_its_values(values: list[int], factor: int, shift: int) -> None:
    for method in ("least_squares", "pettitt"):
        found = change_point(values, method=method, seed=1, permutations=30)
        moved = change_point([factor * v + shift for v in values], method=method, seed=1, permutations=30)
        assert moved.index == found.index
        assert moved.p_value == found.p_value
        assert 0 < found.p_value <= 1


@settings(max_examples=150, deadline=None)
@given(GROUP, GROUP)
def test_a_mix_check_turned_round_gives_the_inverse(
    one: dict[str, tuple[int, int]], other: dict[str, tuple[int, int]]
) -> None:
    found, turned = simpson(one, other), simpson(other, one)
    assert (turned.reversed, turned.left_out) == (found.reversed, found.left_out)
    assert set(found.strata).isdisjoint(found.left_out)
    assert {*found.strata, *found.left_out} == {*one, *other}
    if found.crude:
        assert (turned.crude.one, turned.crude.other) == (found.crude.other, found.crude.one)
        assert all(0 <= share <= 1 for share in (*found.crude, *found.standardised))
    if found.odds_ratio and turned.odds_ratio:
        assert turned.odds_ratio == pytest.approx(1 / found.odds_ratio)
        assert found.low <= found.odds_ratio <= found.high
    for ours, theirs in ((found.p_value, turned.p_value), (found.p_same, turned.p_same)):
        assert (ours is None) == (theirs is None)
        if ours is not None:
            assert 0 <= ours <= 1
            assert ours == pytest.approx(theirs, abs=1e-9)


@settings(max_examples=120, deadline=None)
@given(RATINGS, RATINGS)
def test_rank_tests_turned_round_change_their_sign_only(
    one: list[int | None], other: list[int | None]
) -> None:
    found, turned = rank_test(one, other), rank_test(other, one)
    if found.u is None:
        assert not any(found.counts) or not all(found.counts)
        return
    assert turned.delta == pytest.approx(-found.delta)
    assert turned.p_value == pytest.approx(found.p_value)
    assert 0 <= found.p_value <= 1
    assert -1 <= found.delta <= 1
    assert found.u + turned.u == math.prod(found.counts)
    if found.p_shapes is not None:
        assert turned.p_shapes == pytest.approx(found.p_shapes)
