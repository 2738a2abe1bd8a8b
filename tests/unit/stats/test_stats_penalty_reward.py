from __future__ import annotations

import numpy as np
import pytest

from xlakit.errors import DataError
from xlakit.stats import penalty_reward

TRUTH = {"basic": (-1.5, 0.1), "exciting": (-0.2, 1.0), "steady": (-0.8, 0.8)}


def made(rows: int, ratings: tuple[int, ...], noise: float) -> tuple[dict[str, np.ndarray], np.ndarray]:
    draw = np.random.default_rng(1)
    columns = {name: draw.choice(ratings, rows) for name in TRUTH}
    overall = 7 + draw.normal(0, noise, rows)
    for name, (penalty, reward) in TRUTH.items():
        overall += penalty * (columns[name] <= 2) + reward * (columns[name] >= 4)
    return columns, overall


def test_the_simulated_truth_is_recovered() -> None:
    # The published simulation, at another seed: (-.925, .706, -.052) around the true (-.875, .667, 0).
    columns, overall = made(20_000, (1, 2, 3, 4, 5), 1.0)
    found = penalty_reward(columns, overall)
    assert [one.ia for one in found.contrasts] == pytest.approx([-0.875, 2 / 3, 0], abs=0.06)
    assert [one.kind for one in found.contrasts] == ["strongly basic", "excitement", "performance"]
    for one in found.contrasts:
        penalty, reward = TRUTH[one.name]
        assert one.penalty_low < one.penalty < one.penalty_high
        assert one.penalty == pytest.approx(penalty, abs=0.1)
        assert one.reward == pytest.approx(reward, abs=0.1)
    assert found.note == "association, not cause"
    assert 0 < found.r2 < 1


def test_without_noise_the_coefficients_are_exact() -> None:
    columns, overall = made(300, (1, 3, 5), 0.0)
    found = penalty_reward(columns, overall, low=2, high={"basic": 4, "exciting": 4, "steady": 4})
    assert [one.penalty for one in found.contrasts] == pytest.approx([-1.5, -0.2, -0.8])
    assert [one.ia for one in found.contrasts] == pytest.approx([-0.875, 2 / 3, 0])
    assert found.r2 == pytest.approx(1)


def test_the_thirds_of_a_five_point_scale_are_its_two_lowest_and_two_highest() -> None:
    found = penalty_reward({"x": [1, 2, 3, 4, 5] * 4}, [1, 2, 5, 6, 7] * 4)
    assert (found.contrasts[0].count_low, found.contrasts[0].count_high) == (8, 8)
    assert found.contrasts[0].penalty == pytest.approx(-3.5)
    assert found.contrasts[0].reward == pytest.approx(1.5)


@pytest.mark.parametrize(
    ("low", "high", "kind"),
    [
        (2, 5.5, "basic"),
        (3, 4.7, "basic"),
        (2, 6.0, "performance"),
        (2, 6.6, "excitement"),
        (1, 4.1, "strongly basic"),
    ],
)
def test_the_class_follows_the_asymmetry(low: float, high: float, kind: str) -> None:
    found = penalty_reward({"x": [1, 2, 3] * 10}, [low, 4, high] * 10)
    assert found.contrasts[0].kind == kind


def test_a_coefficient_with_the_wrong_sign_counts_as_none() -> None:
    found = penalty_reward({"x": [1, 2, 3] * 10}, [2, 4, 3] * 10)
    assert found.contrasts[0].reward == pytest.approx(-1)
    assert found.contrasts[0].ia == -1


def test_what_the_data_cannot_tell_is_none() -> None:
    columns, overall = made(300, (1, 2, 3, 4, 5), 1.0)
    plain = penalty_reward(columns, overall)
    columns["ticked"] = columns["basic"] % 2
    columns["floor"] = np.ones(300)
    found = penalty_reward(columns, overall)
    for one in found.contrasts[3:]:
        assert (one.penalty, one.reward, one.ia, one.kind, one.penalty_low) == (None,) * 5
    assert len(plain.contrasts) == 3
    twice = penalty_reward({"one": columns["basic"], "two": columns["basic"]}, overall)
    assert {one.penalty for one in twice.contrasts} == {None}


def test_a_constant_outcome_has_no_class() -> None:
    found = penalty_reward({"x": [1, 2, 3] * 10}, [0] * 30)
    assert found.contrasts[0].ia is None
    assert found.r2 is None


def test_rows_are_counted_and_their_order_does_not_matter() -> None:
    columns, overall = made(90, (1, 2, 3), 1.0)
    people = [place // 3 for place in range(90)]
    mixed = np.random.default_rng(0).permutation(90)
    shuffled = {name: column[mixed] for name, column in columns.items()}
    found = penalty_reward(columns, overall, clusters=people)
    assert found == penalty_reward(shuffled, overall[mixed], clusters=[people[place] for place in mixed])
    assert (found.count, found.clusters, found.left_out) == (90, 30, 0)
    assert penalty_reward(columns, overall, clusters=[0] * 90).contrasts[0].penalty_low is None


def test_nonsense_is_refused_by_name() -> None:
    columns, overall = made(90, (1, 2, 3), 1.0)
    with pytest.raises(DataError, match=r"must be below high"):
        penalty_reward(columns, overall, low=3, high=3)
    with pytest.raises(DataError, match=r"penalty_reward.low: is missing for 'exciting'"):
        penalty_reward(columns, overall, low={"basic": 1})
    with pytest.raises(DataError, match=r"penalty_reward.high: must be a number"):
        penalty_reward(columns, overall, high=float("nan"))
    with pytest.raises(DataError, match="needs 30 complete cases"):
        penalty_reward({name: column[:20] for name, column in columns.items()}, overall[:20])
