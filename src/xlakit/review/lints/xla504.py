"""XLA504, toothless target: no history would miss it.

What it flags
    A level at the floor of what the metric can be (at least 0 %, at most 100 %), as expected level or as minimum; with
    a desk, an expected level that even the worst of six or more windows keeps beyond chance.
Why it matters
    A promise that cannot be broken promises nothing, and its weight dilutes the promises that can.
How it is computed
    Levels against the range of the metric. With a desk: the unfavourable end of the 95 % interval of every measured
    window still keeps the expected level. The interval is that of each window; the law of many windows makes the
    statement stricter than 95 %, not looser.
False alarms
    A floor that is meant as insurance; a desk that was good all year and should stay so.
What to do
    Set the level inside the range of what was seen, or move its weight to a promise that is alive.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlakit.model import Evidence
from xlakit.model.figures import figure
from xlakit.review.lints.lint import Lint, Remark
from xlakit.rules.rule import Clear

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlakit.model import Judgement, Level
    from xlakit.review.lints.lint import Answer
    from xlakit.review.lints.terms import Place, Promise, Terms

CODE = "XLA504"
LEAST_WINDOWS = 6


def check(terms: Terms) -> Answer:
    """Return a remark for each level that nothing would miss."""
    found = tuple(remark for promise in terms.promises for remark in _of(promise, terms))
    return found or Clear(f"{len(terms.promises)} objectives looked at")


def _of(promise: Promise, terms: Terms) -> Iterator[Remark]:
    for part, place, levels in promise.levels():
        for name, level in (("expected", levels.expected), ("minimum", levels.minimum)):
            if level is not None and _at_the_floor(promise, level):
                message = f"{part}: {level} holds whatever happens: {promise.metric.title} cannot be worse."
                yield _remark(promise, (*place, name), message, "Set a level that can be missed.", "severe")
    for part, levels in promise.parts(terms):
        seen = terms.seen(part)
        if len(seen) >= LEAST_WINDOWS and all(_surely_keeps(levels.expected, item) for item in seen):
            worst = min(seen, key=lambda item: _goodness(levels.expected, item))
            value = figure(float(worst.estimate.exact or 0), promise.metric.unit, [levels.expected])
            message = (
                f"{part}: in none of {len(seen)} windows was {levels.expected} in doubt; the worst,"
                f" {worst.window.label}, had {value}."
            )
            advice = "Set the expected level inside the range of what was seen, or move its weight elsewhere."
            yield _remark(promise, promise.place("expected"), message, advice, "info", worst)


def _at_the_floor(promise: Promise, level: Level) -> bool:
    floor = promise.metric.low if level.higher_is_better else promise.metric.high
    if floor is None:
        return False
    return level.exact <= floor if level.higher_is_better else level.exact >= floor


def _surely_keeps(level: Level, judgement: Judgement) -> bool:
    low, high = judgement.estimate.low, judgement.estimate.high
    if low is None or high is None:
        return False
    return low >= level.exact if level.higher_is_better else high <= level.exact


def _goodness(level: Level, judgement: Judgement) -> float:
    value = float(judgement.estimate.exact or 0)
    return value if level.higher_is_better else -value


def _remark(
    promise: Promise,
    place: Place,
    message: str,
    advice: str,
    severity: str,
    worst: Judgement | None = None,
) -> Remark:
    evidence = (
        ()
        if worst is None
        else (
            Evidence(
                what=f"worst window, {worst.window.label}",
                value=worst.estimate.value,
                low=worst.estimate.low,
                high=worst.estimate.high,
                count=worst.estimate.count,
                unit=promise.metric.unit,
            ),
        )
    )
    return Remark(
        code=CODE,
        severity=severity,  # type: ignore[arg-type]
        title="toothless target",
        place=place,
        objective=promise.name,
        message=message,
        advice=advice,
        evidence=evidence,
    )


LINT = Lint(CODE, "Toothless target", "severe", __doc__ or "", check)
