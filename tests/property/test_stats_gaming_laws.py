"""Laws of the statistics behind gaming signals."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlakit import stats

COUNTS = st.integers(0, 60)
HOURS = st.floats(0.5, 500)


@settings(max_examples=60, deadline=None)
@given(COUNTS, HOURS, COUNTS, HOURS)
def test_swapping_two_rates_turns_the_ratio_over(one: int, exposure: float, other: int, rest: float) -> None:
    found, swapped = (
        stats.rate_ratio(one, exposure, other, rest),
        stats.rate_ratio(other, rest, one, exposure),
    )
    if found is None or swapped is None:
        assert one + other == 0
        return
    assert found.p_value == pytest.approx(swapped.p_value)
    if found.ratio and swapped.ratio:
        assert found.ratio * swapped.ratio == pytest.approx(1)
        assert found.high is not None
        assert found.low * (swapped.high or 0) == pytest.approx(1, rel=1e-6)
        assert found.low <= found.ratio <= found.high
        assert found.exact_low <= found.ratio <= (found.exact_high or 0)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 40), st.integers(1, 40), st.data())
def test_swapping_groups_turns_the_odds_over(one: int, other: int, data: st.DataObject) -> None:
    a, c = data.draw(st.integers(0, one)), data.draw(st.integers(0, other))
    found, swapped = stats.odds_ratio(a, one, c, other), stats.odds_ratio(c, other, a, one)
    failed = stats.odds_ratio(one - a, one, other - c, other)
    if found is None or swapped is None or failed is None:
        assert a + c in {0, one + other}
        return
    assert found.p_value == pytest.approx(swapped.p_value)
    if found.ratio and swapped.ratio:
        assert found.ratio * swapped.ratio == pytest.approx(1)
        assert found.high is not None
        assert found.low <= found.ratio <= found.high
        assert found.low == pytest.approx(1 / (swapped.high or 0), rel=1e-6)
        assert failed.ratio == pytest.approx(swapped.ratio)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 200), min_size=24, max_size=40), st.integers(8, 16), st.integers(2, 5))
def test_bunching_is_finite_and_grows_with_what_stands_inside_the_limit(
    counts: list[int], limit: int, more: int
) -> None:
    found = stats.bunching(counts, limit)
    raised = stats.bunching([*counts[: limit - 1], counts[limit - 1] + more, *counts[limit:]], limit)
    assert (found is None) == (raised is None)
    if found is None or raised is None:
        return
    assert raised.expected == pytest.approx(found.expected)
    assert raised.excess == pytest.approx(found.excess + more)
    assert raised.z > found.z
    assert 0 <= raised.p_value <= found.p_value <= 1
    assert found.dispersion >= 1


@settings(max_examples=40, deadline=None)
@given(COUNTS, COUNTS)
def test_moves_down_and_up_are_mirror_images(down: int, up: int) -> None:
    found, mirrored = stats.mcnemar(down, up), stats.mcnemar(up, down)
    if found is None or mirrored is None:
        assert down + up == 0
        return
    assert found.p_value == pytest.approx(mirrored.p_value)
    assert found.p_down + mirrored.p_down >= 1
