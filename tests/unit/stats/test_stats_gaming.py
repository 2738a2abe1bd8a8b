"""Bunching, two rates, two odds, a local share, moves up and down: worked figures and edges."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from xlakit import stats
from xlakit.errors import DataError

LIMIT = 16


def durations(seed: int, *, count: int = 3_000, pulled: float = 0.0, rounded: float = 0.0) -> list[int]:
    """Bins of 15 minutes of lognormal durations (median 110 minutes) about a limit of 240, as minutes stamps."""
    random = np.random.default_rng(seed)
    minutes = np.ceil(np.exp(random.normal(np.log(110), 0.8, count)))
    by_hand = random.random(count) < rounded
    minutes = np.where(by_hand, np.maximum(30, np.round(minutes / 30) * 30), minutes)
    late = (minutes > 240) & (minutes <= 300) & (random.random(count) < pulled)
    minutes = np.where(late, 240 - np.floor(random.random(count) * 15), minutes)
    place = np.ceil((minutes - 240) / 15).astype(int) + LIMIT - 1
    return np.bincount(place[(place >= 0) & (place < 48)], minlength=48).tolist()  # type: ignore[no-any-return]


def bumps(many: range, **more: Any) -> float:
    """The share of samples in which bunching is flagged at 5 % and not vetoed by the placebos."""
    flags = []
    for seed in many:
        counts = durations(seed, **more)
        found = stats.bunching(counts, LIMIT)
        assert found is not None
        flags.append(found.p_value <= 0.05 and not stats.same_bump(found, stats.placebos(counts, LIMIT)))
    return float(np.mean(flags))


@pytest.mark.parametrize("more", [{}, {"rounded": 0.2}], ids=["clean", "rounded"])
def test_without_gaming_bunching_is_flagged_no_more_often_than_announced(more: dict[str, float]) -> None:
    assert bumps(range(60), **more) <= 0.05 + 2 * math.sqrt(0.05 * 0.95 / 60)


def test_two_in_five_pulled_under_the_limit_are_seen_nearly_always() -> None:
    assert bumps(range(40), pulled=0.4) >= 0.95


def test_heaps_at_every_full_hour_are_no_bunching_at_the_limit() -> None:
    heaps = [120 if place % 4 == 3 else 40 for place in range(48)]
    found = stats.bunching(heaps, LIMIT)
    assert found is not None
    assert stats.same_bump(found, stats.placebos(heaps, LIMIT))


def test_the_counterfactual_takes_the_excess_off_what_was_kept() -> None:
    counts = durations(1, pulled=0.6)
    found = stats.bunching(counts, LIMIT, total=3_000, met=2_600)
    assert found is not None
    assert found.without == pytest.approx((2_600 - found.excess) / 3_000)
    assert found.share == pytest.approx(found.excess / 3_000)
    assert found.compliance == 2_600 / 3_000
    assert found.low < found.excess < found.high


@pytest.mark.parametrize(
    ("counts", "limit"), [([0] * 40, 16), ([5] * 6, 3), ([5] * 40, 2), ([3, 0, 0] + [0] * 37, 16)]
)
def test_a_curve_that_cannot_be_fitted_says_nothing(counts: list[int], limit: int) -> None:
    assert stats.bunching(counts, limit) is None


@pytest.mark.parametrize(
    ("counts", "limit"), [([5] * 40, 0), ([5] * 40, 41), ([-1] * 40, 16), ([0.5] * 40, 16)]
)
def test_bins_that_are_no_counts_and_limits_outside_them_are_refused(counts: Any, limit: int) -> None:
    with pytest.raises(DataError):
        stats.bunching(counts, limit)


def test_g04_pauses_late_against_early() -> None:
    found = stats.rate_ratio(42, 310, 120, 2_790)
    assert found is not None
    assert found.ratio == pytest.approx(3.15, abs=0.005)
    assert (found.low, found.high) == pytest.approx((2.13, 4.37), abs=0.005)
    assert (found.exact_low, found.exact_high) == pytest.approx((2.16, 4.51), abs=0.005)
    assert found.p_value == pytest.approx(6.1e-9, rel=0.01)


@pytest.mark.parametrize(("one", "other"), [(0, 7), (1, 0), (1, 1), (0, 1)])
def test_intervals_of_few_events_hold_the_ratio_and_never_leave_it_out(one: int, other: int) -> None:
    found = stats.rate_ratio(one, 10, other, 20)
    assert found is not None
    if found.ratio is not None:
        assert found.low <= found.ratio
        assert found.high is None or found.ratio <= found.high
    assert (found.ratio is None) == (other == 0)


@pytest.mark.parametrize("exposure", [0, -1, math.inf, math.nan])
def test_an_exposure_that_is_none_is_refused(exposure: float) -> None:
    with pytest.raises(DataError, match="above 0"):
        stats.rate_ratio(1, exposure, 1, 1)


def test_g06_downgrades_late_against_early() -> None:
    found = stats.odds_ratio(38, 240, 61, 1_900)
    assert found is not None
    assert found.ratio == pytest.approx(5.67, abs=0.005)
    assert found.p_value == pytest.approx(4e-13, rel=0.01)
    assert found.shares == pytest.approx((0.158, 0.032), abs=0.0005)


def test_more_successes_than_trials_are_refused() -> None:
    with pytest.raises(DataError, match="must not be more than the count 3"):
        stats.odds_ratio(4, 3, 1, 3)


def test_g01_the_quality_of_what_was_closed_in_time() -> None:
    found = stats.local_rate(0.148, 420, 0.089)
    assert found is not None
    assert found.z == pytest.approx(4.25, abs=0.005)


def test_the_error_of_the_fitted_share_widens_the_test() -> None:
    known, fitted = (stats.local_rate(0.148, 420, 0.089, expected_error=error) for error in (0, 0.02))
    assert known is not None
    assert fitted is not None
    assert fitted.z < known.z


def test_the_bin_that_is_looked_at_takes_no_part_in_its_own_fit() -> None:
    counts = [200] * 9
    small, large = (
        stats.local_rate_at([20, 22, 18, 20, hits, 21, 20, 19, 20], counts, place=4) for hits in (30, 120)
    )
    assert small is not None
    assert large is not None
    assert small.expected == large.expected


@pytest.mark.parametrize("place", [-1, 3])
def test_a_place_that_does_not_exist_is_refused(place: int) -> None:
    with pytest.raises(DataError, match="a place among them"):
        stats.local_rate_at([1, 1, 1], [2, 2, 2], place=place)


def test_moves_down_and_up_are_weighed_by_the_sign_test() -> None:
    found = stats.mcnemar(0, 4)
    assert found is not None
    assert (found.p_value, found.p_down) == (0.125, 1.0)
