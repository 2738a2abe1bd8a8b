"""XLA509, pooled priorities: the urgent few cannot move the result.

What it flags
    A share over several priorities together in which the most urgent could fail in full and the promise still be kept.
Why it matters
    When something must wait, what cannot move the result waits: P1 is late, and the month is green.
How it is computed
    With a desk: in more than half of the windows that have such tickets, all of them failing and all others kept would
    still be at or above expected (their number is within the failures allowed). Without a desk the share is named
    below which that happens. The most urgent priority is the one with the shortest limit of the clock, else the first
    of ``priorities``.
False alarms
    Agreements with an objective of its own for the most urgent; desks on which priority means little.
What to do
    ``each: priority`` with levels of their own, or a second objective ``where: {priority: P1}``.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xlakit.model import Evidence
from xlakit.model.figures import percent, whole
from xlakit.review.lints.lint import Lint, Remark
from xlakit.rules.rule import Clear, NotApplicable

if TYPE_CHECKING:
    from xlakit.model import Level
    from xlakit.review.lints.lint import Answer
    from xlakit.review.lints.terms import Promise, Terms

CODE = "XLA509"
HALF = 2


def check(terms: Terms) -> Answer:
    """Return a remark for each pooled promise that its most urgent part cannot move."""
    pooled = [(item, urgent) for item in terms.promises if (urgent := _urgent(item, terms)) is not None]
    if not pooled:
        return NotApplicable("needs a promise about a share of a clock over several priorities together")
    found = tuple(remark for item, urgent in pooled if (remark := _of(item, urgent, terms)) is not None)
    return found or Clear(f"{len(pooled)} pooled promises looked at")


def _urgent(promise: Promise, terms: Terms) -> str | None:
    """Return the most urgent priority that a promise pools with others; None where it pools none."""
    item = promise.objective
    own = any(column.removesuffix("_not") == "priority" for column in item.where)
    if (
        item.each == "priority"
        or own
        or not promise.is_share
        or not promise.metric.clocks
        or not item.expected
    ):
        return None
    if _apart(promise, terms):
        return None
    (clock,) = (terms.agreement.clocks[name] for name in sorted(promise.metric.clocks)[:1])
    lengths = {
        value: line.within.microseconds
        for line in reversed(clock.limit_lines())
        for value in line.when.get("priority", ())
        if line.within.microseconds is not None
    }
    names = sorted(lengths, key=lambda name: (lengths[name] or 0, name))
    if len(names) > 1:
        return names[0]
    listed = list(terms.agreement.priorities)
    return listed[0] if len(listed) > 1 else None


def _apart(promise: Promise, terms: Terms) -> bool:
    """Whether another objective looks at the same clock by priority."""
    return any(
        other is not promise
        and other.counts
        and other.metric.clocks == promise.metric.clocks
        and (other.objective.each == "priority" or "priority" in other.objective.where)
        for other in terms.promises
    )


def _of(promise: Promise, urgent: str, terms: Terms) -> Remark | None:
    level = promise.objective.expected
    if level is None:
        return None
    failures = 1 - level.exact if level.higher_is_better else level.exact
    advice = "Judge it with each: priority and levels of their own, or add an objective where: {priority: "
    advice += f"{urgent}}}."
    windows = terms.history.by_priority(promise.name) if terms.history is not None else []
    windows = [counts for counts in windows if counts.get(urgent)]
    if not windows:
        if failures <= 0:
            return None
        message = (
            f"{promise.name} pools all priorities: with less than {percent(float(failures))} of the tickets"
            f" {urgent} can fail in full and the promise is kept."
        )
        return _remark(promise, "info", message, advice, ())
    immovable = [counts for counts in windows if counts[urgent] <= _allowed(level, sum(counts.values()))]
    if len(immovable) * HALF <= len(windows):
        return None
    mine, everything = (
        sum(counts[urgent] for counts in windows),
        sum(sum(counts.values()) for counts in windows),
    )
    message = (
        f"{promise.name}: in {len(immovable)} of {len(windows)} windows every {urgent} could have failed and {level}"
        f" would have been kept; {urgent} is {whole(mine)} of {whole(everything)} tickets."
    )
    evidence = (
        Evidence(what=f"share of {urgent}", value=mine / everything, count=everything, unit="share"),
        Evidence(what="windows it cannot move", value=len(immovable), count=len(windows)),
    )
    return _remark(promise, "warning", message, advice, evidence)


def _allowed(level: Level, count: int) -> int:
    failures = 1 - level.exact if level.higher_is_better else level.exact
    return math.floor(failures * count)


def _remark(
    promise: Promise, severity: str, message: str, advice: str, evidence: tuple[Evidence, ...]
) -> Remark:
    return Remark(
        code=CODE,
        severity=severity,  # type: ignore[arg-type]
        title="pooled priorities",
        place=promise.place(),
        objective=promise.name,
        message=message,
        advice=advice,
        evidence=evidence,
    )


LINT = Lint(CODE, "Pooled priorities", "warning", __doc__ or "", check)
