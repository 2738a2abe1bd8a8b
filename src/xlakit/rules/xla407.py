"""XLA407, reclassified priority: tickets are downgraded when most of their time is gone.

What it flags
    A clock, for the whole desk or a segment, whose tickets are given a lower priority more often once 80 % of the
    allowance is used than before.
Why it matters
    A longer limit saves the figure, not the user, whose matter is as urgent as it was.
How it is computed
    For every cycle decided in all finished windows that began under a limit that is not the longest: whether its
    first change of priority was a downgrade, before or after 80 % of the allowance was used. The share of downgrades
    among the cycles that got so far, against that among all of them before (Fisher's exact test, one-sided; score
    interval of the odds ratio). Beside it downgrades against upgrades (McNemar). The counterfactual judges every cycle
    by the limit of the priority at its start. Assumption: true triage happens early.
False alarms
    Benjamini-Hochberg at 10 % over all clocks and segments looked at; at least 20 cycles that got to 80 % and 50 in
    all; a difference of at least 0.5 points between attainment by the last and by the first priority. Under a clock
    bound to the priority at the start (``binding: at_start``, or ``strictest``) the contract's own figure does not
    move: then the finding is for information. Innocent causes: a workaround that took the urgency away, late news of
    the impact, clean-up of priorities before reports.
What to do
    Read the tickets named: who changed the priority, and was the user asked? Bind the clock to the priority at the
    start, or to the strictest one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlakit import stats
from xlakit.model import Evidence, Finding
from xlakit.model.figures import percent
from xlakit.rules.clock_words import FALSE_ALARMS, FLOOR, attainment, objective_of, where
from xlakit.rules.rule import Clear, NotApplicable, Rule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlakit.rules.case import Case
    from xlakit.stats import OddsRatio

CODE = "XLA407"
LEAST_LATE, LEAST = 20, 50
INNOCENT = "a workaround that took the urgency away, late news of the impact, clean-up before reports"


def check(case: Case) -> tuple[Finding, ...] | Clear | NotApplicable:
    """Return a finding for each clock and segment with late downgrades beyond doubt."""
    rows = [
        row
        for row in case.signals["priorities"]
        if row["late_cycles"] >= LEAST_LATE and row["early_cycles"] >= LEAST
    ]
    if not rows:
        return NotApplicable(
            f"needs {LEAST} decided cycles that could be downgraded, {LEAST_LATE} of them with 80 % of the limit used"
        )
    found = [
        stats.odds_ratio(
            row["late_downgrades"], row["late_cycles"], row["early_downgrades"], row["early_cycles"]
        )
        for row in rows
    ]
    adjusted = stats.benjamini_hochberg([1.0 if item is None else item.p_greater for item in found])
    findings = tuple(
        _finding(case, row, item, p)
        for row, item, p in zip(rows, found, adjusted, strict=True)
        if item is not None and p <= FALSE_ALARMS and _gained(row) >= FLOOR * row["decided"]
    )
    return findings or Clear(f"{len(rows)} clocks and segments looked at")


def _gained(row: Mapping[str, Any]) -> int:
    """Return how many more cycles keep the limit of their last priority than that of their first."""
    gained: int = row["met_final"] - row["met_initial"]
    return gained


def _finding(case: Case, row: Mapping[str, Any], found: OddsRatio, p: float) -> Finding:
    decided, moves = row["decided"], stats.mcnemar(row["down"], row["up"])
    late, early = (share or 0.0 for share in found.shares)
    bound = row["binding"] == "current"
    note = (
        ""
        if bound
        else " The clock is bound to the priority at the start: the contract's own figure does not move."
    )
    return Finding(
        code=CODE,
        severity="warning" if bound else "info",
        title="reclassified priority",
        message=(
            f"{where(row)}: {row['late_downgrades']} of {row['late_cycles']} {row['clock']} clocks"
            f" ({percent(late)}) were downgraded once 80 % of the limit was used, {percent(early)} before: odds"
            f" {_times(found)}, consistent with downgrading what is about to breach. By the last priority attainment"
            f" is {percent(row['met_final'] / decided)}, by the first {percent(row['met_initial'] / decided)}.{note}"
        ),
        objective=objective_of(case.agreement, row["clock"]),
        segment=row["segment"],
        window=row["window"],
        evidence=(
            Evidence(
                what="odds of a downgrade, late over early",
                value=found.ratio,
                low=found.low,
                high=found.high,
                count=sum(found.counts),
            ),
            Evidence(what="downgraded late", value=late, count=row["late_cycles"], unit="share"),
            Evidence(what="downgraded early", value=early, count=row["early_cycles"], unit="share"),
            Evidence(what="first changes down", value=row["down"], unit="count"),
            Evidence(what="first changes up", value=row["up"], unit="count"),
            Evidence(
                what="p of so many down as against up (McNemar)",
                value=None if moves is None else moves.p_down,
            ),
            *attainment(row["met_final"], decided, row["met_initial"], "under the initial priority"),
            Evidence(what="adjusted p", value=p, count=sum(found.counts)),
            Evidence(what="assumption", value="true triage happens early"),
        ),
        tickets_affected=row["late_downgrades"],
        examples=row["examples"],
        advice=(
            f"May be innocent: {INNOCENT}. Read the tickets named: who changed the priority, and was the user asked?"
            + (" Bind the clock to the priority at the start, or to the strictest one." if bound else "")
        ),
    )


def _times(found: OddsRatio) -> str:
    if found.ratio is None or found.high is None:
        return f"at least {found.low:.1f} times as high"
    return f"{found.ratio:.1f} times as high ({found.low:.1f} to {found.high:.1f})"


RULE = Rule(CODE, "Reclassified priority", "warning", __doc__ or "", check, signals=("priorities",))
