"""What must hold for every estimate, whatever the counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlakit.stats import (
    at_level,
    holm,
    mean,
    mean_from_sums,
    net_promoter,
    one_sided,
    p_beyond,
    proportion,
    random_groups,
)

if TYPE_CHECKING:
    from fractions import Fraction
    from random import Random

LEVELS = st.sampled_from([0.8, 0.9, 0.95, 0.99])
SHARES = st.integers(1, 100_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
ANSWERS = st.tuples(*[st.integers(0, 3000)] * 3).filter(any)
GROUPS = st.lists(
    st.integers(0, 30).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=1, max_size=64
).filter(lambda groups: any(n for _, n in groups))


@settings(max_examples=150, deadline=None)
@given(SHARES, st.sampled_from(["wilson", "jeffreys", "clopper_pearson"]), LEVELS)
def test_a_share_lies_in_its_interval_and_mirrors(share: tuple[int, int], method: str, level: float) -> None:
    k, n = share
    found, mirror = (
        proportion(k, n, method=method, level=level),
        proportion(n - k, n, method=method, level=level),
    )
    assert 0 <= found.low <= found.value <= found.high <= 1
    assert mirror.low == pytest.approx(1 - found.high, abs=1e-9)


@settings(max_examples=150, deadline=None)
@given(SHARES, st.sampled_from(["wilson", "jeffreys", "clopper_pearson"]))
def test_more_certainty_needs_more_width(share: tuple[int, int], method: str) -> None:
    narrow, wide = (proportion(*share, method=method, level=level) for level in (0.9, 0.95))
    assert wide.low <= narrow.low
    assert narrow.high <= wide.high
    assert wide.high - wide.low > narrow.high - narrow.low


@settings(max_examples=100, deadline=None)
@given(SHARES, st.integers(2, 50))
def test_the_same_share_of_more_answers_is_surer(share: tuple[int, int], times: int) -> None:
    k, n = share
    few, many = proportion(k, n), proportion(k * times, n * times)
    assert many.high - many.low < few.high - few.low


@settings(max_examples=150, deadline=None)
@given(ANSWERS, st.sampled_from(["adjusted_wald", "score", "wald"]), LEVELS)
def test_a_net_share_lies_in_its_interval_and_mirrors(
    answers: tuple[int, int, int], method: str, level: float
) -> None:
    found, mirror = (
        net_promoter(*answers, method=method, level=level),
        net_promoter(*answers[::-1], method=method, level=level),
    )
    assert -100 <= found.low <= found.value + 1e-9
    assert found.value - 1e-9 <= found.high <= 100
    assert mirror.low == pytest.approx(-found.high, abs=1e-6)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(-1000, 1000) | st.none(), max_size=40), st.integers(-500, 500))
def test_a_mean_moves_with_its_values(values: list[int | None], shift: int) -> None:
    found, moved = mean(values), mean([None if value is None else value + shift for value in values])
    if found.value is None:
        assert moved.value is None
    else:
        assert moved.exact == found.exact + shift
        if found.low is not None:
            assert moved.low == pytest.approx(found.low + shift, abs=1e-6)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 10), min_size=2, max_size=60), st.randoms(use_true_random=False))
def test_sums_in_any_order_give_the_mean_of_the_rows(values: list[int], random: Random) -> None:
    shuffled = random.sample(values, len(values))
    sums = mean_from_sums(len(values), sum(values), sum(value * value for value in values))
    assert mean(values) == mean(shuffled) == sums


@settings(max_examples=100, deadline=None)
@given(GROUPS, st.randoms(use_true_random=False))
def test_random_groups_are_never_surer_than_independent_answers(
    groups: list[tuple[int, int]], random: Random
) -> None:
    tops, bottoms = [k for k, _ in groups], [n for _, n in groups]
    found = random_groups(tops, bottoms, statistic="share")
    alone = proportion(sum(tops), sum(bottoms))
    assert found.exact == alone.exact
    assert 0 <= found.low <= alone.low <= found.value <= alone.high <= found.high <= 1
    shuffled = random.sample(groups, len(groups))
    assert found == random_groups([k for k, _ in shuffled], [n for _, n in shuffled], statistic="share")


@settings(max_examples=100, deadline=None)
@given(GROUPS)
def test_the_net_share_of_random_groups_lies_in_its_interval(groups: list[tuple[int, int]]) -> None:
    nets, bottoms = [2 * k - n for k, n in groups], [n for _, n in groups]
    found = random_groups(nets, bottoms, statistic="net_share", squares=sum(bottoms))
    assert -100 <= found.low <= found.value + 1e-9
    assert found.value - 1e-9 <= found.high <= 100
    assert found.low < found.high


@settings(max_examples=60, deadline=None)
@given(SHARES, st.fractions(0, 1), LEVELS)
def test_a_p_value_and_its_bound_never_disagree(
    share: tuple[int, int], target: Fraction, level: float
) -> None:
    bound = proportion(*share, level=one_sided(level))
    p = p_beyond(lambda asked: proportion(*share, level=asked), target, where="below")
    assert 0 <= p <= 1
    if bound.high < float(target) - 1e-9:
        assert p <= 1 - level
    elif bound.high > float(target) + 1e-9:
        assert p >= 1 - level


@settings(max_examples=100, deadline=None)
@given(SHARES, LEVELS, LEVELS)
def test_moving_a_level_there_and_back_changes_nothing(
    share: tuple[int, int], level: float, other: float
) -> None:
    found = proportion(*share, level=level)
    back = at_level(at_level(found, other), level)
    assert (back.low, back.high) == pytest.approx((found.low, found.high), abs=1e-9)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.floats(0, 1), max_size=20))
def test_holm_never_lowers_a_p_value_nor_changes_their_order(values: list[float]) -> None:
    adjusted = holm(values)
    assert all(given <= found <= 1 for given, found in zip(values, adjusted, strict=True))
    ranked = [found for _, found in sorted(zip(values, adjusted, strict=True))]
    assert ranked == sorted(ranked)
