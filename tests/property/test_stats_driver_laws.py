"""What must hold for every decomposition of R²."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlakit.stats import drivers, lmg, penalty_reward, relative_weights


def table(seed: int, rows: int, columns: int) -> tuple[np.ndarray, np.ndarray]:
    """Ratings that hang together, now and then constant or copied, and an outcome."""
    draw = np.random.default_rng(seed)
    ratings = np.clip(np.round(3 + draw.normal(size=(rows, columns)) + draw.normal(size=(rows, 1))), 1, 5)
    if columns > 1 and seed % 3 == 0:
        ratings[:, 0] = ratings[:, -1]
    if columns > 2 and seed % 4 == 0:
        ratings[:, 1] = 4
    return ratings, ratings @ draw.normal(size=columns) + draw.normal(size=rows)


CASES = st.tuples(st.integers(0, 10_000), st.integers(1, 6))
METHODS = st.sampled_from(["lmg", "relative_weights"])


@settings(max_examples=60, deadline=None)
@given(CASES, METHODS)
def test_weights_are_parts_of_r_squared_and_follow_their_attribute(
    case: tuple[int, int], method: str
) -> None:
    seed, columns = case
    ratings, outcome = table(seed, 80, columns)
    found = drivers(ratings, outcome, method=method, draws=0)
    weights = [one.weight for one in found.drivers]
    assert min(weights) >= 0
    assert sum(weights) == pytest.approx(found.r2)
    assert 0 <= found.r2 <= 1 + 1e-9
    turned = drivers(-2 * ratings[:, ::-1] + 7, 3 - outcome, method=method, draws=0)
    assert [one.weight for one in turned.drivers][::-1] == pytest.approx(weights, abs=1e-7)


@settings(max_examples=40, deadline=None)
@given(CASES)
def test_both_methods_explain_the_same_and_agree_on_two(case: tuple[int, int]) -> None:
    seed, columns = case
    ratings, outcome = table(seed, 80, columns)
    exact, quick = (
        drivers(ratings, outcome, method=method, draws=0) for method in ("lmg", "relative_weights")
    )
    assert quick.r2 == pytest.approx(exact.r2, abs=1e-7)
    if columns == 2:
        assert [one.weight for one in quick.drivers] == pytest.approx(
            [one.weight for one in exact.drivers], abs=1e-7
        )


@settings(max_examples=60, deadline=None)
@given(st.floats(-0.95, 0.95), st.floats(-0.95, 0.95), st.floats(-0.99, 0.99))
def test_two_drivers_follow_the_closed_form(between: float, one: float, partial: float) -> None:
    other = between * one + partial * np.sqrt((1 - between**2) * (1 - one**2))
    both = (one**2 + other**2 - 2 * between * one * other) / (1 - between**2)
    expected = ((one**2 + both - other**2) / 2, (other**2 + both - one**2) / 2)
    for decompose in (lmg, relative_weights):
        assert decompose([[1, between], [between, 1]], [one, other]) == pytest.approx(expected, abs=1e-7)


@settings(max_examples=25, deadline=None)
@given(CASES, st.randoms(use_true_random=False))
def test_no_order_of_rows_moves_a_bit(case: tuple[int, int], random: object) -> None:
    seed, columns = case
    ratings, outcome = table(seed, 70, columns)
    people = [None if place % 7 == 0 else place // 4 for place in range(70)]
    mixed = random.sample(range(70), 70)
    args = {"clusters": [people[place] for place in mixed]}
    assert drivers(ratings[mixed], outcome[mixed], draws=5, seed=seed, **args) == drivers(
        ratings, outcome, draws=5, seed=seed, clusters=people
    )
    assert penalty_reward(ratings[mixed], outcome[mixed], **args) == penalty_reward(
        ratings, outcome, clusters=people
    )
    for one in penalty_reward(ratings, outcome).contrasts:
        assert one.ia is None or -1 <= one.ia <= 1
