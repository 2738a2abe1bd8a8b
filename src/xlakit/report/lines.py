"""One judgement as one line: what was measured, what was promised, what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlakit.model import Outcome
from xlakit.model.figures import (
    estimate_text,
    figure,
    level_text,
    named_levels,
    percent,
    quantity_text,
    whole,
)
from xlakit.report.wording import OUTCOMES, counted, metric_words

if TYPE_CHECKING:
    from xlakit.model import Judgement


@dataclass(frozen=True, slots=True)
class Line:
    """The words of one judgement.

    Attributes
    ----------
    title
        What was promised, as people call it.
    measured
        The figure and what it is a figure of.
    detail
        Behind a complete count k of n and what was left to spare; behind answers the interval, how many
        they were and the response rate.
    level
        The promised level; with the minimum where it was missed.
    outcome, tone
        What became of it in words, and ``good``, ``bad`` or ``open`` for emphasis.
    weight
        Its weight in the score.
    """

    title: str
    measured: str
    detail: str
    level: str
    outcome: str
    tone: str
    weight: str


def line(judgement: Judgement) -> Line:
    """Return the line of `judgement`.

    A complete count shows no interval: nothing was sampled. Answers always show theirs. A suppressed figure
    shows nothing that was counted.
    """
    outcome = OUTCOMES[judgement.outcome]
    kept = judgement.outcome.kept
    return Line(
        title=judgement.title or judgement.objective,
        measured=_measured(judgement),
        detail=_detail(judgement),
        level=_level(judgement),
        outcome=f"{outcome}: {judgement.reason}" if judgement.reason else outcome,
        tone="open" if kept is None else "good" if kept else "bad",
        weight=f"{judgement.weight.normalize():f}",
    )


def _measured(item: Judgement) -> str:
    words = metric_words(item.metric)
    if item.suppressed:
        return f"{words}: withheld"
    if item.estimate.value is None:
        return f"{words}: no value"
    return f"{estimate_text(item.estimate, item.unit, item.levels)} {words}"


def _level(item: Judgement) -> str:
    levels = item.levels
    promised = level_text(levels.expected)
    if item.outcome.kept is False and levels.minimum is not None:
        return f"{promised}, minimum {quantity_text(levels.minimum)}"
    if item.outcome is Outcome.EXCEEDED and levels.stretch is not None:
        return f"{promised}, stretch {quantity_text(levels.stretch)}"
    return promised


def _detail(item: Judgement) -> str:
    if item.suppressed:
        return "too few answered to show it"
    parts = _sample(item) if item.basis == "user_reported" else _complete(item)
    if item.not_mature:
        parts.append(f"not yet mature: {whole(item.not_mature)}")
    return ", ".join(parts)


def _complete(item: Judgement) -> list[str]:
    estimate = item.estimate
    if estimate.value is None:
        return []
    numerator, denominator = estimate.numerator, estimate.denominator
    # Only a quantum of 1 counts single records; a figure measured elsewhere is summed in millionths.
    if item.unit != "share" or estimate.quantum != 1 or numerator is None or denominator is None:
        return [f"over {counted(estimate.count, 'record')}"] if estimate.count else []
    return [f"{whole(numerator)} of {whole(denominator)}", *_to_spare(item.to_spare)]


def _to_spare(to_spare: int | None) -> list[str]:
    if to_spare is None:
        return []
    if to_spare < 0:
        return [f"{whole(-to_spare)} too many"]
    return [f"{whole(to_spare)} to spare" if to_spare else "none to spare"]


def _sample(item: Judgement) -> list[str]:
    estimate = item.estimate
    who = "respondent" if item.metric.startswith("frustration_gap") else "answer"
    parts = []
    if estimate.low is not None and estimate.high is not None:
        levels = named_levels(item.levels)
        low, high = (figure(bound, item.unit, levels) for bound in (estimate.low, estimate.high))
        parts.append(f"{estimate.level * 100:g}% interval {low} to {high}")
    elif estimate.value is not None:
        parts.append("no interval")
    parts.append(counted(estimate.count, who))
    if item.response_rate is not None:
        parts.append(f"response rate {percent(item.response_rate)}")
    elif estimate.value is not None:
        parts.append("response rate unknown")
    return parts
