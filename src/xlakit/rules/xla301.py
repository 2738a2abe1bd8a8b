"""XLA301, uneven groups: one team, site, channel or priority is served clearly worse than the rest.

What it flags
    A value of a reported column, or of site, channel, priority or team, for which a user-reported or an efficiency
    figure of the agreement is clearly worse than for all others together.
Why it matters
    The contract judges the average. A site that is served badly all year disappears in it.
How it is computed
    Over all finished windows that do not overlap, and in which the group and at least one other may be shown: the
    figure of the group less that of all other shown groups, same windows, with the interval that both intervals give
    (Newcombe; Zou and Donner). Raised where the one-sided 95 % bound of the difference is on the bad side, Benjamini
    and Hochberg's adjusted p-value over all objectives, columns and groups looked at is at most 10 %, and the
    difference is at least 5 % of the scale (5 points of a share, 10 of a net score; 10 % of the figure where the scale
    is open). Both sides need 30 records. An objective that is judged for each value of a column is not compared
    by that column.
False alarms
    Groups differ in what they are asked to do: see XLA302 for a comparison at the same mix of work. A priority with a
    tighter limit misses it more often by design.
What to do
    Look at staffing, hours, language and tools of the group named; report the agreement by this column.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from itertools import accumulate
from operator import add
from typing import TYPE_CHECKING

from xlakit import stats
from xlakit.errors import MeasureError
from xlakit.metrics import Cell, Kind, build
from xlakit.model import Evidence, Finding
from xlakit.model.figures import figure
from xlakit.rules.effect import floor_of, gap_text
from xlakit.rules.rule import Clear, NotApplicable, Rule
from xlakit.rules.time_order import disjoint, from_to
from xlakit.rules.words import evidence, interval, named
from xlakit.scoring import finished

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from xlakit.metrics import Metric
    from xlakit.model import Agreement, Estimate, Objective, Window
    from xlakit.rules.case import Case, Segment

CODE = "XLA301"
ALPHA = 0.05
RATE = 0.10
LEAST = 30
CUTS = ("site", "channel", "priority", "team")
KINDS = frozenset({Kind.SHARE, Kind.NET, Kind.MEAN, Kind.RATIO})


@dataclass(frozen=True, slots=True)
class Gap:
    """A group beside all others: both figures, and the sums they are made of."""

    metric: Metric
    objective: Objective
    segment: Segment
    windows: tuple[Window, ...]
    mine: Cell
    rest: Cell

    def apart(self, level: float = 0.95) -> Estimate:
        """Return the group's figure less that of the rest."""
        one, other = (finished(self.metric, cell, level=level) for cell in (self.mine, self.rest))
        return stats.apart(one, other)

    def p_value(self) -> float:
        """Return how easily chance makes a group that is like the rest look as bad."""
        gap = self.apart().value
        if gap is None or (gap >= 0 if self.metric.direction == "higher" else gap <= 0):
            return 1.0
        where = "below" if self.metric.direction == "higher" else "above"
        chance = stats.p_beyond(self.apart, 0, where=where)  # type: ignore[arg-type]
        return 1.0 if chance is None else max(chance, self._exact())

    def _exact(self) -> float:
        """Return Fisher's p-value of two plain shares, 0 for other figures.

        Newcombe's bound is a little bold in the tail that a scan of many groups looks at.
        """
        sides = []
        for cell in (self.mine, self.rest):
            found = finished(self.metric, cell)
            if found.method != "wilson" or found.numerator is None or found.denominator is None:
                return 0.0
            up = self.metric.direction == "higher"
            bad = found.denominator - found.numerator if up else found.numerator
            sides += [bad, found.denominator]
        odds = stats.odds_ratio(*sides)
        return 1.0 if odds is None else odds.p_greater


def metrics(agreement: Agreement) -> tuple[Metric, ...]:
    """Return the metrics of the user-reported and the efficiency objectives, those that can be compared."""
    return tuple(metric for metric, _ in compared(agreement).values())


def compared(agreement: Agreement) -> Mapping[str, tuple[Metric, Objective]]:
    """Return the metrics that can be compared between groups, by name, each with the first objective on it."""
    found: dict[str, tuple[Metric, Objective]] = {}
    for objective in agreement.objectives:
        try:
            metric = build(objective.metric, agreement).where(**objective.where)
        except MeasureError:  # a metric of one's own that only the evaluation knows
            continue
        side = metric.basis == "user_reported" or (objective.kind or metric.kind) == "efficiency"
        whole = metric.additive and all(leaf.statistic.kind in KINDS for leaf in metric.leaves)
        if side and whole and metric.basis != "supplied":
            found.setdefault(metric.name, (metric, objective))
    return found


