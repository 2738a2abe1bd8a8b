"""XLA204, not measured: promises to users that nobody could check.

What it flags
    An experience objective that was not measured in some of the finished windows in which the desk worked.
Why it matters
    What is not measured costs nobody anything, and a score over the rest looks complete.
How it is computed
    Windows in which the objective was NOT_MEASURED, of those in which anything at all was measured or resolved;
    windows whose follow-up is not over are left out. Beside it, per window, the weight that could not be measured
    of all weight; below half of the weight measured there is no score. A window that the agreement counts as met or
    as missed without a measurement is counted here, too. It is told in full from the first such window on, as info;
    from a quarter of the windows on as a warning. These limits are ours.
False alarms
    Months with too little work to promise anything on; an objective that is new, whose survey has just begun.
What to do
    Add what the reason names; agree on what a missing measurement costs (``not_measured``), and on a floor for the
    response rate.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING

from xlakit.model import Evidence, Finding, Outcome
from xlakit.model.figures import percent
from xlakit.rules.rule import Clear, NotApplicable, Rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlakit.model import Judgement, Window
    from xlakit.rules.case import Case

CODE = "XLA204"
OFTEN, SCORED = Fraction(1, 4), Fraction(1, 2)
SHOWN = 3
"""Reasons named."""


def check(case: Case) -> tuple[Finding, ...] | Clear | NotApplicable:
    """Return a finding for each experience objective with windows in which it was not measured."""
    finished = [item for item in case.judgements if item.outcome is not Outcome.IN_PROGRESS]
    if not any(item.kind == "experience" for item in case.judgements):
        return NotApplicable("needs an experience objective")
    worked = [item for item in finished if item.kind == "experience" and _worked(case, item, finished)]
    if not worked:
        return NotApplicable("needs a finished window in which the desk worked")
    objectives: dict[str, list[Judgement]] = {}
    for item in worked:
        objectives.setdefault(item.objective, []).append(item)
    findings = tuple(
        _finding(items, missing, finished)
        for items in objectives.values()
        if (missing := [item for item in items if _missing(item)])
    )
    return findings or Clear(
        f"{len(worked)} windows of {len(objectives)} experience objectives were measured"
    )


def _missing(item: Judgement) -> bool:
    # Counted as met or as missed by agreement, it was not measured either: only a measurement has a margin.
    return item.outcome is Outcome.NOT_MEASURED or (item.outcome.kept is not None and item.margin is None)


def _worked(case: Case, item: Judgement, finished: Sequence[Judgement]) -> bool:
    """Whether there was something to measure in the window of a judgement."""
    if not _missing(item):
        return True
    if item.not_mature:
        return False
    if item.basis == "user_reported" and case.resolved(item):
        return True
    return any(
        other.estimate.count > 0 or (other.basis == "user_reported" and case.resolved(other) > 0)
        for other in finished
        if other.window.start < item.window.end and item.window.start < other.window.end
    )


def _finding(items: list[Judgement], missing: list[Judgement], finished: Sequence[Judgement]) -> Finding:
    first = items[0]
    often = Fraction(len(missing), len(items)) >= OFTEN
    labels = ", ".join(item.window.label for item in missing)
    told = Counter(item.reason for item in missing if item.reason)
    reasons = "; ".join(
        reason for reason, _ in sorted(told.items(), key=lambda pair: (-pair[1], pair[0]))[:SHOWN]
    )
    weights = {item.window: _unmeasured(item.window, finished) for item in missing}
    worst = max(weights.values())
    unscored = sum(share > 1 - SCORED for share in weights.values())
    return Finding(
        code=CODE,
        severity="warning" if often else "info",
        title="not measured",
        message=(
            f"{first.title} was not measured in {len(missing)} of {len(items)} windows ({labels})"
            f"{': ' + reasons if reasons else ''}."
            f" In those windows up to {percent(float(worst))} of the weight could not be measured"
            f"{f', and {unscored} of them have no score' if unscored else ''}."
        ),
        objective=first.objective,
        evidence=(
            Evidence(what="windows not measured", value=len(missing), count=len(items)),
            Evidence(what="most weight that could not be measured", value=float(worst), unit="share"),
            Evidence(what="weight of this objective", value=float(first.weight)),
            Evidence(what="limits", value=f"a warning from {percent(float(OFTEN), 0)} of the windows on"),
        ),
        advice="Add what is missing; agree on what a missing measurement costs.",
    )


def _unmeasured(window: Window, finished: Sequence[Judgement]) -> Fraction:
    """Return the share of the weight of a window that could not be measured."""
    mine = [item for item in finished if item.window == window and item.weight > 0]
    names = Counter(item.objective.split("/", 1)[0] for item in mine)
    weights = [Fraction(item.weight) / names[item.objective.split("/", 1)[0]] for item in mine]
    whole = sum(weights, Fraction(0))
    lost = sum((weight for item, weight in zip(mine, weights, strict=True) if _missing(item)), Fraction(0))
    return lost / whole if whole else Fraction(0)


RULE = Rule(CODE, "Not measured: promises to users that nobody could check", "warning", __doc__ or "", check)
