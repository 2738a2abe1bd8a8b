"""XLA104, inverse: targets missed, and users clearly content.

What it flags
    The whole, or a segment of it, in which a weighted efficiency objective was missed while every user-reported
    objective lay clearly above expected.
Why it matters
    The agreement pays for a speed that nobody asked for, or punishes what does no harm. The money is better spent on
    what users do miss.
How it is computed
    In each finished window in which efficiency was missed: of every user-reported objective that was measured, the
    one-sided 95 % lower bound of its own interval lies above expected (below it where lower is better), all of them at
    once; and some efficiency objective was missed by more than chance would make of a process on its target (the
    same bound the other way, Holm over those missed). The greatest of these p-values, after Benjamini and Hochberg's
    adjustment over all such windows and segments, is at most 10 %. One finding a segment; it names the windows.
False alarms
    Those who suffered from the missed target may not be the ones who answered. A target may guard what users do not
    see: safety, law, another contract.
What to do
    Ask whom the missed target protects. If nobody can say, lower it, and put its weight on what users miss.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlakit import stats
from xlakit.model import Finding
from xlakit.rules.rule import Clear, NotApplicable, Rule
from xlakit.rules.shade_scan import heard
from xlakit.rules.time_order import from_to
from xlakit.rules.words import evidence, named, phrase
from xlakit.scoring import sides

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlakit.model import Judgement
    from xlakit.rules.case import Case, Segment
    from xlakit.scoring import Sides

CODE = "XLA104"
ALPHA = 0.05
RATE = 0.10


@dataclass(frozen=True, slots=True)
class Seen:
    """A window and segment that missed its targets, and how easily chance would make users look as content."""

    both: Sides
    p_value: float


def check(case: Case) -> tuple[Finding, ...] | Clear | NotApplicable:
    """Return a finding for each segment whose users are content although its targets were missed."""
    if not any(item.basis == "user_reported" and item.kind == "experience" for item in case.judgements):
        return NotApplicable("needs a user-reported objective")
    if not any(item.kind == "efficiency" and item.weight > 0 for item in case.judgements):
        return NotApplicable("needs an efficiency objective")
    both = [
        item for item in sides((*case.judgements, *case.segments)) if item.green is not None and heard(item)
    ]
    if not both:
        return NotApplicable("needs a finished window in which both sides were measured")
    seen = [Seen(item, _chance(case, item)) for item in both if item.green is False]
    adjusted = stats.benjamini_hochberg([item.p_value for item in seen])
    groups: dict[Segment, list[Sides]] = {}
    for item, value in zip(seen, adjusted, strict=True):
        if item.p_value <= ALPHA and value <= RATE:
            groups.setdefault(item.both.segment, []).append(item.both)
    findings = tuple(_finding(group) for group in groups.values())
    return findings or Clear(
        f"{len(both)} windows and segments looked at, {len(seen)} of them with targets missed"
    )


def _chance(case: Case, item: Sides) -> float:
    """Return the greatest p-value: every users' objective has to be clearly kept, and some target clearly missed."""
    told = heard(item)
    if any(not found.outcome.kept for found in told):
        return 1.0
    content = max(_beyond(case, found, kept=True) for found in told)
    missed = [found for found in item.efficiency if found.outcome.kept is False]
    return max(content, min(stats.holm([_beyond(case, found, kept=False) for found in missed])))


def _beyond(case: Case, judgement: Judgement, *, kept: bool) -> float:
    """Return how easily a figure on its expected level would lie as far on this side of it."""
    expected = judgement.levels.expected
    chance = stats.p_beyond(
        lambda level: case.again(judgement, level=level),
        expected.exact,
        where="above" if expected.higher_is_better is kept else "below",
    )
    return 1.0 if chance is None else chance


def _finding(group: Sequence[Sides]) -> Finding:
    last = max(group, key=lambda item: (item.window.end, item.window.start))
    missed = [item for item in last.efficiency if item.outcome.kept is False]
    told = heard(last)
    more = (
        f" It was so in {len(group)} windows, {from_to(item.window for item in group)}."
        if len(group) > 1
        else ""
    )
    return Finding(
        code=CODE,
        severity="info",
        title="inverse: targets missed, users content",
        message=(
            f"{last.window.label}, {named(last.segment) or 'the whole desk'}: {'; '.join(map(phrase, missed))};"
            f" yet users are clearly content: {'; '.join(map(phrase, told))}.{more}"
        ),
        objective=missed[0].objective,
        segment=last.segment,
        window=last.window,
        evidence=(
            *(evidence(f"{item.title} ({item.levels.expected})", item.estimate, item.unit) for item in told),
            *(
                evidence(f"{item.title} ({item.levels.expected})", item.estimate, item.unit).model_copy(
                    update={"low": None, "high": None}
                )
                for item in missed
            ),
        ),
        tickets_affected=max(item.estimate.count for item in missed),
        advice="Ask whom the missed target protects; if nobody can say, lower it, and weigh what users miss instead.",
    )


RULE = Rule(CODE, "Inverse: targets missed, users content", "info", __doc__ or "", check)
