"""Many segments at once: which of them are called red inside, by empirical Bayes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlakit import stats
from xlakit.rules.standard_error import effective, standard_error

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from xlakit.model import Judgement, Window
    from xlakit.scoring import Sides

    Place = tuple[Window, tuple[tuple[str, str], ...]]

MANY = 10
RATE = 0.10
SHARES = frozenset({"wilson", "wilson_random_groups"})


@dataclass(frozen=True, slots=True)
class Called:
    """What the scan says of one segment in one window.

    Attributes
    ----------
    confirmed
        Whether it is among those called.
    objectives
        The objectives that were judged together with those of the other segments; the others are measured in
        too few.
    segments
        How many segments were scanned.
    """

    confirmed: bool
    objectives: frozenset[str]
    segments: int


def heard(item: Sides) -> tuple[Judgement, ...]:
    """Return the user-reported judgements that rest on figures which may be shown."""
    return tuple(
        found
        for found in item.reported
        if found.outcome.kept is not None and not found.suppressed and found.estimate.value is not None
    )


def scanned(both: Iterable[Sides]) -> Mapping[Place, Called]:
    """Return what empirical Bayes says of every green segment whose users were missed.

    A scan is the segments of one column in one window; where ten or more of them have an objective measured,
    that objective is judged over all of them at once. Red and green segments alike say how segments differ; called
    are those that are green outside and below expected, the most probable first, so many that a tenth of them
    is expected to be called wrongly. Of several objectives the surest counts.
    """
    scans: dict[tuple[Window, str], list[Sides]] = {}
    for item in both:
        if item.segment:
            scans.setdefault((item.window, item.segment[0][0]), []).append(item)
    found: dict[Place, Called] = {}
    for parts in scans.values():
        found |= _scan(parts)
    return found


def _scan(parts: Sequence[Sides]) -> Mapping[Place, Called]:
    measured: dict[str, list[tuple[Sides, Judgement]]] = {}
    for item in parts:
        for judgement in heard(item):
            measured.setdefault(judgement.objective, []).append((item, judgement))
    many = {name: pairs for name, pairs in measured.items() if len(pairs) >= MANY}
    chances: dict[Place, float] = {}
    for pairs in many.values():
        candidates = [_is_candidate(item, judgement) for item, judgement in pairs]
        if not any(candidates):
            continue
        beyond = _beyond([judgement for _, judgement in pairs])
        for (item, _), candidate, chance in zip(pairs, candidates, beyond, strict=True):
            if candidate:
                place = item.window, item.segment
                chances[place] = max(chances.get(place, 0.0), chance)
    places = sorted(chances, key=lambda place: place[1])
    called = set(stats.posterior_fdr([chances[place] for place in places], rate=RATE).segments)
    size = max((len(pairs) for pairs in many.values()), default=0)
    names = frozenset(many)
    return {place: Called(number in called, names, size) for number, place in enumerate(places)}


def _is_candidate(item: Sides, judgement: Judgement) -> bool:
    return item.green is True and judgement.outcome.kept is False


def _beyond(judgements: Sequence[Judgement]) -> list[float]:
    """Return how probable it is of each that its true figure lies on the wrong side of expected."""
    expected = judgements[0].levels.expected
    estimates = [judgement.estimate for judgement in judgements]
    if all(estimate.method in SHARES and 0 <= expected.exact <= 1 for estimate in estimates):
        successes, counts = zip(*(effective(estimate) for estimate in estimates), strict=True)
        found = stats.empirical_bayes(successes, counts)
    else:
        errors = [standard_error(estimate) for estimate in estimates]
        known = [error for error in errors if error is not None]
        if not known:
            return [0.0] * len(errors)
        # Answers that all agree have no spread of their own: they get the greatest of the others.
        widest = max(known)
        found = stats.empirical_bayes_normal(
            [estimate.value or 0.0 for estimate in estimates],
            [widest if error is None else error for error in errors],
        )
    goal = expected.exact
    ask = found.prob_below if expected.higher_is_better else found.prob_above
    return [chance or 0.0 for chance in ask(goal, prior="both")]
