"""One estimate against its levels: what became of the promise. Exact, never on rounded figures."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from xlakit.model import Estimate, Levels, Outcome, Percent
from xlakit.model.figures import percent
from xlakit.scoring.exactly import Bar, Bars, Ratio, bars, rounded

if TYPE_CHECKING:
    from xlakit.model import Level, Objective, Window
    from xlakit.model.objective import Gate


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
        Its gate, its rounding, its allowance at low volume and its treatment of missing measurements hold.
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
        outcome, reason = missing(objective, estimate.count, needed, empty)
        return Verdict(outcome, reason=reason)
    share = is_share(levels, estimate)
    outcome, reason = decide(
        objective,
        bars(levels),
        Ratio(value.numerator, value.denominator),
        (estimate.low, estimate.high),
        counted=share,
    )
    return Verdict(outcome, margin(levels.expected, value), to_spare(levels.expected, estimate), reason)


def running(window: Window) -> str:
    """Return why a window in progress is not judged."""
    return f"the window ends {window.end:%Y-%m-%d %H:%M}"


def missing(objective: Objective, count: int, needed: int, empty: str) -> tuple[Outcome, str]:
    """Return what a window without a measurement counts as, and why."""
    reason = empty if count == 0 else f"{count} counted, {needed} are needed"
    if objective.not_measured == "counts_as_miss":
        return Outcome.BELOW_EXPECTED, f"{reason}; the agreement counts that as a miss"
    if objective.not_measured == "counts_as_met":
        return Outcome.MET, f"{reason}; the agreement counts that as met"
    return Outcome.NOT_MEASURED, reason


def decide(
    objective: Objective,
    levels: Bars,
    value: Ratio,
    interval: tuple[float | None, float | None] = (None, None),
    *,
    counted: Ratio | None = None,
) -> tuple[Outcome, str]:
    """Return what became of a figure that was measured, and why where it is not obvious.

    Parameters
    ----------
    objective
        Its gate, rounding and allowance hold.
    levels, value
        Compared in whole numbers.
    interval
        The ends of the interval, for a gate.
    counted
        Successes (or failures, where low is good) and records, of a figure that is a share of records.

    Examples
    --------
    >>> from xlakit.model import Level, MetricRef, Objective
    >>> from xlakit.scoring.exactly import Bar
    >>> promise = Objective.model_validate(
    ...     {"name": "fix", "metric": "csat", "expected": {"at_least": "95%"}, "low_volume": {"allow": 1}}
    ... )
    >>> nineteen = Bars(Bar(95, 100, higher=True))
    >>> [decide(promise, nineteen, Ratio(n - f, n), counted=Ratio(n - f, n))[0].value for n, f in ((10, 1), (10, 2))]
    ['MET', 'BELOW_EXPECTED']
    """
    if counted is not None and (spared := _allowed(objective, levels.expected, counted)):
        return Outcome.MET, spared
    note = ""
    if objective.compare_round is not None:
        exact = value
        value = rounded(value, objective.compare_round, share=in_percent(objective))
        note = _rounded_note(objective, exact, value, levels)
    outcome, reason = _gated(levels, value, interval, objective.gate)
    return outcome, "; ".join(part for part in (reason, note) if part)


def is_share(levels: Levels, estimate: Estimate) -> Ratio | None:
    """Return the successes and records of a share of single records; None for any other figure.

    Only shares count successes one by one: their numerator never exceeds the denominator and their quantum is 1.
    """
    hits, count = estimate.numerator, estimate.denominator
    if (
        estimate.quantum != 1
        or levels.expected.exact > 1
        or hits is None
        or not count
        or not 0 <= hits <= count
    ):
        return None
    return Ratio(hits, count)


def _allowed(objective: Objective, expected: Bar, counted: Ratio) -> str:
    """Return why a share is met although it may miss its level: there is little to count; empty where it is not."""
    spared = objective.low_volume
    if spared is None or spared.allow is None:
        return ""
    if spared.below is not None and counted.under >= spared.below:
        return ""
    failures = counted.under - counted.over if expected.higher else counted.over
    if failures > spared.allow or expected.holds(counted):
        return ""
    return f"{failures} of {counted.under} failed, {spared.allow} are allowed at low volume"


def in_percent(objective: Objective) -> bool:
    """Whether the levels of an objective are written in percent."""
    level = objective.expected or next(iter(objective.levels.values())).expected
    return isinstance(level.quantity, Percent)


def _rounded_note(objective: Objective, exact: Ratio, value: Ratio, levels: Bars) -> str:
    """Say that rounding decided, where it did."""
    named = [level for level in levels if level is not None]
    if objective.compare_round is None or all(level.holds(exact) == level.holds(value) for level in named):
        return ""
    shown = float(value.exact)
    text = percent(shown, objective.compare_round.places) if in_percent(objective) else str(shown)
    return f"compared as {text}, rounded as agreed"


def against(levels: Bars, value: Ratio) -> Outcome:
    """Return what becomes of a figure by its levels alone."""
    if not levels.expected.holds(value):
        below = levels.minimum is not None and not levels.minimum.holds(value)
        return Outcome.BELOW_MINIMUM if below else Outcome.BELOW_EXPECTED
    stretched = levels.stretch is not None and levels.stretch.holds(value)
    return Outcome.EXCEEDED if stretched else Outcome.MET


def _gated(
    levels: Bars, value: Ratio, interval: tuple[float | None, float | None], gate: Gate | None
) -> tuple[Outcome, str]:
    """Return what becomes of a figure once its gate has had a say."""
    outcome = against(levels, value)
    if gate == "miss_if_upper_below" and outcome.kept is False:
        if _touches(levels.expected, interval):
            return Outcome.MET, "below expected, but the interval reaches it (gate miss_if_upper_below)"
        floor = levels.minimum
        if outcome is Outcome.BELOW_MINIMUM and floor is not None and _touches(floor, interval):
            return Outcome.BELOW_EXPECTED, ""
    stretch = levels.stretch if gate == "bonus_if_lower_above" and outcome is Outcome.EXCEEDED else None
    if stretch is not None and not surely(stretch, interval):
        return Outcome.MET, "at stretch, but the interval does not clear it (gate bonus_if_lower_above)"
    return outcome, ""


def _touches(level: Bar, interval: tuple[float | None, float | None]) -> bool:
    """Whether the favourable end of the interval keeps the level."""
    low, high = interval
    if low is None or high is None:
        return False
    return _written(high) >= level.exact if level.higher else _written(low) <= level.exact


def surely(level: Bar, interval: tuple[float | None, float | None]) -> bool:
    """Whether the unfavourable end of the interval keeps the level."""
    low, high = interval
    if low is None or high is None:
        return False
    return _written(low) >= level.exact if level.higher else _written(high) <= level.exact


def _written(bound: float) -> Fraction | float:
    """Return the end of an interval as people write it: 0.86 reaches 86%, the nearest binary number does not."""
    return Fraction(str(bound)) if math.isfinite(bound) else bound


def margin(level: Level, value: Fraction) -> float:
    """Return the distance to a level in the metric's unit; positive on the good side."""
    return float(value - level.exact if level.higher_is_better else level.exact - value)


def to_spare(level: Level, estimate: Estimate) -> int | None:
    """Return how many more failures the level would have allowed; negative: how many were too many."""
    found = is_share(Levels(expected=level), estimate)
    if found is None:
        return None
    if level.higher_is_better:
        return found.over - math.ceil(level.exact * found.under)
    return math.floor(level.exact * found.under) - found.over
