"""How rules word judgements and segments, one way for all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlakit.model import Evidence
from xlakit.model.figures import estimate_text, figure, level_text

if TYPE_CHECKING:
    from xlakit.model import Estimate, Judgement


def named(segment: tuple[tuple[str, str], ...]) -> str:
    """Return a segment in words: ``team Field West``.

    Examples
    --------
    >>> named((("team", "Field West"),)), named(())
    ('team Field West', '')
    """
    return ", ".join(f"{column} {value}" for column, value in segment)


def interval(estimate: Estimate, unit: str) -> str:
    """Return the ends of an interval in words, or nothing where there is none."""
    if estimate.low is None or estimate.high is None:
        return ""
    return f"{figure(estimate.low, unit)} to {figure(estimate.high, unit)}"


def evidence(what: str, estimate: Estimate, unit: str = "share") -> Evidence:
    """Return an estimate as evidence, with its interval and count."""
    return Evidence(
        what=what,
        value=estimate.value,
        low=estimate.low,
        high=estimate.high,
        count=estimate.count,
        unit=unit,
    )


def phrase(judgement: Judgement) -> str:
    """Return a judgement as half a sentence: ``reopened tickets: 14.2%, at most 5% was agreed``."""
    text = f"{judgement.title}: {estimate_text(judgement.estimate, judgement.unit, judgement.levels)}"
    if judgement.basis == "user_reported" and (ends := interval(judgement.estimate, judgement.unit)):
        text += f" ({ends}, {judgement.estimate.count} answers)"
    return f"{text}, {level_text(judgement.levels.expected)} was agreed"
