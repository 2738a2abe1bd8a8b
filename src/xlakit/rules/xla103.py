"""XLA103, divergence: users are served worse month by month, while every target holds.

What it flags
    A user-reported objective, of the whole or of a segment, that got worse over six or more windows in a row in all
    of which every weighted efficiency objective was met.
Why it matters
    The watermelon ripens slowly. A level that is still kept says nothing about where it is heading, and the targets do
    not move at all.
How it is computed
    The run of windows up to the last one in which efficiency was met; windows that overlap are left out. A straight
    line through the objective's figures, each weighted by its own standard error; the slope's t test is widened where
    the windows differ more than their answers explain. Raised where the one-sided p-value, after Benjamini and
    Hochberg's adjustment over all objectives and segments looked at, is at most 10 %, and itself at most 5 %, and the
    line got worse by at least 5 % of the scale (5 points of a share, 10 of a net score). From twelve windows on the
    single change of level that explains most is named, too.
False alarms
    A season looks like a trend within one year. Months that resemble their neighbours make any trend look surer than
    it is. A survey that began to ask other people.
What to do
    Look at what changed at the time the figure began to move: staff, tools, routing, the questions asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlakit import stats
from xlakit.model import Evidence, Finding
from xlakit.model.figures import figure
from xlakit.rules.effect import floor_of, gap_text
from xlakit.rules.rule import Clear, NotApplicable, Rule
from xlakit.rules.shade_scan import heard
from xlakit.rules.standard_error import standard_error
from xlakit.rules.time_order import disjoint, from_to
from xlakit.rules.words import evidence, named
from xlakit.scoring import sides

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlakit.model import Judgement
    from xlakit.rules.case import Case, Segment
    from xlakit.scoring import Sides

CODE = "XLA103"
ALPHA = 0.05
RATE = 0.10
FEWEST = 6
CHANGE_FROM = 12


@dataclass(frozen=True, slots=True)
class Run:
    """The figures of one objective and segment in windows with efficiency met, and the line through them."""

    items: tuple[Judgement, ...]
    trend: stats.WeightedTrend

    @property
    def p_value(self) -> float:
        """How often a level series would get as much worse."""
        worse = (
            self.trend.p_falling if self.items[0].levels.expected.higher_is_better else self.trend.p_rising
        )
        return 1.0 if worse is None else worse

    @property
    def change(self) -> float:
        """How much worse the line got from its first to its last window; negative where it got better."""
        gap = (self.trend.last or 0.0) - (self.trend.first or 0.0)
        return -gap if self.items[0].levels.expected.higher_is_better else gap


def check(case: Case) -> tuple[Finding, ...] | Clear | NotApplicable:
    """Return a finding for each objective and segment that gets worse while the targets hold."""
    if not any(item.basis == "user_reported" and item.kind == "experience" for item in case.judgements):
        return NotApplicable("needs a user-reported objective")
    if not any(item.kind == "efficiency" and item.weight > 0 for item in case.judgements):
        return NotApplicable("needs an efficiency objective")
    runs = _runs(case)
    if not runs:
        return NotApplicable(
            f"needs {FEWEST} finished windows in a row with every efficiency objective met and users heard"
        )
    adjusted = stats.benjamini_hochberg([run.p_value for run in runs])
    findings = tuple(
        _finding(run, value)
        for run, value in zip(runs, adjusted, strict=True)
        if run.p_value <= ALPHA and value <= RATE and run.change >= _floor(case, run)
    )
    return findings or Clear(f"{len(runs)} series of {FEWEST} or more windows looked at")


def _floor(case: Case, run: Run) -> float:
    return floor_of(case.metrics[run.items[0].objective.split("/", 1)[0]], run.trend.first or 0.0)


def _runs(case: Case) -> tuple[Run, ...]:
    by_segment: dict[Segment, list[Sides]] = {}
    for item in sides((*case.judgements, *case.segments)):
        by_segment.setdefault(item.segment, []).append(item)
    found: list[Run] = []
    for parts in by_segment.values():
        objectives = dict.fromkeys(judgement.objective for item in parts for judgement in item.reported)
        found += [run for name in objectives if (run := _run(parts, name)) is not None]
    return tuple(found)


def _run(parts: Sequence[Sides], objective: str) -> Run | None:
    """Return the last windows in a row with efficiency met; those without enough answers are gaps in it."""
    mine = {
        item.window: item for item in parts if any(found.objective == objective for found in item.reported)
    }
    items: list[Judgement] = []
    places: list[int] = []
    windows = disjoint(mine)
    for place in range(len(windows) - 1, -1, -1):
        item = mine[windows[place]]
        if not item.green:
            break
        for judgement in heard(item):
            if judgement.objective == objective and standard_error(judgement.estimate) is not None:
                items.insert(0, judgement)
                places.insert(0, place)
    if len(items) < FEWEST:
        return None
    values = [item.estimate.value for item in items]
    errors = [standard_error(item.estimate) for item in items]
    return Run(tuple(items), stats.weighted_trend(values, errors, at=places))


def _finding(run: Run, adjusted: float) -> Finding:
    first, last, trend = run.items[0], run.items[-1], run.trend
    up = first.levels.expected.higher_is_better
    windows = [item.window for item in run.items]
    ends = f"from {figure(trend.first or 0.0, first.unit)} to {figure(trend.last or 0.0, first.unit)} along the line"
    pace = (
        f"{gap_text(trend.slope or 0.0, first.unit)} a window"
        f" ({' to '.join(sorted((_signed(trend.low, first.unit), _signed(trend.high, first.unit))))})"
    )
    return Finding(
        code=CODE,
        severity="warning",
        title="divergence: experience falls, targets hold",
        message=(
            f"{from_to(windows)}, {named(first.segment) or 'the whole desk'}: {first.title} {'fell' if up else 'rose'}"
            f" {ends}, {pace}, over {len(windows)} windows in each of which every efficiency target was met."
        ),
        objective=last.objective,
        segment=last.segment,
        window=last.window,
        evidence=(
            Evidence(
                what=f"change of {first.title} a window",
                value=trend.slope,
                low=trend.low,
                high=trend.high,
                count=trend.count,
                unit=first.unit,
            ),
            Evidence(what="adjusted p-value", value=adjusted, count=trend.count),
            *(
                evidence(f"{item.title}, {item.window.label}", item.estimate, item.unit)
                for item in (first, last)
            ),
            *_jump(run),
        ),
        advice="Look at what changed when the figure began to move: staff, tools, routing, the questions asked.",
    )


def _signed(value: float | None, unit: str) -> str:
    shown = gap_text(value or 0.0, unit)
    return f"-{shown}" if (value or 0.0) < 0 else f"+{shown}"


def _jump(run: Run) -> tuple[Evidence, ...]:
    """Return where the level changed, where enough windows can tell."""
    if len(run.items) < CHANGE_FROM:
        return ()
    found = stats.change_point([item.estimate.value for item in run.items])
    if found.index is None or found.p_value is None or found.p_value > ALPHA:
        return ()
    return (
        Evidence(
            what=f"the one change of level that explains most begins (p = {found.p_value:.3f})",
            value=run.items[found.index].window.label,
            count=found.count,
        ),
    )


RULE = Rule(CODE, "Divergence: experience falls while targets hold", "warning", __doc__ or "", check)
