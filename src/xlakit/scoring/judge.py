"""One estimate against its levels: what became of the promise. Exact, never on rounded figures."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlakit.model import Estimate, Levels, Outcome

if TYPE_CHECKING:
    from fractions import Fraction

    from xlakit.model import Level, Objective


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of one judgement, its distance to the expected level, and why where it is not obvious."""

    outcome: Outcome
    margin: float | None = None
    to_spare: int | None = None
    reason: str = ""


def judge(
    objective: Objective,
    levels: Levels,
    estimate: Estimate,
    *,
    needed: int = 1,
    empty: str = "nothing to count",
) -> Verdict:
    """Return what became of `objective` under `levels`, given what was measured.

    Parameters
    ----------
    objective
        Its gate and its treatment of missing measurements hold.
    levels
        The levels in force.
    estimate
        What was measured; compared on its exact sums.
    needed
        Fewest records for a measurement; below it the objective is NOT_MEASURED.
    empty
        Why nothing was counted, when nothing was.

    Examples
    --------
    >>> from xlakit import stats
    >>> from xlakit.model import Level, MetricRef, Objective
    >>> level = Level.model_validate({"at_least": "95%"})
    >>> promise = Objective(name="fix", metric=MetricRef(name="csat"), expected=level)
    >>> judge(promise, Levels(expected=level), stats.proportion(19, 20)).outcome.value
    'MET'
    >>> judge(promise, Levels(expected=level), Estimate.nothing()).outcome.value
    'NOT_MEASURED'
    """
    value = estimate.exact
    if value is None or estimate.count < needed:
        return _missing(objective, estimate, needed, empty)
    outcome, reason = _outcome(objective, levels, estimate, value)
    return Verdict(outcome, _margin(levels.expected, value), _to_spare(levels.expected, estimate), reason)


def _missing(objective: Objective, estimate: Estimate, needed: int, empty: str) -> Verdict:
    reason = empty if estimate.count == 0 else f"{estimate.count} counted, {needed} are needed"
    if objective.not_measured == "counts_as_miss":
        return Verdict(Outcome.BELOW_EXPECTED, reason=f"{reason}; the agreement counts that as a miss")
    if objective.not_measured == "counts_as_met":
        return Verdict(Outcome.MET, reason=f"{reason}; the agreement counts that as met")
    return Verdict(Outcome.NOT_MEASURED, reason=reason)


def _outcome(
    objective: Objective, levels: Levels, estimate: Estimate, value: Fraction
) -> tuple[Outcome, str]:
    forgiving = objective.gate == "miss_if_upper_below"
    if not levels.expected.holds(value):
        if forgiving and _touches(levels.expected, estimate):
            return Outcome.MET, "below expected, but the interval reaches it (gate miss_if_upper_below)"
        floor = levels.minimum
        if floor is None or floor.holds(value) or (forgiving and _touches(floor, estimate)):
            return Outcome.BELOW_EXPECTED, ""
        return Outcome.BELOW_MINIMUM, ""
    if levels.stretch is not None and levels.stretch.holds(value):
        if objective.gate == "bonus_if_lower_above" and not _surely(levels.stretch, estimate):
            return Outcome.MET, "at stretch, but the interval does not clear it (gate bonus_if_lower_above)"
        return Outcome.EXCEEDED, ""
    return Outcome.MET, ""


def _touches(level: Level, estimate: Estimate) -> bool:
    """Whether the favourable end of the interval keeps the level."""
    if estimate.low is None or estimate.high is None:
        return False
    return estimate.high >= level.exact if level.higher_is_better else estimate.low <= level.exact


def _surely(level: Level, estimate: Estimate) -> bool:
    """Whether the unfavourable end of the interval keeps the level."""
    if estimate.low is None or estimate.high is None:
        return False
    return estimate.low >= level.exact if level.higher_is_better else estimate.high <= level.exact


def _margin(level: Level, value: Fraction) -> float:
    return float(value - level.exact if level.higher_is_better else level.exact - value)


def _to_spare(level: Level, estimate: Estimate) -> int | None:
    """Return how many more failures the level would have allowed; negative: how many were too many.

    Only shares count successes one by one: their numerator never exceeds the denominator and their quantum is 1.
    """
    hits, count = estimate.numerator, estimate.denominator
    is_share = (
        estimate.quantum == 1 and level.exact <= 1 and hits is not None and count and 0 <= hits <= count
    )
    if not is_share or hits is None or count is None:
        return None
    if level.higher_is_better:
        return hits - math.ceil(level.exact * count)
    return math.floor(level.exact * count) - hits
