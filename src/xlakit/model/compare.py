"""One card against an earlier one."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xlakit.errors import MeasureError, message
from xlakit.model.comparison import Change, Comparison, Split
from xlakit.model.judgement import Judgement, Outcome
from xlakit.model.mix_and_rate import Side, split
from xlakit.model.standing import finding_changes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xlakit.model.scorecard import Scorecard

_PEOPLE = "frustration_gap"
_TERMS = ("expected", "minimum", "stretch", "wished")


def compare(current: Scorecard, previous: Scorecard) -> Comparison:
    """Return what is different in `current`; see ``Scorecard.compare``.

    Raises
    ------
    MeasureError
        Both cards judge something, and nothing by the same metric.
    """
    changes = tuple(_change(current, previous, name) for name in _names(current, previous))
    _refuse_strangers(changes, current, previous)
    return Comparison(
        previous=previous.subject,
        current=current.subject,
        notes=tuple(_notes(current, previous, changes)),
        findings=finding_changes(current, previous),
        changes=changes,
    )


def _names(current: Scorecard, previous: Scorecard) -> list[str]:
    """Return every objective by name, so that the order in which judgements stand makes no difference."""
    return sorted({item.objective for card in (current, previous) for item in card.judgements})


def _last(card: Scorecard, name: str) -> Judgement | None:
    """Return the judgement of an objective in its last finished window."""
    finished = (
        item for item in card.judgements if item.objective == name and item.outcome is not Outcome.IN_PROGRESS
    )
    return max(
        finished, key=lambda item: (item.window.end.timestamp(), item.window.start.timestamp()), default=None
    )


def _change(current: Scorecard, previous: Scorecard, name: str) -> Change:
    before, after = _last(previous, name), _last(current, name)
    speaker = after or before or next(item for item in _all(current, previous) if item.objective == name)
    change = None
    reason = _incomparable(before, after)
    low: float | None = None
    high: float | None = None
    splits: tuple[Split, ...] = ()
    if before is not None and after is not None and not reason:
        old, new = before.estimate.exact, after.estimate.exact
        if old is not None and new is not None:
            change = new - old
            low, high = _interval(before, after)
            splits = _splits(current, previous, before, after)
    return Change(
        objective=name,
        title=speaker.title or name,
        before=before,
        after=after,
        change=change,
        low=low,
        high=high,
        splits=splits,
        reason=reason,
    )


def _all(current: Scorecard, previous: Scorecard) -> Iterable[Judgement]:
    return (*current.judgements, *previous.judgements)


def _incomparable(before: Judgement | None, after: Judgement | None) -> str:
    """Return why the two figures cannot be compared; empty where they can."""
    for item, card in ((before, "the previous card"), (after, "this card")):
        if item is None:
            return f"{card} has no finished window of it"
    if before is None or after is None:
        return ""
    if before.metric != after.metric or before.unit != after.unit:
        return f"measured by {before.metric} before, by {after.metric} now"
    for item in (before, after):
        if item.estimate.exact is None:
            return f"not measured in {item.window.label}" + (f": {item.reason}" if item.reason else "")
    return ""


def _interval(before: Judgement, after: Judgement) -> tuple[float | None, float | None]:
    """Return the interval of the difference of two independent figures, from their own intervals.

    G. Y. Zou, A. Donner, Construction of confidence limits about effect measures, Statistics in Medicine 27
    (2008). Complete counts have none: nothing was sampled.
    """
    one, two = before.estimate, after.estimate
    apart = before.window.end <= after.window.start or after.window.end <= before.window.start
    if before.basis != "user_reported" or not apart or one.level != two.level:
        return None, None
    if None in {one.low, one.high, two.low, two.high}:
        return None, None
    old, new = one.value or 0.0, two.value or 0.0
    down = math.hypot(new - (two.low or 0.0), (one.high or 0.0) - old)
    up = math.hypot((two.high or 0.0) - new, old - (one.low or 0.0))
    return new - old - down, new - old + up


def _splits(
    current: Scorecard, previous: Scorecard, before: Judgement, after: Judgement
) -> tuple[Split, ...]:
    columns = sorted(_columns(current, after) & _columns(previous, before))
    if after.metric.startswith(_PEOPLE):
        reason = "it counts people once each, and one may be in several segments"
        return tuple(Split(column=column, reason=reason) for column in columns)
    return tuple(
        split(column, _side(previous, before, column), _side(current, after, column)) for column in columns
    )


def _columns(card: Scorecard, judgement: Judgement) -> set[str]:
    return {item.segment[0][0] for item in _segments(card, judgement)}


def _segments(card: Scorecard, judgement: Judgement) -> list[Judgement]:
    return [
        item
        for item in card.segments
        if item.objective == judgement.objective
        and item.window == judgement.window
        and len(item.segment) == 1
    ]


def _side(card: Scorecard, judgement: Judgement, column: str) -> Side:
    mine = {item.segment[0][1]: item for item in _segments(card, judgement) if item.segment[0][0] == column}
    shown = {
        value: item.estimate
        for value, item in mine.items()
        if not item.suppressed and item.estimate.exact is not None
    }
    return Side(judgement.estimate, shown, frozenset(mine.keys() - shown.keys()))


def _refuse_strangers(changes: tuple[Change, ...], current: Scorecard, previous: Scorecard) -> None:
    known = [{(item.objective, item.metric) for item in card.judgements} for card in (current, previous)]
    if changes and all(known) and not known[0] & known[1]:
        raise MeasureError(
            message(
                "compare",
                "the two cards judge nothing by the same metric",
                got=f"{previous.subject.agreement}, {current.subject.agreement}",
                hint="compare cards of one agreement, or of two of its versions",
            )
        )


def _notes(current: Scorecard, previous: Scorecard, changes: tuple[Change, ...]) -> Iterable[str]:
    """Say what a reader has to know before taking a difference for a change in the service."""
    one, two = previous.subject, current.subject
    if one.agreement != two.agreement:
        yield f"The cards are of different agreements: {one.agreement} before, {two.agreement} now."
    elif one.fingerprint and two.fingerprint and one.fingerprint != two.fingerprint:
        yield "The terms of the agreement differ between the two cards: its fingerprint changed."
    if two.as_of < one.as_of:
        yield "The previous card looks from a later instant than this one."
    same = [item.objective for item in changes if _same_window(item)]
    if same and one.as_of != two.as_of:
        yield f"Of the same window in both cards, so that only later records differ: {', '.join(same)}."
    for item in changes:
        yield from _terms(item)
    columns = [{item.segment[0][0] for item in card.segments if item.segment} for card in (previous, current)]
    if only := sorted(columns[0] ^ columns[1]):
        yield f"Reported by in one card only, and not split by: {', '.join(only)}."


def _same_window(item: Change) -> bool:
    return item.before is not None and item.after is not None and item.before.window == item.after.window


def _terms(item: Change) -> Iterable[str]:
    before, after = item.before, item.after
    if before is None or after is None:
        return
    if before.version != after.version:
        yield f"{item.title}: judged under version {before.version} before, {after.version} now."
    for name in _TERMS:
        old, new = getattr(before.levels, name), getattr(after.levels, name)
        if old != new:
            yield f"{item.title}: {name} was {old or 'not set'}, is {new or 'not set'}."
    if before.weight != after.weight:
        yield f"{item.title}: weight was {before.weight:f}, is {after.weight:f}."
