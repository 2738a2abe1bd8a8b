"""Marks from judgements: what a scorecard says, as money sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlakit.model import Outcome
from xlakit.scoring import Ratio, bars, is_share
from xlakit.settlement.mark import Mark, Promise, span_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from xlakit.agreement import Version
    from xlakit.model import Judgement, Objective


def promises(held: Sequence[Version]) -> dict[tuple[int, str], Promise]:
    """Return every objective of every version, by the number of the version and its name."""
    return {
        (number, objective.name): Promise(index, objective, number, _earns(objective))
        for number, version in enumerate(held)
        for index, objective in enumerate(version.agreement.objectives)
    }


def _earns(objective: Objective) -> bool:
    """Whether performance may earn something, or a malus cost it."""
    return any(item is not None for item in (objective.bonus, objective.bonus_malus, objective.improvement))


def marks_of_judgements(
    judgements: Iterable[Judgement], held: Sequence[Version], incidents: Mapping[tuple[str, str], str]
) -> list[Mark]:
    """Return the marks of the finished windows of a scorecard.

    Parameters
    ----------
    judgements
        Of the whole, not of segments.
    held
        The versions of the agreement that they were judged under.
    incidents
        Objective and window label → the incident that made it miss.
    """
    known = promises(held)
    numbers = {version.agreement.metadata.version or "1": number for number, version in enumerate(held)}
    found = [item for item in judgements if item.outcome is not Outcome.IN_PROGRESS and not item.segment]
    parts: dict[tuple[str, str], int] = {}
    for item in found:
        key = item.objective.split("/", 1)[0], item.window.label
        parts[key] = parts.get(key, 0) + 1
    return [_mark(item, known, numbers, held, parts, incidents) for item in found]


def _mark(
    item: Judgement,
    known: Mapping[tuple[int, str], Promise],
    numbers: Mapping[str, int],
    held: Sequence[Version],
    parts: Mapping[tuple[str, str], int],
    incidents: Mapping[tuple[str, str], str],
) -> Mark:
    name, _, part = item.objective.partition("/")
    promise = known[numbers[item.version], name]
    kind = promise.objective.window or held[promise.version].agreement.window
    # Without a distance to the level nothing was measured, or too little: what that counts as has no figure.
    exact = None if item.margin is None else item.estimate.exact
    return Mark(
        promise=promise,
        name=item.objective,
        part=part or None,
        parts=parts[name, item.window.label],
        window=item.window,
        kind=kind,
        span=span_of(item.window, kind),
        outcome=item.outcome,
        levels=bars(item.levels),
        value=None if exact is None else Ratio(exact.numerator, exact.denominator),
        interval=(item.estimate.low, item.estimate.high),
        counted=None if exact is None else is_share(item.levels, item.estimate),
        volume=item.estimate.count,
        incident=incidents.get((item.objective, item.window.label)),
        excused=item.excused,
        reason=item.reason,
    )
