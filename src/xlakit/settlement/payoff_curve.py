"""The curve of a payoff: settled where it is looked at, with its slopes, steps and corners."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from xlakit.model.payoff import PayoffEdge, PayoffPoint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlakit.settlement.payoff_scene import Scene

MESH = 200
"""Figures over the whole range that are looked at where none is counted."""

MOST = 1000
"""Up to so many records every attainable figure is looked at; beyond, evenly spread ones and all beside an edge."""

BESIDE = Fraction(1, 10**6)
"""How near to an edge its slopes are taken, as a part of the range."""


@dataclass(slots=True, eq=False)
class Curve:
    """The curve of a scene, settled where it is looked at; no figure is settled twice.

    Attributes
    ----------
    scene, step, bounds, places
        What is settled, what one point is, from which figure to which, and how many decimals a slope has.
    """

    scene: Scene
    step: Fraction
    bounds: tuple[Fraction, Fraction]
    places: int
    _known: dict[Fraction, Decimal] = field(default_factory=dict)
    _fine: dict[Fraction, Fraction] = field(default_factory=dict)

    @property
    def low(self) -> Fraction:
        """The lowest figure that is looked at."""
        return self.bounds[0]

    @property
    def high(self) -> Fraction:
        """The highest figure that is looked at."""
        return self.bounds[1]

    def amount(self, figure: Fraction) -> Decimal:
        """Return the total of the statement at a figure."""
        if figure not in self._known:
            self._known[figure] = self.scene.settled(figure).total
        return self._known[figure]

    def exact(self, figure: Fraction) -> Fraction:
        """Return the same before its rounding."""
        if figure not in self._fine:
            self._fine[figure] = Fraction(self.scene.settled(figure, fine=True).total)
        return self._fine[figure]

    def points(self) -> tuple[PayoffPoint, ...]:
        """Return what was looked at, by figure."""
        volume = self.scene.volume
        return tuple(
            PayoffPoint(
                performance=figure,
                amount=self._known[figure],
                count=None if volume is None else int(figure * volume),
            )
            for figure in sorted(self._known)
        )

    def look(self, edges: list[Fraction], *, grid: bool) -> None:
        """Settle the range (with `grid`), the edges, and what is beside them."""
        volume = self.scene.volume
        cells = MESH if volume is None else volume
        every = range(cells + 1) if cells <= MOST else range(0, cells + 1, cells // MESH)
        mesh = (
            {self.low + (self.high - self.low) * Fraction(cell, cells) for cell in every} if grid else set()
        )
        mesh |= {self.low, self.high}
        for edge in edges:
            mesh |= {figure for side in self._beside(edge) for figure in side}
            mesh |= {edge} if self._attainable(edge) else set()
        for figure in sorted(mesh):
            self.amount(figure)

    def _attainable(self, figure: Fraction) -> bool:
        volume = self.scene.volume
        return self.low <= figure <= self.high and (volume is None or (figure * volume).denominator == 1)

    def _beside(self, edge: Fraction) -> tuple[tuple[Fraction, ...], tuple[Fraction, ...]]:
        """Return the two nearest figures below an edge and above it, nearest first, as far as there are any."""
        volume = self.scene.volume
        if volume is None:
            near = (self.high - self.low) * BESIDE
            below, above = [edge - near, edge - 2 * near], [edge + near, edge + 2 * near]
        else:
            under, over = -(-edge * volume // 1) - 1, edge * volume // 1 + 1
            below = [Fraction(under - further, volume) for further in (0, 1)]
            above = [Fraction(over + further, volume) for further in (0, 1)]
        return tuple(item for item in below if item >= self.low), tuple(
            item for item in above if item <= self.high
        )

    def edge(self, name: str, at: Fraction) -> PayoffEdge:
        """Return the slopes on both sides of a figure, and by how much the amount changes at once."""
        below, above = self._beside(at)
        on = self.exact(at) if self._attainable(at) else None
        left, right = (self._slope(side) if len(side) > 1 else None for side in (below, above))
        before = self.exact(below[0]) + left * (at - below[0]) if left is not None else on
        after = self.exact(above[0]) + right * (at - above[0]) if right is not None else on
        jump = Fraction(0) if before is None or after is None else after - before
        return PayoffEdge(
            name=name,
            performance=at,
            amount=self.amount(at) if on is not None else None,
            left=None if left is None else self._shown(left * self.step),
            right=None if right is None else self._shown(right * self.step),
            jump=self._shown(jump),
        )

    def _shown(self, exact: Fraction) -> Decimal:
        """Return an exact amount with a few decimals more than the currency has."""
        return Decimal(round(exact * 10**self.places)).scaleb(-self.places)

    def corners(self, edges: list[Fraction]) -> list[Fraction]:
        """Return where the curve bends or steps although no term names the figure: a cap begins to hold, a gate opens.

        Between two neighbours on one straight line nothing happens. Where two straight lines meet between neighbours,
        they meet in the corner; of counted figures, where they lead past each other, there is a step.
        """
        found: set[Fraction] = set()
        for first, last in pairwise([self.low, *edges, self.high]):
            inside = [figure for figure in sorted(self._known) if first < figure < last]
            found |= set(self._counted(inside) if self.scene.volume is not None else self._bends(inside))
        for corner in found:
            if self._attainable(corner):
                self.amount(corner)
        return sorted(found)

    def _bends(self, inside: list[Fraction]) -> Iterator[Fraction]:
        """Yield where straight lines through neighbours meet."""
        slopes = [self._slope(two) for two in pairwise(inside)]
        for place, (before, after) in enumerate(zip(slopes, slopes[2:], strict=False), start=1):
            if not self._same(before, after):
                meets = self._meet(inside[place], before, inside[place + 1], after)
                if inside[place] <= meets < inside[place + 1]:
                    yield meets

    def _counted(self, inside: list[Fraction]) -> Iterator[Fraction]:
        """Yield where the amount of counted figures bends, and the kept side of each step.

        A piece between two neighbours that is like neither piece beside it holds a bend, or, where it is steeper than
        both, a step.
        """
        slopes = [self._slope(two) for two in pairwise(inside)]
        kept = 1 if self.scene.levels.expected.higher_is_better else 0
        alone: set[int] = set()
        for place, (before, here, after) in enumerate(
            zip(slopes, slopes[1:], slopes[2:], strict=False), start=1
        ):
            if self._same(before, here) or self._same(here, after):
                continue
            if not self._neighbours(inside[place - 1 : place + 3]):
                continue
            alone.add(place)
            if min(before, after) < here < max(before, after):
                yield self._meet(inside[place], before, inside[place + 1], after)
            else:
                yield inside[place + kept]
        for place, (before, after) in enumerate(pairwise(slopes), start=1):
            plain = not alone & {place - 1, place} and self._neighbours(inside[place - 1 : place + 2])
            if plain and not self._same(before, after):
                yield inside[place]

    def _neighbours(self, figures: list[Fraction]) -> bool:
        """Whether no whole number of records lies between; figures further apart show nothing."""
        return (figures[-1] - figures[0]) * (self.scene.volume or 1) == len(figures) - 1

    def _meet(self, one: Fraction, before: Fraction, other: Fraction, after: Fraction) -> Fraction:
        """Return the figure at which a line through `one` and a line through `other` meet."""
        return (self.exact(other) - self.exact(one) + before * one - after * other) / (before - after)

    def _slope(self, two: tuple[Fraction, ...]) -> Fraction:
        near, far = two
        return (self.exact(near) - self.exact(far)) / (near - far)

    def _same(self, one: Fraction, other: Fraction) -> bool:
        return self._shown(one * self.step) == self._shown(other * self.step)
