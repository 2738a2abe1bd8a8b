"""XLA508, too few for the promise: at this volume any single failure breaks it.

What it flags
    A share whose level allows no failure at the volume of a window, although it is below 100 %: at least 99 % of 30.
Why it matters
    The promise is really "no failure at all", and chance decides it: exactly on the level, one window in four is lost
    at 99 % of 30.
How it is computed
    Failures allowed are the whole part of (1 - level) x volume. The volume is the median window of the desk, else the
    one that is stated (``volume=``), else ``min_count``. ``low_volume`` with at least one failure allowed answers it.
False alarms
    Promises in which a single failure is meant to count.
What to do
    Judge it over a longer window, pool what belongs together, add ``low_volume: {allow: 1, below: …}``, or lower the
    level.
"""

from __future__ import annotations

import math
from fractions import Fraction
from statistics import median
from typing import TYPE_CHECKING

from xlakit import stats
from xlakit.model import Evidence
from xlakit.model.figures import percent, whole
from xlakit.review.lints.lint import Lint, Remark
from xlakit.rules.rule import Clear, NotApplicable

if TYPE_CHECKING:
    from xlakit.model import Level
    from xlakit.review.lints.lint import Answer
    from xlakit.review.lints.terms import Place, Promise, Terms

CODE = "XLA508"


def check(terms: Terms) -> Answer:
    """Return a remark for each promise that a single failure breaks."""
    found: list[Remark] = []
    looked = 0
    for promise in terms.promises:
        for part, levels in promise.parts(terms) if promise.is_share else ():
            volume = _volume(promise, part, terms)
            if volume is None:
                continue
            looked += 1
            remark = _of(promise, part, _place(promise, part), levels.expected, volume)
            found += [remark] if remark is not None else []
    if not looked:
        return NotApplicable("needs the volume of a window: a desk, volume= or min_count")
    return tuple(found) or Clear(f"{looked} promises about a share looked at")


def _volume(promise: Promise, part: str, terms: Terms) -> int | None:
    counts = terms.counts(promise, part)
    if counts:
        return round(median(counts))
    return terms.volume if terms.volume is not None else promise.objective.min_count


def _place(promise: Promise, part: str) -> Place:
    value = part.split("/", 1)[1] if "/" in part else None
    return promise.place("levels", value) if value in promise.objective.levels else promise.place()


def _of(promise: Promise, part: str, place: Place, level: Level, volume: int) -> Remark | None:
    failures = 1 - level.exact if level.higher_is_better else level.exact
    spared = promise.objective.low_volume
    if spared is not None and (spared.allow is None or spared.spares(volume)):
        return None
    if volume < 1 or failures <= 0 or math.floor(failures * volume) >= 1:
        return None
    needed = math.ceil(1 / Fraction(failures))
    lost = stats.promise_power(1 - failures, volume, worse=0).misses_at_level
    return Remark(
        code=CODE,
        severity="warning",
        title="too few for the promise",
        place=(*place, "expected"),
        objective=promise.name,
        message=f"{part}: {level} of {whole(volume)} allows no failure at all. A provider exactly on the level loses"
        f" {percent(lost)} of windows by chance; from {whole(needed)} records on one failure is allowed.",
        advice="Judge it over a longer window, pool what belongs together, or add low_volume: {allow: 1, below: "
        f"{needed}}}.",
        evidence=(
            Evidence(what="records a window", value=volume),
            Evidence(what="windows lost on the level", value=lost, unit="share"),
            Evidence(what="records from which one failure is allowed", value=needed),
        ),
    )


LINT = Lint(CODE, "Too few for the promise", "warning", __doc__ or "", check)
