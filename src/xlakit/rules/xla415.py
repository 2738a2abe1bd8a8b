"""XLA415, bounces and re-explaining: users who are handed on are unhappier.

What it flags
    A window, or a segment of it, in which users whose ticket was reassigned, or who were asked the same twice, are
    clearly less satisfied than the others.
Why it matters
    Every hand-over starts again with the user's story. Each team may keep its clock while the user loses patience.
How it is computed
    The agreement's own user-reported figures (satisfaction, where it has none): of answers on reassigned tickets
    less of those never reassigned; and of tickets on which the same was asked twice less of those on which it was
    not. The interval accounts for people who answer on both. Raised where the 95 % interval lies beyond 0 and holds
    after Benjamini and Hochberg at 10 % over all windows, segments and comparisons, is at least a tenth of the
    scale, and rests on 20 answers on each side (never fewer than the anonymity threshold). These limits are ours.
    Beside it: the share of reassigned tickets, reassignments per ticket, and the users asked twice, by events and
    by what they tick.
False alarms
    Hard tickets are handed on and take longer: the hand-over need not be what users mind. Compare tickets of one
    category before changing anything.
What to do
    Hand the story on with the ticket; route by category from the start; read what was asked twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from xlakit import stats
from xlakit.errors import MeasureError
from xlakit.metrics import (
    Leaf,
    bounces,
    build,
    difference,
    re_explain_rate,
    reassignment_rate,
)
from xlakit.model import Evidence, Finding, MetricRef
from xlakit.model.figures import figure
from xlakit.rules.rule import Clear, NotApplicable, Rule
from xlakit.rules.scanned import SCANNED, discovered, gathered, places
from xlakit.rules.weighed import can_be_weighed
from xlakit.rules.words import evidence, interval, named
from xlakit.scoring import finished

if TYPE_CHECKING:
    from collections.abc import Collection
    from fractions import Fraction

    from xlakit.metrics import Cell, Metric
    from xlakit.model import Agreement, Estimate, Window
    from xlakit.rules.case import Case, Segment

    _Seen = tuple["Contrast", Window, Segment, Cell, float]

CODE = "XLA415"
LEAST, TENTH = 20, 0.1
"""Answers on each side; the least difference, as a share of the scale."""
HANDED = {"bounces_not": "0"}, {"bounces": "0"}
ASKED = {"asked_again": "true"}, {"asked_again": "false"}
SIDES = {"reassigned": HANDED, "asked twice": ASKED}


@dataclass(frozen=True, slots=True)
class Contrast:
    """One figure of the users in question less that of the others."""

    side: str
    title: str
    metric: Metric
    scale: float


def contrasts(agreement: Agreement) -> tuple[Contrast, ...]:
    """Return what is compared under an agreement."""
    found: dict[str, Leaf] = {}
    for objective in agreement.objectives:
        try:
            metric = build(objective.metric, agreement)
        except MeasureError:  # a metric of one's own: rules know the catalogue only
            continue
        if can_be_weighed(metric) and isinstance(metric, Leaf):
            found[metric.name] = metric
    satisfaction = build(MetricRef(name="csat"), agreement)
    if not found and isinstance(satisfaction, Leaf):
        found[satisfaction.name] = satisfaction
    return tuple(
        Contrast(
            side, metric.title, difference(metric, *groups), float(metric.high or 0) - float(metric.low or 0)
        )
        for metric in found.values()
        for side, groups in SIDES.items()
    )


def metrics(agreement: Agreement) -> tuple[Metric, ...]:
    """Return the comparisons, and the metrics of handing on that stand beside them."""
    return (*(item.metric for item in contrasts(agreement)), *_beside())


def _beside() -> tuple[Metric, ...]:
    return reassignment_rate(), bounces(), re_explain_rate(), re_explain_rate(by="factor")


def check(case: Case) -> tuple[Finding, ...] | Clear | NotApplicable:
    """Return a finding for each window and segment in which users who were handed on are clearly unhappier."""
    least = max(LEAST, case.agreement.surveys.anonymity)
    looked: list[_Seen] = []
    for item in contrasts(case.agreement):
        for window, segment in places(
            case, CODE, item.metric.name, enough=partial(_enough, case, item, least)
        ):
            cell = case.own(CODE, item.metric.name, window, segment)
            if (chance := _chance(item.metric, cell)) is not None:
                looked.append((item, window, segment, cell, chance))
    if not looked:
        return NotApplicable(
            f"needs a finished window with {least} answers on reassigned tickets and {least} on others (assigned or"
            " asked events, or tickets.reassignment_count)"
        )
    sure = discovered([one[-1] for one in looked])
    raised = [
        (size, one)
        for one, is_sure in zip(looked, sure, strict=True)
        if is_sure and (size := abs(finished(one[0].metric, one[3]).value or 0) / one[0].scale) >= TENTH
    ]
    ticked = re_explain_rate(by="factor").name
    spoken = places(case, CODE, ticked, enough=lambda *_: bool(raised))
    findings = gathered((size, _finding(case, one, spoken)) for size, one in raised)
    return findings or Clear(f"{len(looked)} comparisons looked at")


def _enough(case: Case, item: Contrast, least: int, window: Window, segment: Segment) -> bool:
    """Whether both sides have answers enough."""
    cell = case.own(CODE, item.metric.name, window, segment)
    return min((own.count for _, own in item.metric.with_cells(cell)), default=0) >= least


def _chance(metric: Metric, cell: Cell) -> float | None:
    return stats.p_beyond(
        lambda level: finished(metric, cell, level=level),
        0,
        where="below" if metric.direction == "higher" else "above",
    )


def _finding(case: Case, seen: _Seen, spoken: Collection[tuple[Window, Segment]]) -> Finding:
    item, window, segment, cell, _ = seen
    ours, others = (finished(leaf, own) for leaf, own in item.metric.with_cells(cell))
    estimate, unit = finished(item.metric, cell), item.metric.unit
    values = [figure(_value(one), unit) for one in (ours, others)]
    return Finding(
        code=CODE,
        severity="warning",
        title="handed on and unhappier" if item.side == "reassigned" else "asked twice and unhappier",
        message=(
            f"{window.label}, {named(segment) or 'the whole desk'}: {item.title} is {values[0]} where users were"
            f" {item.side} ({ours.count} answers) and {values[1]} elsewhere ({others.count} answers): a difference of"
            f" {_difference(_value(estimate), unit)} ({_ends(estimate, unit)})."
        ),
        segment=segment,
        window=window,
        evidence=(
            evidence(f"{item.title}: {item.side} less others", estimate, unit),
            evidence(f"{item.title}, {item.side}", ours, unit),
            evidence(f"{item.title}, others", others, unit),
            *_beside_figures(case, window, segment, spoken),
            Evidence(what="limits", value=f"a tenth of the scale, {LEAST} answers a side; {SCANNED}"),
        ),
        advice="Hand the story on with the ticket; route by category from the start; read what was asked twice.",
    )


def _beside_figures(
    case: Case, window: Window, segment: Segment, spoken: Collection[tuple[Window, Segment]]
) -> list[Evidence]:
    found = []
    for metric in _beside():
        own = case.own(CODE, metric.name, window, segment)
        few = metric.from_answers and own.count < case.agreement.surveys.anonymity
        if not own.count or few:
            continue
        if metric.from_answers and (window, segment) not in spoken:
            continue
        told = " (what they tick)" if metric.from_answers else ""
        found.append(evidence(f"{metric.title}{told}", finished(metric, own), metric.unit))
    return found


def _value(estimate: Estimate) -> Fraction | float:
    return estimate.exact if estimate.exact is not None else estimate.value or 0.0


def _difference(value: Fraction | float, unit: str) -> str:
    return f"{100 * float(value):+.1f} points" if unit == "share" else figure(value, unit)


def _ends(estimate: Estimate, unit: str) -> str:
    if estimate.low is None or estimate.high is None or unit != "share":
        return interval(estimate, unit)
    return f"{100 * estimate.low:+.1f} to {100 * estimate.high:+.1f}"


RULE = Rule(
    CODE,
    "Bounces and re-explaining: users handed on are unhappier",
    "warning",
    __doc__ or "",
    check,
    metrics,
    by_segment=True,
)
