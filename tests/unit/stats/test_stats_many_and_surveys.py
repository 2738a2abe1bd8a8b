from __future__ import annotations

import math

import pytest

from xlakit.errors import DataError
from xlakit.stats import benjamini_hochberg, holm, percentile, response_rates, sample_size

MANY = (0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216)


def test_the_published_false_discovery_example_is_reproduced() -> None:
    adjusted = benjamini_hochberg(MANY)
    assert [round(p, 5) for p in adjusted] == [
        0.01, 0.04, 0.084, 0.084, 0.084, 0.1, 0.10571, 0.216, 0.216, 0.216,
    ]  # fmt: skip
    assert sum(p <= 0.05 for p in adjusted) == 2


def test_holm_multiplies_by_the_number_of_questions_left() -> None:
    assert holm((0.04, 0.01)) == (0.04, 0.02)
    assert holm((0.5, 0.6)) == (1.0, 1.0)


def test_p_values_outside_their_range_are_refused() -> None:
    for adjust in (holm, benjamini_hochberg):
        assert adjust(()) == ()
        with pytest.raises(DataError, match="between 0 and 1"):
            adjust((0.5, 1.5))
        with pytest.raises(DataError, match="between 0 and 1"):
            adjust((math.nan,))


def test_the_published_response_rates_are_reproduced() -> None:
    found = response_rates(
        complete=420, partial=40, refused=20, no_reply=1460, undeliverable=60, not_sent=400
    )
    assert (found.invited, found.eligible, found.rr1, found.rr2) == (2000, 2400, 0.21, 0.23)
    assert round(found.rr5, 6) == 0.216495
    assert round(found.rr6, 6) == 0.237113
    assert round(found.coverage, 4) == 0.8333


def test_a_survey_that_was_never_sent_has_no_rate() -> None:
    found = response_rates(complete=0)
    assert (found.rr1, found.rr5, found.coverage) == (None, None, None)
    with pytest.raises(DataError, match=r"response_rates.no_reply: must be a whole number"):
        response_rates(complete=1, no_reply=0.5)


def test_the_published_sample_sizes_are_reproduced() -> None:
    assert sample_size(0.05, variance=0.16) == 246
    assert sample_size(0.10, variance=0.5475) == 211
    assert sample_size(0.05, variance=0.16, population=500) == math.ceil(245.8534 / (1 + 244.8534 / 500))


def test_no_survey_needs_more_answers_than_there_are_people() -> None:
    assert sample_size(0.001, population=37) == 37
    assert sample_size(0.4, variance=0.01, population=2) == 1


def test_impossible_survey_plans_are_refused() -> None:
    for wrong in (
        {"half_width": 0},
        {"half_width": 0.1, "variance": -1},
        {"half_width": 0.1, "population": 0},
    ):
        with pytest.raises(DataError, match=r"sample_size\."):
            sample_size(**wrong)


def test_a_percentile_lies_between_two_of_its_own_values() -> None:
    values = [5, None, 1, 4, 2, 3] * 8
    found = percentile(values, 50)
    assert found.value == 3.0
    assert found.low in {2.0, 3.0}
    assert found.high in {3.0, 4.0}
    assert found.count == 40


def test_a_high_percentile_of_few_values_is_above_the_maximum() -> None:
    found = percentile(range(20), 95)
    assert found.high is None
    assert found.low is not None
    assert percentile(range(20), 5).low is None


def test_impossible_percentiles_are_refused() -> None:
    with pytest.raises(DataError, match="strictly between 0 and 100"):
        percentile([1], 100)
    with pytest.raises(DataError, match="must be finite"):
        percentile([math.inf], 50)
    assert percentile([None], 50).value is None
