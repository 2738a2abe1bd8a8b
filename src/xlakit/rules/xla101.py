"""XLA101, the watermelon: green outside, red inside.

What it flags
    A window, or a segment of it, in which every weighted efficiency objective was met while a user-reported
    objective was below expected.
Why it matters
    The provider is paid and praised for targets that do not serve the people they were meant for.
How it is computed
    The contract decides what is green: every measured efficiency objective with weight at or above expected, and a
    user-reported objective is red when it is below expected. How sure that is has classes. CONFIRMED, where ten or more
    segments of one column were measured in one window: by empirical Bayes. All segments together say how far
    segments differ; those most probably below expected are called, so many that at most 10 % of them are expected to be
    called wrongly, whatever the shape of the prior. CONFIRMED elsewhere, and for the contract as a whole: the
    one-sided 95 % bound of the objective's own interval lies beyond expected, after Holm's adjustment over that
    window's user-reported objectives. SUSPECTED: that bound, unadjusted; among ten or more segments it is shown as a
    class and not raised, for there it is too often chance. A point value alone, or reopens and repeat contacts
    alone, give POSSIBLE: shown as a class, never raised. Severe: below the minimum; where none was agreed,
    when the shortfall (as a part of the scale) times the resolved tickets reaches 100 tickets.
False alarms
    Few answers, or answers from one unhappy corner of the desk: read the response rate beside the figure.
What to do
    Read the reopened and repeated tickets of the segment named, agree on what "solved" means there, and put weight
    on it in the agreement.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlakit.model import Evidence, Finding
from xlakit.rules.effect import span
from xlakit.rules.rule import Clear, NotApplicable, Rule
from xlakit.rules.shade_scan import heard, scanned
from xlakit.rules.words import named, phrase
from xlakit.scoring import sides

if TYPE_CHECKING:
    from xlakit.model import Judgement, ShadeOf
    from xlakit.rules.case import Case
    from xlakit.scoring import Sides

CODE = "XLA101"
GRAVE = 100
"""Tickets that a shortfall has to amount to, to be severe where no minimum was agreed."""


def check(case: Case) -> tuple[Finding, ...] | Clear | NotApplicable:
    """Return a finding for each confirmed watermelon, and for suspected ones that no scan was made for."""
    classes = case.shades
    if not any(item.kind == "experience" for item in case.judgements):
        return NotApplicable("needs an experience objective")
    if not any(item.kind == "efficiency" for item in case.judgements):
        return NotApplicable("needs an efficiency objective")
    if not classes or all(item.shade == "UNKNOWN" for item in classes):
        return NotApplicable("needs a finished window in which both sides were measured")
    listed = sides((*case.judgements, *case.segments))
    both = {(item.window, item.segment): item for item in listed}
    # Among many segments the bound of one is beyond expected by chance too often to be told as a finding.
    scans = scanned(listed)
    findings = tuple(
        _finding(case, item, both[item.window, item.segment])
        for item in classes
        if item.shade == "CONFIRMED"
        or (item.shade == "SUSPECTED" and (item.window, item.segment) not in scans)
    )
    if findings:
        return findings
    seen = sum(item.shade != "UNKNOWN" for item in classes)
    return Clear(f"{seen} windows and segments looked at")


def _finding(case: Case, shade: ShadeOf, both: Sides) -> Finding:
    missed = tuple(item for item in heard(both) if item.outcome.kept is False)
    worst = min(missed, key=lambda item: item.margin if item.margin is not None else 0.0)
    where = named(shade.segment) or "the whole desk"
    outside = "every efficiency target was met"
    inside = "; ".join(phrase(item) for item in missed)
    sure = "confirmed" if shade.shade == "CONFIRMED" else "suspected"
    weights = {item.objective: _weight(case, item) for item in missed}
    grave = any(item.levels.minimum is None and (weights[item.objective] or 0) >= GRAVE for item in missed)
    return Finding(
        code=CODE,
        severity="severe" if shade.severe or grave else "warning",
        title=f"watermelon, {sure}",
        message=f"{shade.window.label}, {where}: {outside}, yet {inside}.{_why(both)}"
        f" {sure.capitalize()} {shade.reason}.",
        objective=worst.objective,
        segment=shade.segment,
        window=shade.window,
        evidence=(
            *(_evidence(item) for item in (*missed, *both.efficiency, *both.observed)),
            *(
                Evidence(what=f"tickets that the shortfall of {item.title} amounts to", value=weight)
                for item in missed
                if (weight := weights[item.objective])
            ),
        ),
        tickets_affected=case.resolved(worst) or None,
        advice=_advice(both),
    )


def _weight(case: Case, item: Judgement) -> int | None:
    """Return the shortfall, as a part of the scale, times the resolved tickets; None on an open scale."""
    width = span(case.metrics[item.objective.split("/", 1)[0]])
    if width is None or item.margin is None:
        return None
    return round(-item.margin / width * case.resolved(item))


def _why(both: Sides) -> str:
    reasons = [phrase(item) for item in both.observed if item.outcome.kept is False]
    return f" Seen in the records: {'; '.join(reasons)}." if reasons else ""


def _advice(both: Sides) -> str:
    names = {item.metric.split("(")[0] for item in both.observed if item.outcome.kept is False}
    steps = []
    if "reopen_rate" in names:
        steps.append("read the reopened tickets: they were closed before they were solved")
    if "repeat_contact_rate" in names:
        steps.append("look at who came back with the same matter within the week")
    steps.append("agree with users on what solved means, and give it weight in the agreement")
    return "; ".join(steps)[0].upper() + "; ".join(steps)[1:] + "."


def _evidence(item: Judgement) -> Evidence:
    sampled = item.basis == "user_reported"
    return Evidence(
        what=f"{item.title} ({item.levels.expected})",
        value=item.estimate.value,
        low=item.estimate.low if sampled else None,
        high=item.estimate.high if sampled else None,
        count=item.estimate.count,
        unit=item.unit,
    )


RULE = Rule(CODE, "Watermelon: targets met, users not served", "severe", __doc__ or "", check)
