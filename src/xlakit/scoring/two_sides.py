"""Both sides of a score in two figures: the weighted attainment of efficiency, and that of experience."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from xlakit.metrics import balance, divergence
from xlakit.model import Balance

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xlakit.model.objective import ObjectiveKind

Part = tuple["ObjectiveKind", Fraction, Fraction]
"""Side, weight and shortfall of one objective."""


def attained(parts: Iterable[Part]) -> Balance:
    """Return the attainment of both sides, 100 less the weighted shortfall, and their balance.

    Higher is better, 0 to 100. A side without a measured weight has no figure, and then there is no balance.

    References
    ----------
    Measurement framework S-14, S-17.

    Examples
    --------
    >>> found = attained([("efficiency", Fraction(1), Fraction(0)), ("experience", Fraction(1), Fraction(3, 4))])
    >>> found.efficiency, found.experience, found.index, found.divergence
    (100.0, 25.0, 50.0, 75.0)
    >>> attained([]).index is None
    True
    """
    listed = list(parts)
    return balanced(*(_side(listed, kind) for kind in ("efficiency", "experience")))


def mean_of(balances: Iterable[Balance]) -> Balance:
    """Return the balance of the mean attainments of several windows."""
    listed = list(balances)
    return balanced(
        _mean(item.efficiency for item in listed),
        _mean(item.experience for item in listed),
    )


def balanced(efficiency: float | None, experience: float | None) -> Balance:
    """Return two attainments with their balance and divergence."""
    return Balance(
        efficiency=efficiency,
        experience=experience,
        index=balance(efficiency, experience),
        divergence=divergence(efficiency, experience),
    )


def _side(parts: list[Part], kind: str) -> float | None:
    mine = [(weight, short) for side, weight, short in parts if side == kind]
    whole = sum((weight for weight, _ in mine), Fraction(0))
    if not whole:
        return None
    return float(100 * (1 - sum((weight * short for weight, short in mine), Fraction(0)) / whole))


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None
