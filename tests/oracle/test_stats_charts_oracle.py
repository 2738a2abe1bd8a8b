"""Control charts and change points beside the same thing written out slowly and literally."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from xlakit.stats import change_point, laney_p, p_chart, u_chart, xmr


def literal_signals(points: list[float], centre: float, lower: float, upper: float, run: int) -> set[tuple]:
    """Each rule read aloud at every point: (rule, point)."""
    found = set()
    n = len(points)
    for place, point in enumerate(points):
        if point < lower or point > upper:
            found.add(("outside", place))
    for start in range(n - run + 1):
        stretch = points[start : start + run]
        if all(point > centre for point in stretch) or all(point < centre for point in stretch):
            found |= {("run", place) for place in range(start, start + run)}
    for start in range(n - 5):
        steps = [points[place + 1] - points[place] for place in range(start, start + 5)]
        if all(step > 0 for step in steps) or all(step < 0 for step in steps):
            found |= {("trend", place) for place in range(start, start + 6)}
    near, far = centre + (upper - centre) * 2 / 3, centre - (centre - lower) * 2 / 3
    for start in range(n - 2):
        window = range(start, start + 3)
        for places in ([p for p in window if points[p] > near], [p for p in window if points[p] < far]):
            if len(places) > 1:
                found |= {("two_of_three", place) for place in places}
    return found


@pytest.mark.parametrize("run", [7, 8])
@pytest.mark.parametrize("seed", range(30))
def test_the_four_rules_agree_with_their_wording(seed: int, run: int) -> None:
    draw = np.random.default_rng(seed)
    values = draw.normal(50, 1, 40)
    values[10:20] += draw.choice([0, 1, 2])
    values[25:32] += np.arange(7) * draw.choice([0, 0.9])
    values[35] += draw.choice([0, 6])
    found = xmr(values, run=run)
    ours = {(signal.rule, place) for signal in found.signals for place in signal.points}
    assert ours == literal_signals(values.tolist(), found.centre, found.lower[0], found.upper[0], run)


def test_limits_agree_with_their_formulas() -> None:
    draw = np.random.default_rng(6)
    counts = draw.integers(50, 400, 24)
    good = draw.binomial(counts, draw.beta(80, 20, 24))
    p, shares = good.sum() / counts.sum(), good / counts
    sigma = np.sqrt(p * (1 - p) / counts)
    plain, laney = p_chart(good, counts), laney_p(good, counts)
    assert plain.lower == pytest.approx(np.maximum(p - 3 * sigma, 0))
    assert plain.upper == pytest.approx(np.minimum(p + 3 * sigma, 1))
    factor = np.abs(np.diff((shares - p) / sigma)).mean() / 1.128
    assert laney.sigma_z == pytest.approx(factor)
    assert laney.lower == pytest.approx(np.maximum(p - 3 * sigma * factor, 0))
    assert plain.outside == tuple(np.flatnonzero(np.abs(shares - p) > 3 * sigma))
    events = u_chart(good, counts / 7)
    u = good.sum() / (counts / 7).sum()
    assert events.upper == pytest.approx(u + 3 * np.sqrt(u / (counts / 7)))


def literal_split(values: list[float]) -> tuple[int, float]:
    """Try every split and add up the squares around two means."""

    def squares(part: list[float]) -> float:
        return sum((value - sum(part) / len(part)) ** 2 for value in part)

    saved = [
        squares(values) - squares(values[:split]) - squares(values[split:]) for split in range(1, len(values))
    ]
    return saved.index(max(saved)) + 1, max(saved)


@pytest.mark.parametrize("seed", range(12))
def test_the_best_split_agrees_with_trying_them_all(seed: int) -> None:
    draw = np.random.default_rng(seed)
    values = draw.normal(0, 1, 12 + 4 * seed)
    values[5 + seed :] += seed / 4
    found = change_point(values, seed=seed, permutations=50)
    index, saved = literal_split(values.tolist())
    assert found.index == index
    assert found.statistic == pytest.approx(saved)
    assert found.before == pytest.approx(values[:index].mean())


def test_the_permutation_p_value_agrees_with_literal_shuffles() -> None:
    draw = np.random.default_rng(17)
    values = [*draw.normal(0, 1, 8), *draw.normal(1, 1, 8)]
    best = literal_split(values)[1]
    shuffles = [literal_split(list(draw.permutation(values)))[1] for _ in range(1500)]
    literal = (1 + sum(saved >= best - 1e-9 for saved in shuffles)) / 1501
    found = change_point(values, seed=2, permutations=20_000).p_value
    assert found == pytest.approx(literal, abs=4 * math.sqrt(found * (1 - found) / 1500))


@pytest.mark.parametrize("seed", range(8))
def test_pettitt_agrees_with_counting_pairs(seed: int) -> None:
    values = np.random.default_rng(seed).integers(0, 9, 20).tolist()
    counted = [
        abs(
            sum(
                (later > earlier) - (later < earlier)
                for earlier, later in itertools.product(values[:split], values[split:])
            )
        )
        for split in range(1, 20)
    ]
    found = change_point(values, method="pettitt")
    assert found.statistic == max(counted)
    assert found.index == counted.index(max(counted)) + 1
    assert found.p_value == pytest.approx(min(1, 2 * math.exp(-6 * max(counted) ** 2 / (20**3 + 20**2))))
