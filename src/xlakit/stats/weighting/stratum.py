"""One stratum: how many there are, and what those who answered said."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from xlakit.errors import DataError, message
from xlakit.stats import arguments

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator


@dataclass(frozen=True, slots=True)
class Stratum:
    """Tickets of one kind, how many of them were answered, and the answers: state one of the three forms.

    Attributes
    ----------
    population, answers
        Whole numbers: of all (tickets) and of those who answered.
    total, squares
        Whole sums of the answers, and of their squares for anything but hits (1) and misses (0).
    share
        The share of hits, in 0 … 1, where their number is not at hand.
    mean, variance
        The mean of the answers and their variance (the one with n - 1), where the sums are not at hand.
    name
        What the stratum is called where it has to be left out.

    Examples
    --------
    >>> Stratum(500, 30, total=18).answers
    30
    """

    population: int
    answers: int
    total: int | None = None
    squares: int | None = None
    share: float | None = None
    mean: float | None = None
    variance: float | None = None
    name: Hashable = None


@dataclass(frozen=True, slots=True)
class Read:
    """A stratum as it is used: value exact where it comes from sums, variance of one answer."""

    name: Hashable
    population: int
    answers: int
    value: Fraction | float
    variance: float | None
    hits: bool


def read(given: Any, fallback: Hashable) -> Read:  # noqa: ANN401 - a Stratum, a mapping or a tuple
    """Return one stratum, however it was written."""
    stratum = _stratum(given, fallback)
    name = fallback if stratum.name is None else stratum.name
    where = f"poststratify[{name!r}]"
    size = arguments.count(f"{where}.population", stratum.population)
    count = arguments.count(f"{where}.answers", stratum.answers)
    if count and not size:
        raise DataError(
            message(where, "has answers but no population", got=str(count), hint="count all that were asked")
        )
    if not count:
        return Read(name, size, 0, Fraction(0), None, hits=False)
    forms = [form for form in (stratum.total, stratum.share, stratum.mean) if form is not None]
    if len(forms) != 1:
        raise DataError(
            message(where, "needs one of total, share, mean", got=f"{len(forms)} of them", hint="total=18")
        )
    if stratum.total is not None:
        value, variance = _from_sums(where, count, stratum.total, stratum.squares)
        return Read(name, size, count, value, variance, hits=stratum.squares is None)
    if stratum.share is not None:
        if not 0 <= stratum.share <= 1:
            raise DataError(
                message(
                    f"{where}.share",
                    "must lie in 0 … 1",
                    got=repr(stratum.share),
                    hint="a mean needs its variance beside it",
                )
            )
        share = float(stratum.share)
        return Read(name, size, count, share, share * (1 - share), hits=True)
    spread = None if stratum.variance is None or count == 1 else float(stratum.variance)
    if not math.isfinite(stratum.mean or 0) or (spread is not None and not 0 <= spread < math.inf):
        raise DataError(
            message(where, "needs a finite mean and variance", got=f"{stratum.mean} and {stratum.variance}")
        )
    return Read(name, size, count, float(stratum.mean or 0), spread, hits=False)


def _from_sums(where: str, count: int, total: int, squares: int | None) -> tuple[Fraction, float | None]:
    """Return the exact mean and the variance of one answer."""
    above = arguments.whole(f"{where}.total", total)
    value = Fraction(above, count)
    if squares is None:
        if not 0 <= above <= count:
            raise DataError(
                message(
                    f"{where}.total",
                    f"cannot be the hits of {count} answers",
                    got=str(above),
                    hint="pass squares as well for a mean",
                )
            )
        return value, float(value * (1 - value))
    spread = count * arguments.count(f"{where}.squares", squares) - above * above
    if spread < 0:
        raise DataError(
            message(f"{where}.squares", "is smaller than any answers with this total allow", got=str(squares))
        )
    return value, float(Fraction(spread, count * (count - 1))) if count > 1 else None


def _stratum(given: Any, name: Hashable) -> Stratum:  # noqa: ANN401 - judged here
    if isinstance(given, Stratum):
        return given
    try:
        return Stratum(**(given if hasattr(given, "keys") else dict(_named(tuple(given)))))
    except TypeError:
        known = ", ".join(field.name for field in fields(Stratum))
        raise DataError(
            message(
                f"poststratify[{name!r}]",
                "is no stratum",
                got=repr(given),
                hint=f"(population, answers, total), or a mapping with {known}",
            )
        ) from None


def _named(values: tuple[Any, ...]) -> Iterator[tuple[str, Any]]:
    """Yield the entries of a tuple under their names: sums are integers, a share is not."""
    sums = len(values) < 3 or isinstance(values[2], int) or hasattr(values[2], "__index__")  # noqa: PLR2004
    if sums:
        third = ("total", "squares")
    elif len(values) == 3:  # noqa: PLR2004 - population, answers, share
        third = ("share", "")
    else:
        third = ("mean", "variance")
    yield from zip(("population", "answers", *third), values, strict=False)
    if len(values) > 4:  # noqa: PLR2004 - more than any stratum has
        raise TypeError
