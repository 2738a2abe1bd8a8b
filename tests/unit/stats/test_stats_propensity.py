from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest

from xlakit.errors import DataError
from xlakit.stats import poststratify, propensity_weights, ratio

PRIORITY = ["P1"] * 40 + ["P3"] * 60
ANSWERED = [True] * 30 + [False] * 10 + [True] * 20 + [False] * 40


def test_one_category_gives_the_weights_of_poststratification() -> None:
    found = propensity_weights({"priority": PRIORITY}, ANSWERED, trim=None)
    happy = np.array([1] * 27 + [0] * 13 + [1] * 10 + [0] * 50)
    weighted = ratio(found.weights * happy, found.weights)
    strata = poststratify([(40, 30, 27), (60, 20, 10)])
    assert weighted.value == pytest.approx(strata.value)
    assert found.deff == pytest.approx(strata.deff)
    assert found.response_rate == 0.5
    assert found.coefficients["priority=P3"] == pytest.approx(math.log(1 / 2) - math.log(3))


def test_weights_are_stabilised_unless_asked_not_to_be() -> None:
    stable = propensity_weights({"priority": PRIORITY}, ANSWERED, trim=None)
    plain = propensity_weights({"priority": PRIORITY}, ANSWERED, trim=None, stabilised=False)
    assert plain.weights == pytest.approx(stable.weights / 0.5)
    assert plain.weights.sum() == pytest.approx(100)
    assert stable.weights[stable.weights > 0].mean() == pytest.approx(1.0)
    assert plain.deff == pytest.approx(stable.deff)


def test_those_who_did_not_answer_carry_no_weight() -> None:
    found = propensity_weights({"priority": PRIORITY}, ANSWERED)
    assert ((found.weights > 0) == np.array(ANSWERED)).all()


def test_frames_arrays_and_columns_are_read_alike() -> None:
    hours = [float(place % 7) for place in range(100)]
    columns = propensity_weights({"hours": hours, "priority": PRIORITY}, ANSWERED)
    frame = pl.DataFrame({"hours": hours, "priority": PRIORITY, "answered": ANSWERED})
    framed = propensity_weights(frame.select("hours", "priority"), frame["answered"])
    assert (columns.weights == framed.weights).all()
    only = propensity_weights({"0": hours}, ANSWERED)
    array = propensity_weights(np.array([hours]).T, np.array(ANSWERED))
    assert array.weights == pytest.approx(only.weights)
    assert dict(array.coefficients) == pytest.approx(dict(only.coefficients))


def test_the_unit_of_a_number_changes_nothing() -> None:
    hours = [float(place % 7) for place in range(100)]
    found = propensity_weights({"elapsed": hours}, ANSWERED)
    seconds = propensity_weights({"elapsed": [3600 * hour + 5 for hour in hours]}, ANSWERED)
    assert seconds.weights == pytest.approx(found.weights)


def test_unknown_entries_are_a_kind_of_their_own() -> None:
    priority = ["P1", None] * 50
    hours = [None if place % 4 == 0 else float(place % 7) for place in range(100)]
    found = propensity_weights({"priority": priority, "hours": hours}, ANSWERED)
    assert set(found.coefficients) == {"intercept", "priority=P1", "hours", "hours=(unknown)"}
    nan = [math.nan if hour is None else hour for hour in hours]
    again = propensity_weights({"priority": priority, "hours": nan}, ANSWERED)
    assert (again.weights == found.weights).all()


def test_columns_that_say_nothing_or_the_same_do_no_harm() -> None:
    plain = propensity_weights({"priority": PRIORITY}, ANSWERED)
    crowded = propensity_weights(
        {"priority": PRIORITY, "again": PRIORITY, "site": ["Bonn"] * 100, "year": [2026] * 100}, ANSWERED
    )
    assert crowded.propensities == pytest.approx(plain.propensities)
    assert crowded.ridge == 0.0


def test_a_kind_that_never_answers_is_met_with_a_ridge_and_said() -> None:
    answered = [True] * 30 + [False] * 70
    found = propensity_weights({"priority": PRIORITY}, answered)
    assert found.ridge == 0.1
    assert 0 < found.propensities.min() < 0.05
    assert np.isfinite(found.weights).all()
    hours = list(range(100))
    assert propensity_weights({"hours": hours}, [hour > 60 for hour in hours]).ridge == 0.1


def test_when_everyone_answered_every_weight_is_one() -> None:
    found = propensity_weights({"priority": PRIORITY}, [True] * 100)
    assert found.weights == pytest.approx(np.ones(100))
    assert (found.deff, found.response_rate) == (pytest.approx(1.0), 1.0)


def test_extreme_weights_are_pulled_in_and_counted() -> None:
    draw = np.random.default_rng(3)
    hours = draw.exponential(5, 2000)
    answered = draw.random(2000) < 1 / (1 + np.exp(hours / 3 - 1))
    free = propensity_weights({"hours": hours}, answered, trim=None)
    found = propensity_weights({"hours": hours}, answered)
    count = int(answered.sum())
    assert found.trimmed == pytest.approx(0.02 * count, abs=2)
    kept = found.weights[answered]
    assert (kept.min(), kept.max()) == found.trimmed_to
    assert found.trimmed_to == pytest.approx(tuple(np.quantile(free.weights[answered], (0.01, 0.99))))
    assert found.deff < free.deff
    assert free.trimmed == 0


def test_weights_repair_what_the_covariates_explain() -> None:
    draw = np.random.default_rng(11)
    slow = draw.random(6000) < 0.5
    happy = draw.random(6000) < np.where(slow, 0.5, 0.9)
    answered = draw.random(6000) < np.where(slow, 0.1, 0.4)
    found = propensity_weights({"slow": slow.tolist()}, answered)
    weights = found.weights[answered]
    weighted = ratio(weights * happy[answered], weights)
    raw = happy[answered].mean()
    assert raw > 0.8
    assert weighted.low < happy.mean() < weighted.high


@pytest.mark.parametrize(
    ("covariates", "answered", "said"),
    [
        ({"a": [1, 2]}, [False, False], "at least one answer"),
        ({"a": [1, 2, 3]}, [True, False], "one entry for each of the 2 rows"),
        ({"a": [1, 2]}, [True, None], "true or false for every row"),
        ({"a": [1, 2]}, [True, 0.5], "true or false for every row"),
        ({"a": [1.0, math.inf]}, [True, False], "must be finite"),
        ([1, 2], [True, False], "columns by name"),
        ({"id": [f"t{place}" for place in range(101)]}, [True] * 101, "more than 100 categories"),
    ],
)
def test_impossible_surveys_are_refused(covariates: object, answered: list[object], said: str) -> None:
    with pytest.raises(DataError, match=said):
        propensity_weights(covariates, answered)


@pytest.mark.parametrize("trim", [(0.5, 0.2), (-0.1, 0.9), (0.01, 99)])
def test_trimming_takes_two_shares_in_order(trim: tuple[float, float]) -> None:
    with pytest.raises(DataError, match="two shares in order"):
        propensity_weights({"priority": PRIORITY}, ANSWERED, trim=trim)
