"""Comparing a figure with a level in whole numbers: cross-multiplied, so that nothing is ever rounded on the way."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from xlakit.model import Level, Levels
    from xlakit.model.clauses import Rounding, RoundingMode

MODES: dict[RoundingMode, str] = {
    "half_up": ROUND_HALF_UP,
    "half_even": ROUND_HALF_EVEN,
    "down": ROUND_DOWN,
    "up": ROUND_UP,
}
"""How an agreement names a way of rounding → what the decimal library calls it."""


class Ratio(NamedTuple):
    """An exact figure ``over / under`` of whole numbers, ``under > 0``; not necessarily in lowest terms."""

    over: int
    under: int

    @property
    def exact(self) -> Fraction:
        """The same as a fraction."""
        return Fraction(self.over, self.under)


class Bar(NamedTuple):
    """A level as whole numbers: what has to be reached, and from which side."""

    over: int
    under: int
    higher: bool

    @property
    def exact(self) -> Fraction:
        """The figure of the level."""
        return Fraction(self.over, self.under)

    def holds(self, value: Ratio) -> bool:
        """Whether `value` keeps the level; exactly on it does.

        Examples
        --------
        >>> bar = Bar(19, 20, higher=True)
        >>> bar.holds(Ratio(95, 100)), bar.holds(Ratio(9499, 10000))
        (True, False)
        """
        mine, theirs = self.over * value.under, value.over * self.under
        return theirs >= mine if self.higher else theirs <= mine


class Bars(NamedTuple):
    """The levels of one promise that decide an outcome."""

    expected: Bar
    minimum: Bar | None = None
    stretch: Bar | None = None


def bar(level: Level) -> Bar:
    """Return a level as whole numbers."""
    exact = level.exact
    return Bar(exact.numerator, exact.denominator, level.higher_is_better)


def bars(levels: Levels) -> Bars:
    """Return the levels that decide, as whole numbers."""
    return Bars(
        bar(levels.expected),
        bar(levels.minimum) if levels.minimum is not None else None,
        bar(levels.stretch) if levels.stretch is not None else None,
    )


def rounded(value: Ratio, rounding: Rounding, *, share: bool) -> Ratio:
    """Return `value` as the parties agreed to round it before it is compared; a share is rounded in percent.

    Examples
    --------
    >>> from xlakit.model.clauses import Rounding
    >>> rounded(Ratio(1897, 2000), Rounding(places=1), share=True).exact
    Fraction(949, 1000)
    >>> rounded(Ratio(1897, 2000), Rounding(places=1, mode="half_even"), share=True).exact
    Fraction(237, 250)
    """
    scale = 10**rounding.places * (100 if share else 1)
    return Ratio(whole_units(value.over * scale, value.under, rounding.mode), scale)


def whole_units(over: int, under: int, mode: RoundingMode) -> int:
    """Return ``over / under`` (``under > 0``) as a whole number, rounded by `mode`; symmetric around 0.

    Examples
    --------
    >>> [whole_units(over, 2, "half_up") for over in (1, 3, -1)]
    [1, 2, -1]
    >>> whole_units(5, 2, "half_even"), whole_units(-7, 2, "down")
    (2, -3)
    """
    sign = -1 if over < 0 else 1
    low, rest = divmod(abs(over), under)
    if mode == "up":
        more = rest > 0
    elif mode == "down":
        more = False
    else:
        more = 2 * rest > under or (2 * rest == under and (mode == "half_up" or low % 2 == 1))
    return sign * (low + more)