def check(case: Case) -> tuple[Finding, ...] | Clear | NotApplicable:
    """Return a finding for each group that fares clearly worse than the rest."""
    known = compared(case.agreement)
    if not known:
        return NotApplicable("needs a user-reported or an efficiency objective")
    gaps = [gap for metric, objective in known.values() for gap in _gaps(case, metric, objective)]
    if not gaps:
        return NotApplicable(
            f"needs finished windows and a column ({', '.join(CUTS)}, or one that is reported by) with two groups"
            f" of at least {_least(case)} records"
        )
    chances = [gap.p_value() for gap in gaps]
    findings = tuple(
        _finding(gap, adjusted)
        for gap, chance, adjusted in zip(gaps, chances, stats.benjamini_hochberg(chances), strict=True)
        if chance <= ALPHA and adjusted <= RATE and _matters(gap)
    )
    return findings or Clear(f"{len(gaps)} groups compared with the rest")


def _least(case: Case) -> int:
    return max(LEAST, case.agreement.surveys.anonymity)


def _matters(gap: Gap) -> bool:
    rest = finished(gap.metric, gap.rest).value
    return abs(gap.apart().value or 0.0) >= floor_of(gap.metric, rest or 0.0)


def _gaps(case: Case, metric: Metric, objective: Objective) -> Iterator[Gap]:
    hidden = case.withheld(CODE, metric.name)
    windows = disjoint(case.windows)
    for column in dict.fromkeys((*case.columns, *CUTS)):
        if column == objective.each:
            continue
        segments = case.own_segments(CODE, metric.name, column)
        shown: dict[Window, dict[Segment, Cell]] = {}
        for window in windows:
            cells = {
                segment: case.own(CODE, metric.name, window, segment)
                for segment in segments
                if (window, segment) not in hidden
            }
            shown[window] = {segment: cell for segment, cell in cells.items() if metric.counted(cell)}
        yield from _beside(metric, objective, shown, _least(case))


def _beside(
    metric: Metric, objective: Objective, shown: Mapping[Window, Mapping[Segment, Cell]], least: int
) -> Iterator[Gap]:
    others = {window: without_each(cells) for window, cells in shown.items()}
    for segment in sorted({segment for cells in shown.values() for segment in cells}):
        kept = [window for window, cells in shown.items() if segment in cells and len(cells) > 1]
        mine = total(shown[window][segment] for window in kept)
        rest = total(others[window][segment] for window in kept)
        if metric.counted(mine) >= least and metric.counted(rest) >= least:
            yield Gap(metric, objective, segment, tuple(kept), mine, rest)


def total(cells: Iterable[Cell]) -> Cell:
    """Return the sums of all cells together."""
    return reduce(add, cells, Cell())


def without_each(cells: Mapping[Segment, Cell]) -> Mapping[Segment, Cell]:
    """Return, for each segment, the sums of all others; sums have no minus, so from both ends inwards."""
    parts = list(cells.values())
    before = list(accumulate(parts, initial=Cell()))
    after = list(accumulate(reversed(parts), initial=Cell()))[::-1]
    return {segment: before[place] + after[place + 1] for place, segment in enumerate(cells)}


def _finding(gap: Gap, adjusted: float) -> Finding:
    metric, apart = gap.metric, gap.apart()
    mine, rest = finished(metric, gap.mine), finished(metric, gap.rest)
    title = gap.objective.title or gap.objective.name
    return Finding(
        code=CODE,
        severity="warning",
        title="uneven groups",
        message=(
            f"{from_to(gap.windows)}, {named(gap.segment)}: {title} {figure(mine.value or 0.0, metric.unit)}"
            f" ({interval(mine, metric.unit)}, {mine.count} records), against"
            f" {figure(rest.value or 0.0, metric.unit)} in all other groups:"
            f" {gap_text(apart.value or 0.0, metric.unit)}"
            f" {'lower' if (apart.value or 0.0) < 0 else 'higher'}"
            f" ({gap_text(_nearest(apart), metric.unit)} to {gap_text(_farthest(apart), metric.unit)})."
        ),
        objective=gap.objective.name,
        segment=gap.segment,
        window=gap.windows[-1],
        evidence=(
            evidence(f"{title}, {named(gap.segment)}", mine, metric.unit),
            evidence(f"{title}, all other groups", rest, metric.unit),
            evidence("difference", apart, metric.unit),
            Evidence(what="adjusted p-value", value=adjusted, count=mine.count),
        ),
        tickets_affected=mine.count,
        advice="Look at staffing, hours, language and tools of this group, and compare it at the same mix (XLA302).",
    )


def _nearest(apart: Estimate) -> float:
    return min((apart.low or 0.0, apart.high or 0.0), key=abs)


def _farthest(apart: Estimate) -> float:
    return max((apart.low or 0.0, apart.high or 0.0), key=abs)


RULE = Rule(
    CODE,
    "Uneven groups: one is served worse than the rest",
    "warning",
    __doc__ or "",
    check,
    metrics,
    by_segment=True,
    cuts=CUTS,
)
