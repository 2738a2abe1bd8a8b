"""A control chart: a series, the limits that chance gives it, and what goes beyond chance."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, TypeVar

from xlakit.errors import DataError, message
from xlakit.stats import arguments, series
from xlakit.stats.chart_rules import Signal, signals

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

Kind = Literal["xmr", "p", "u", "laney_p", "laney_u"]
Assurance = Literal["will pass", "may", "will fail"]
Number = TypeVar("Number", Fraction, float)
LEAST = 8


@dataclass(frozen=True, slots=True)
class ControlChart:
    """One series beside its limits, position by position; None at a gap.

    Attributes
    ----------
    kind
        ``xmr``, ``p``, ``u``, ``laney_p`` or ``laney_u``.
    points
        The charted values: the series itself, shares in 0 … 1, or events per unit of exposure.
    centre
        Their mean (weighted by the counts or the exposure); None where nothing is known.
    lower, upper
        The limits of each point, clipped to the range of the values; None at gaps, and everywhere when
        there are no limits.
    signals
        Which points go beyond chance, by which rule.
    note
        Why there are no limits; empty where there are.
    moving_ranges
        Distance of each point from its left neighbour (in sigma for Laney's charts); None next to a gap, and
        where the chart does not use them.
    mean_moving_range, moving_range_limit
        Their mean, and for ``xmr`` the limit above which one of them is unusual.
    sigma_z
        Laney's factor: above 1 the points vary more than counting alone explains.
    """

    kind: Kind
    points: tuple[float | None, ...]
    centre: float | None
    lower: tuple[float | None, ...]
    upper: tuple[float | None, ...]
    signals: tuple[Signal, ...] = ()
    note: str = ""
    moving_ranges: tuple[float | None, ...] = ()
    mean_moving_range: float | None = None
    moving_range_limit: float | None = None
    sigma_z: float | None = None

    @property
    def outside(self) -> tuple[int, ...]:
        """The positions of the points beyond a limit."""
        return tuple(point for signal in self.signals if signal.rule == "outside" for point in signal.points)

    def assurance(
        self, target: Fraction | Decimal | float, direction: Literal["higher", "lower"] = "higher"
    ) -> Assurance | None:
        """Say whether a process that goes on like this meets `target`.

        Parameters
        ----------
        target
            In the unit of the points: 0.95 for a share of 95 %.
        direction
            Which way is better: ``higher`` for a promise of at least `target`, ``lower`` for at most.

        Returns
        -------
        str or None
            ``will pass`` with the target beyond the worse limit, ``will fail`` beyond the better one,
            ``may`` between and on the limits, where chance decides month by month. The limits are those of
            the last known point. None where there are no limits.

        Raises
        ------
        DataError
            A target that is no finite number, or an unknown direction.

        Notes
        -----
        NHS England, Making Data Count. With signals in the chart the process is not one process, and the
        word holds for none of them.
        """
        arguments.one_of("assurance.direction", direction, ("higher", "lower"))
        goal = series.fraction("assurance.target", target)
        if goal is None:
            raise DataError(message("assurance.target", "must be a number", got=repr(target)))
        limits = [pair for pair in zip(self.lower, self.upper, strict=True) if None not in pair]
        if not limits:
            return None
        low, high = limits[-1]
        if low is not None and goal < low:
            return "will pass" if direction == "higher" else "will fail"
        if high is not None and goal > high:
            return "will fail" if direction == "higher" else "will pass"
        return "may"


def without_limits(kind: Kind, points: Sequence[Fraction | None], centre: Fraction | None) -> ControlChart:
    """Return the chart of a series that is too short, or too full of gaps, for limits."""
    known = len([point for point in points if point is not None])
    short = f"fewer than {LEAST}" if known < LEAST else "of which no two are neighbours"
    none = (None,) * len(points)
    return ControlChart(
        kind=kind,
        points=floats(points),
        centre=None if centre is None else float(centre),
        lower=none,
        upper=none,
        note=f"no limits: {known} known points, {short}",
    )


def chart(
    kind: Kind,
    points: Sequence[Fraction | None],
    centre: Fraction,
    halves: Sequence[Fraction | float | None],
    *,
    bounds: tuple[Fraction | None, Fraction | None],
    run: int,
) -> ControlChart:
    """Return the chart whose limits lie `halves` from its centre, clipped to `bounds`."""
    least, most = bounds
    lower = [None if half is None else centre - half for half in halves]
    upper = [None if half is None else centre + half for half in halves]
    return ControlChart(
        kind=kind,
        points=floats(points),
        centre=float(centre),
        lower=floats([low if low is None or least is None else max(low, least) for low in lower]),
        upper=floats([high if high is None or most is None else min(high, most) for high in upper]),
        signals=signals([None if point is None else point - centre for point in points], halves, run),
    )


def moving_ranges(points: Sequence[Number | None]) -> list[Number | None]:
    """Return how far each point lies from its left neighbour, None where one of the two is a gap."""
    ranges: list[Number | None] = [None] * min(len(points), 1)
    for one, other in pairwise(points):
        ranges.append(None if one is None or other is None else abs(other - one))
    return ranges


def run_length(where: str, run: int) -> int:
    """Return `run` where it is a length that a run can have."""
    if arguments.count(where, run) < 2:  # noqa: PLR2004 - every point alone lies on one side
        raise DataError(message(where, "must be at least 2", got=repr(run), hint="8 is usual, 7 is stricter"))
    return run


def floats(values: Sequence[Fraction | float | None]) -> tuple[float | None, ...]:
    """Return the values as they are shown."""
    return tuple(None if value is None else float(value) for value in values)
