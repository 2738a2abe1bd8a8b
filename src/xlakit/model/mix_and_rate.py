"""A change split into what the mix of segments did and what happened within them (Kitagawa 1955)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from xlakit.model.comparison import Part, Split
from xlakit.model.estimate import Estimate

if TYPE_CHECKING:
    from collections.abc import Mapping

_HALF = Fraction(1, 2)
_DO_NOT_ADD_UP = "the figures of its segments do not add up to that of the whole"


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two windows: the figure of the whole, and of every segment that is shown.

    `hidden` names the segments that exist there, and whose figure is withheld or was not measured.
    """

    whole: Estimate
    shown: Mapping[str, Estimate]
    hidden: frozenset[str] = frozenset()


def split(column: str, before: Side, after: Side) -> Split:
    """Return the change from `before` to `after` by the segments of `column`, exact.

    ``change = sum of rate difference x average share + sum of share difference x average rate``. Shares are of
    the denominators, so that means and net shares split as shares do. Mix is measured against the average of
    both wholes: a segment that is worse than the whole and grows pulls it down. (The share differences add up
    to zero, so that this changes no total.) A segment with records in one window only has no rate difference:
    all it did is mix. Segments that are not shown in both windows are pooled.

    Examples
    --------
    >>> def of(k, n):
    ...     return Estimate(value=k / n, count=n, numerator=k, denominator=n)
    >>> old = Side(of(85, 100), {"East": of(72, 80), "West": of(13, 20)})
    >>> new = Side(of(80, 100), {"East": of(54, 60), "West": of(26, 40)})
    >>> found = split("team", old, new)
    >>> found.mix, found.rate  # nobody did worse; West, where figures are lower, has more of the work
    (Fraction(-1, 20), Fraction(0, 1))
    """
    pooled = before.hidden | after.hidden
    names = sorted((before.shown.keys() | after.shown.keys()) - pooled)
    if not names:
        return Split(column=column, reason="no segment is shown in both windows")
    rest = [_rest(side, names) for side in (before, after)]
    if rest[0] is None or rest[1] is None:
        return Split(column=column, reason=_DO_NOT_ADD_UP)
    lines: list[tuple[str | None, Estimate, Estimate]] = [
        (name, before.shown.get(name, _NOTHING), after.shown.get(name, _NOTHING)) for name in names
    ]
    if rest[0].denominator or rest[1].denominator:
        lines.append((None, rest[0], rest[1]))
    centre = (_exact(before.whole) + _exact(after.whole)) * _HALF
    wholes = before.whole.denominator or 0, after.whole.denominator or 0
    return Split(column=column, parts=tuple(_part(*line, wholes, centre) for line in lines))


_NOTHING = Estimate(value=None, count=0, numerator=0, denominator=0)


def _exact(estimate: Estimate) -> Fraction:
    return estimate.exact or Fraction(0)


def _rest(side: Side, names: list[str]) -> Estimate | None:
    """Return what the whole holds beside the segments of `names`; None where it is no sum of them.

    Indices, percentiles and counts of distinct people have figures by segment that are no parts of the whole.
    """
    parts = [side.shown[name] for name in names if name in side.shown]
    if any(part.quantum != side.whole.quantum for part in parts):
        return None
    above = (side.whole.numerator or 0) - sum(part.numerator or 0 for part in parts)
    below = (side.whole.denominator or 0) - sum(part.denominator or 0 for part in parts)
    count = side.whole.count - sum(part.count for part in parts)
    counted = all(item.count == item.denominator for item in (side.whole, *parts))
    if not below and not above and not count:
        return _NOTHING
    # What is left over is a part of its own only where every record is counted once in the denominator.
    if below <= 0 or count != below or not counted or not _possible(above, below, [side.whole, *parts]):
        return None
    value = float(Fraction(above, below) * Fraction(side.whole.quantum))
    return Estimate(value=value, count=count, numerator=above, denominator=below, quantum=side.whole.quantum)


def _possible(above: int, below: int, known: list[Estimate]) -> bool:
    """Whether what is left of shares is a share again."""
    shares = all(0 <= (item.numerator or 0) <= (item.denominator or 0) for item in known)
    return not shares or known[0].quantum != 1 or 0 <= above <= below


def _part(
    name: str | None, before: Estimate, after: Estimate, wholes: tuple[int, int], centre: Fraction
) -> Part:
    shares = [
        Fraction(item.denominator or 0, whole) for item, whole in zip((before, after), wholes, strict=True)
    ]
    old, new = before.exact, after.exact
    first = new if old is None else old
    last = old if new is None else new
    here, there = first or Fraction(0), last or Fraction(0)
    return Part(
        segment=name,
        before=before if before.denominator else None,
        after=after if after.denominator else None,
        share_before=shares[0],
        share_after=shares[1],
        mix=(shares[1] - shares[0]) * ((here + there) * _HALF - centre),
        rate=(there - here) * (shares[0] + shares[1]) * _HALF,
    )
