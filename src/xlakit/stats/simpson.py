"""Whether a comparison of two groups turns round once their mix of cases is taken into account."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from xlakit.errors import DataError, message
from xlakit.stats import arguments, mantel_haenszel

if TYPE_CHECKING:
    from collections.abc import Hashable


class Pair(NamedTuple):
    """A figure of the one group and of the other."""

    one: float
    other: float


@dataclass(frozen=True, slots=True)
class SimpsonCheck:
    """The same two groups compared crudely, at one mix of strata, and within strata.

    Attributes
    ----------
    crude
        Each group's share over all its cases; None with `standardised` where no stratum holds both groups.
    standardised
        Each group's share if it had the strata of both groups together.
    odds_ratio, low, high
        Mantel-Haenszel odds ratio of the one against the other, with its interval; above 1 the one is
        better. None where no stratum can tell, or only in one direction.
    p_value
        Cochran-Mantel-Haenszel: the two do not differ within strata. Without continuity correction.
    p_same
        Breslow-Day: the odds ratio is the same in all strata. None with fewer than two that can tell.
    reversed
        Whether two of the three comparisons point in opposite directions; None where nothing can be compared.
    strata, left_out
        The strata compared, and those that hold no case of one of the groups: they are in no figure.
    level
        Confidence of the interval.
    """

    crude: Pair | None
    standardised: Pair | None
    odds_ratio: float | None
    low: float | None
    high: float | None
    p_value: float | None
    p_same: float | None
    reversed: bool | None
    strata: tuple[Hashable, ...]
    left_out: tuple[Hashable, ...]
    level: float


def simpson(
    one: Mapping[Hashable, tuple[int, int]],
    other: Mapping[Hashable, tuple[int, int]],
    *,
    level: float = 0.95,
) -> SimpsonCheck:
    """Return whether the comparison of two groups holds once their strata are alike.

    Parameters
    ----------
    one, other
        For each stratum (a priority, a category, a site) the successes and the count of that group. A stratum
        that one of them lacks, or with a count of 0, is left out and named.
    level
        Confidence of the interval of the odds ratio.

    Raises
    ------
    DataError
        Something else than two integers a stratum, negative ones, more successes than counted.

    Notes
    -----
    Direct standardisation to both groups' cases together; Mantel and Haenszel (1959); Robins, Breslow and
    Greenland (1986) for the interval; Breslow and Day (1980), without Tarone's adjustment. Directions are decided
    on exact fractions. With few cases a stratum the p-values are rough.

    Examples
    --------
    >>> found = simpson({"easy": (900, 950), "hard": (30, 50)}, {"easy": (95, 98), "hard": (600, 900)})
    >>> [round(share, 3) for share in found.crude], [round(share, 4) for share in found.standardised]
    ([0.93, 0.696], [0.7822, 0.8255])
    >>> round(found.odds_ratio, 4), round(found.p_value, 4), round(found.p_same, 3), found.reversed
    (0.7021, 0.1847, 0.678, True)
    >>> simpson({"easy": (1, 2)}, {"hard": (1, 2)}).left_out
    ('easy', 'hard')
    """
    level = arguments.confidence(level)
    ours, theirs = _counts("simpson.one", one), _counts("simpson.other", other)
    names = sorted({*ours, *theirs}, key=lambda name: (str(name), repr(name)))
    strata = [name for name in names if ours.get(name, (0, 0))[1] and theirs.get(name, (0, 0))[1]]
    left_out = tuple(name for name in names if name not in strata)
    if not strata:
        return SimpsonCheck(None, None, None, None, None, None, None, None, (), left_out, level)
    tables = [
        mantel_haenszel.Table(a, m - a, c, n - c)
        for (a, m), (c, n) in ((ours[name], theirs[name]) for name in strata)
    ]
    crude = [
        Fraction(sum(group[name][0] for name in strata), sum(group[name][1] for name in strata))
        for group in (ours, theirs)
    ]
    sizes = {name: ours[name][1] + theirs[name][1] for name in strata}
    standardised = [
        sum((Fraction(*group[name]) * sizes[name] for name in strata), Fraction(0)) / sum(sizes.values())
        for group in (ours, theirs)
    ]
    above, below = mantel_haenszel.sums(tables)
    signs = {_sign(gap) for gap in (crude[0] - crude[1], standardised[0] - standardised[1], above - below)}
    low, high = mantel_haenszel.interval(tables, level)
    return SimpsonCheck(
        crude=Pair(*map(float, crude)),
        standardised=Pair(*map(float, standardised)),
        odds_ratio=float(above / below) if below else None,
        low=low,
        high=high,
        p_value=mantel_haenszel.p_no_difference(tables),
        p_same=mantel_haenszel.p_same_odds(tables),
        reversed={-1, 1} <= signs,
        strata=tuple(strata),
        left_out=left_out,
        level=level,
    )


def _counts(where: str, group: Mapping[Hashable, tuple[int, int]]) -> dict[Hashable, tuple[int, int]]:
    """Return the successes and the count of each stratum."""
    if not isinstance(group, Mapping):
        raise DataError(
            message(where, "must be counts by stratum", got=repr(group), hint="{'easy': (900, 950), …}")
        )
    found = {}
    for name, pair in group.items():
        try:
            top, bottom = pair
        except (TypeError, ValueError):
            raise DataError(
                message(f"{where}[{name!r}]", "must be successes and count", got=repr(pair))
            ) from None
        k, n = (arguments.count(f"{where}[{name!r}]", number) for number in (top, bottom))
        if k > n:
            raise DataError(
                message(f"{where}[{name!r}]", f"has more successes than its count {n}", got=str(k))
            )
        found[name] = (k, n)
    return found


def _sign(number: Fraction) -> int:
    return (number > 0) - (number < 0)
