"""XLA505, unreachable target: no history would meet it.

What it flags
    An expected level at or beyond the best that the metric can be (at least 100 %, at most 0 %); with a desk, an
    expected or stretch level that even the best of six or more windows misses beyond chance.
Why it matters
    A target out of reach gives no reason to try: once it is lost, or is known to be, everything is equal. A bonus above
    an unreached target pays nothing and changes nothing.
How it is computed
    Levels against the range of the metric. With a desk: the favourable end of the 95 % interval of every measured
    window is still short of the level.
False alarms
    Safety promises in which one failure really is too many; a service that is about to change.
What to do
    Set a level that was reached before, and let an amendment raise it; write safety promises with ``low_volume`` or an
    event of its own.
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
    from xlakit.review.lints.terms import Promise, Terms

CODE = "XLA505"
LEAST_WINDOWS = 6
ADVICE = "Set a level that was reached before, and let an amendment raise it."


def check(terms: Terms) -> Answer:
    """Return a remark for each level that nothing would meet."""
    found = tuple(remark for promise in terms.promises for remark in _of(promise, terms))
    return found or Clear(f"{len(terms.promises)} objectives looked at")


def _of(promise: Promise, terms: Terms) -> Iterator[Remark]:
    for part, place, levels in promise.levels():
        if _at_the_best(promise, levels.expected):
            yield Remark(
                code=CODE,
                severity="warning",
                title="unreachable target",
                place=(*place, "expected"),
                objective=promise.name,
                message=f"{part}: {levels.expected} leaves no room for a single failure, whatever the volume.",
                advice=ADVICE,
            )
    for part, levels in promise.parts(terms):
        seen = terms.seen(part)
        for name, level in (("expected", levels.expected), ("stretch", levels.stretch)):
            if (
                level is not None
                and len(seen) >= LEAST_WINDOWS
                and all(_surely_misses(level, it) for it in seen)
            ):
                yield _from_history(promise, part, name, level, seen)
                break


def _from_history(promise: Promise, part: str, name: str, level: Level, seen: list[Judgement]) -> Remark:
    best = max(seen, key=lambda item: _goodness(level, item))
    value = figure(float(best.estimate.exact or 0), promise.metric.unit, [level])
    return Remark(
        code=CODE,
        severity="warning" if name == "expected" else "info",
        title="unreachable target",
        place=promise.place(name),
        objective=promise.name,
        message=f"{part}: in none of {len(seen)} windows was {level} ({name}) within reach; the best,"
        f" {best.window.label}, had {value}.",
        advice=ADVICE,
        evidence=(
            Evidence(
                what=f"best window, {best.window.label}",
                value=best.estimate.value,
                low=best.estimate.low,
                high=best.estimate.high,
                count=best.estimate.count,
                unit=promise.metric.unit,
            ),
        ),
    )


def _at_the_best(promise: Promise, level: Level) -> bool:
    best = promise.metric.high if level.higher_is_better else promise.metric.low
    if best is None:
        return False
    return level.exact >= best if level.higher_is_better else level.exact <= best


def _surely_misses(level: Level, judgement: Judgement) -> bool:
    low, high = judgement.estimate.low, judgement.estimate.high
    if low is None or high is None:
        return False
    return high < level.exact if level.higher_is_better else low > level.exact


def _goodness(level: Level, judgement: Judgement) -> float:
    value = float(judgement.estimate.exact or 0)
    return value if level.higher_is_better else -value


LINT = Lint(CODE, "Unreachable target", "warning", __doc__ or "", check)
