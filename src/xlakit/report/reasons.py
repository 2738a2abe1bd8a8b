"""Where a watermelon shows most clearly, and what was seen there: the why of the verdict."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from xlakit.model.figures import figure
from xlakit.report.wording import place_words

if TYPE_CHECKING:
    from xlakit.model import Judgement, Scorecard, ShadeOf

Segment = tuple[tuple[str, str], ...]
_SEEN = {
    "reopen_rate": "{} of resolved tickets were reopened",
    "repeat_contact_rate": "{} were followed by another ticket about the same matter",
    "fcr_inflation": "{} counted as solved at the first contact and were not",
}


def clearest(card: Scorecard) -> str:
    """Name the confirmed segment whose users fared worst, and what the records show of it; empty without one.

    The segment with the most confirmed windows comes first, then the one with the most severe ones; among
    equals the one whose users' figures fall furthest short of what was agreed, in proportion to it.
    """
    found: dict[Segment, list[ShadeOf]] = {}
    for shade in card.shades:
        if shade.segment and shade.shade == "CONFIRMED":
            found.setdefault(shade.segment, []).append(shade)
    if not found:
        return ""
    best = min(
        found,
        key=lambda segment: (
            -len(found[segment]),
            -sum(shade.severe for shade in found[segment]),
            -_shortfall(card, segment),
            segment,
        ),
    )
    seen = observed(card, best)
    return place_words(best) + (f", where {' and '.join(seen)}" if seen else "")


def observed(card: Scorecard, segment: Segment = ()) -> tuple[str, ...]:
    """Return what the records show of a segment (of the whole: an empty one) over all windows that missed it."""
    mine = card.segments if segment else card.judgements
    missed = [item for item in mine if item.segment == segment and item.outcome.kept is False]
    found = []
    for metric, words in _SEEN.items():
        items = [item for item in missed if item.metric.split("(")[0] == metric]
        counted = sum(item.estimate.denominator or 0 for item in items)
        if counted:
            share = Fraction(sum(item.estimate.numerator or 0 for item in items), counted)
            found.append(words.format(figure(share, "share")))
    return tuple(found)


def _shortfall(card: Scorecard, segment: Segment) -> Fraction:
    """Return the mean distance below expected of what users reported, in proportion to what was expected."""
    parts = [
        _proportion(item)
        for item in card.segments
        if item.segment == segment and item.basis == "user_reported" and item.outcome.kept is False
    ]
    return sum(parts, Fraction(0)) / len(parts) if parts else Fraction(0)


def _proportion(item: Judgement) -> Fraction:
    value, expected = item.estimate.exact, item.levels.expected.exact
    if value is None:
        return Fraction(0)
    return abs(expected - value) / (abs(expected) or 1)
