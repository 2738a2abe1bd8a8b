from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from xlakit.errors import DataError
from xlakit.stats import net_promoter


@pytest.mark.parametrize(
    ("answers", "method", "value", "low", "high"),
    [
        ((60, 25, 15), "wald", 45, 30.498, 59.502),
        ((60, 25, 15), "adjusted_wald", 45, 29.343, 58.036),
        ((60, 25, 15), "score", 45, 29.257, 58.126),
        ((8, 1, 1), "wald", 70, 30.31, 100),  # 109.69 lies outside the scale
        ((8, 1, 1), "adjusted_wald", 70, 14.73, 92.96),
        ((8, 1, 1), "score", 70, 11.95, 91.65),
    ],
)
def test_the_published_intervals_are_reproduced(
    answers: tuple[int, int, int], method: str, value: float, low: float, high: float
) -> None:
    found = net_promoter(*answers, method=method)
    assert found.value == value
    assert found.low == pytest.approx(low, abs=0.006)
    assert found.high == pytest.approx(high, abs=0.006)


def test_the_promise_is_decided_on_integers() -> None:
    found = net_promoter(60, 25, 15)
    assert (found.numerator, found.denominator, found.quantum) == (45, 100, Decimal(100))
    assert found.exact == Fraction(45)


def test_unanimous_answers_keep_a_width() -> None:
    for method in ("adjusted_wald", "score"):
        assert net_promoter(10, 0, 0, method=method).low < 80
        assert net_promoter(0, 0, 10, method=method).high > -80
        found = net_promoter(0, 10, 0, method=method)
        assert found.low < -5
        assert found.high > 5
    assert net_promoter(10, 0, 0, method="wald").low == 100


def test_a_single_answer_lies_within_its_own_interval() -> None:
    found = net_promoter(1, 0, 0)
    assert found.high == found.value == 100


def test_no_answer_has_no_value() -> None:
    assert net_promoter(0, 0, 0).value is None


def test_floats_and_unknown_methods_are_refused() -> None:
    with pytest.raises(DataError, match=r"net_promoter.passives: must be a whole number"):
        net_promoter(1, 0.5, 0)
    with pytest.raises(DataError, match=r"net_promoter.detractors: must not be negative"):
        net_promoter(1, 0, -1)
    with pytest.raises(DataError, match="one of adjusted_wald, wald, score"):
        net_promoter(1, 0, 0, method="wilson")


@pytest.mark.parametrize(("count", "wald", "adjusted"), [(10, 0.884, 0.956), (50, 0.923, 0.954)])
def test_the_adjusted_interval_covers_where_wald_does_not(count: int, wald: float, adjusted: float) -> None:
    # Exact coverage over all trinomial outcomes at shares (0.8, 0.13, 0.07).
    from scipy.stats import multinomial

    shares, truth = (0.8, 0.13, 0.07), 73.0
    covered = {"wald": 0.0, "adjusted_wald": 0.0}
    for up in range(count + 1):
        for down in range(count + 1 - up):
            chance = multinomial.pmf((up, count - up - down, down), count, shares)
            if chance < 1e-9:
                continue
            for method in covered:
                found = net_promoter(up, count - up - down, down, method=method)
                covered[method] += chance * (found.low <= truth <= found.high)
    assert covered["wald"] == pytest.approx(wald, abs=0.008)
    assert covered["adjusted_wald"] == pytest.approx(adjusted, abs=0.008)
