from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from xlakit.errors import DataError
from xlakit.stats import promise_count, promise_power


def test_a_provider_exactly_on_the_level_misses_nearly_half_of_the_months() -> None:
    found = promise_power(0.95, 400)
    assert found.misses_at_level == pytest.approx(0.4409, abs=5e-5)
    assert (found.needed, found.attainable) == (380, (379 / 400, 380 / 400))


@pytest.mark.parametrize(
    ("correlation", "missed"), [(0, 0.0307), (0.002, 0.0810), (0.004, 0.1180), (0.01, 0.1796)]
)
def test_the_published_chances_of_months_that_differ_are_reproduced(
    correlation: float, missed: float
) -> None:
    # Published: a provider at 95 % falls below 93 % of 400 tickets. Ours: below its own level.
    assert _chance_below(372, 400, 0.95, correlation) == pytest.approx(missed, abs=5e-5)
    assert promise_power(0.95, 400, worse=0, correlation=correlation).misses_at_level == pytest.approx(
        _chance_below(380, 400, 0.95, correlation)
    )


def _chance_below(needed: int, count: int, share: float, correlation: float) -> float:
    if not correlation:
        return math.fsum(
            math.comb(count, hits) * share**hits * (1 - share) ** (count - hits) for hits in range(needed)
        )
    size = 1 / correlation - 1
    a, b = share * size, (1 - share) * size

    def beta(x: float, y: float) -> float:
        return math.lgamma(x) + math.lgamma(y) - math.lgamma(x + y)

    return math.fsum(
        math.comb(count, hits) * math.exp(beta(hits + a, count - hits + b) - beta(a, b))
        for hits in range(needed)
    )


def test_a_worse_provider_escapes_as_often_as_it_does_not_miss() -> None:
    one, two = (promise_power(0.95, 400, worse=worse) for worse in (0.01, 0.02))
    assert one.misses_when_worse == pytest.approx(_chance_below(380, 400, 0.94, 0))
    assert one.escapes_when_worse == pytest.approx(1 - one.misses_when_worse)
    assert one.misses_at_level < one.misses_when_worse < two.misses_when_worse


def test_a_level_is_read_as_it_is_written() -> None:
    found = [promise_power(level, 20).needed for level in (0.95, Decimal("0.95"), Fraction(19, 20))]
    assert found == [19, 19, 19]
    assert promise_power(np.float64(0.95), 20).needed == 19


def test_promises_at_the_ends_are_plain() -> None:
    everything = promise_power(1, 50, worse=0.02)
    assert (everything.needed, everything.misses_at_level) == (50, 0.0)
    assert everything.misses_when_worse == pytest.approx(1 - 0.98**50)
    nothing = promise_power(0, 50, worse=0)
    assert (nothing.needed, nothing.misses_at_level, nothing.attainable) == (0, 0.0, (None, 0.0))


def test_the_count_has_the_power_and_keeps_it() -> None:
    count = promise_count(0.95, worse=0.02, power=0.9)
    powers = [promise_power(0.95, n, worse=0.02).misses_when_worse for n in range(count - 1, count + 400)]
    assert powers[0] < 0.9
    assert min(powers[1:]) >= 0.9


def test_a_smaller_difference_or_a_higher_power_needs_more_tickets() -> None:
    assert promise_count(0.95, worse=0.01) > promise_count(0.95, worse=0.02)
    assert promise_count(0.95, worse=0.02, power=0.99) > promise_count(0.95, worse=0.02, power=0.8)


def test_a_level_of_many_decimals_needs_no_more_digits_than_there_are() -> None:
    near = promise_count(Fraction(95 * 10**15 + 1, 10**17), worse=0.01)
    assert near == pytest.approx(promise_count(0.95, worse=0.01), rel=0.05)


def test_a_provider_who_always_misses_needs_one_ticket() -> None:
    assert promise_count(0.5, worse=0.5) == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"level": 95}, "level: must lie in 0 … 1"),
        ({"level": "most"}, "level: must be a number"),
        ({"level": math.nan}, "level: must be a number"),
        ({"worse": -0.01}, "worse: must lie between 0 and the level"),
        ({"worse": 0.96}, "worse: must lie between 0 and the level"),
        ({"count": 0}, "count: must be at least 1"),
        ({"count": 10.5}, "count: must be a whole number"),
        ({"correlation": 1}, "correlation: must lie from 0"),
    ],
)
def test_impossible_promises_are_refused(arguments: dict[str, object], said: str) -> None:
    with pytest.raises(DataError, match=said):
        promise_power(**({"level": 0.95, "count": 400} | arguments))


def test_impossible_searches_are_refused() -> None:
    for arguments, said in (
        ({"worse": 0}, "worse: must be above 0"),
        ({"worse": 0.01, "power": 1}, "power: must lie strictly"),
        ({"worse": 0.00001}, "is too small to be found"),
    ):
        with pytest.raises(DataError, match=said):
            promise_count(0.95, **arguments)
