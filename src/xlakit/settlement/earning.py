"""Step 11, what performance earns: bonus, bonus and malus, gain-share, experience pool, improvement. Exact amounts."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from xlakit.scoring import Bar, exact_of, surely
from xlakit.settlement.entry import Entry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from decimal import Decimal

    from xlakit.model import Percent
    from xlakit.model.commercial_terms import ExperiencePool, GainShare
    from xlakit.model.credit_terms import Bonus, BonusMalus, Conditions, Improvement
    from xlakit.model.quantity import Quantity
    from xlakit.settlement.mark import Mark

    Holds = Callable[[Conditions], bool]

ZERO, ONE = Fraction(0), Fraction(1)


def of(stated: Percent | Decimal, base: Fraction) -> Fraction:
    """Return a share of `base`, or the amount that is stated instead.

    Examples
    --------
    >>> from decimal import Decimal
    >>> from xlakit.model import Percent
    >>> str(of(Percent.parse("8%"), Fraction(250000))), str(of(Decimal("99.50"), Fraction(250000)))
    ('20000', '199/2')
    """
    from xlakit.model import Percent as Share

    return stated.exact * base if isinstance(stated, Share) else Fraction(stated)


def between(value: Fraction, nothing: Fraction, whole: Fraction) -> Fraction:
    """Return how far `value` is on the way from `nothing` to `whole`, in [0, 1]; either may be the larger.

    Examples
    --------
    >>> [str(between(Fraction(x), Fraction(64), Fraction(80))) for x in (62, 70, 82)]
    ['0', '3/8', '1']
    >>> str(between(Fraction(3), Fraction(5), Fraction(1)))
    '1/2'
    """
    if nothing == whole:
        return ONE if value >= whole else ZERO
    return max(ZERO, min(ONE, (value - nothing) / (whole - nothing)))


def bonus_share(bonus: Bonus, mark: Mark) -> Fraction:
    """Return the part of a bonus that a figure earns; 0 without a measurement or where its gate is shut."""
    if mark.value is None or mark.outcome.kept is None:
        return ZERO
    value, higher = mark.value.exact, mark.levels.expected.higher
    from_ = exact_of(bonus.from_) if bonus.from_ is not None else mark.levels.expected.exact
    gated = mark.promise.objective.gate == "bonus_if_lower_above"
    if gated and not surely(Bar(from_.numerator, from_.denominator, higher), mark.interval):
        return ZERO
    if bonus.shape == "bands":
        reached = [
            step.pays.exact for step in bonus.bands if _reached(value, exact_of(step.at), higher=higher)
        ]
        return max(reached, default=ZERO)
    stretch = mark.levels.stretch
    full = exact_of(bonus.full) if bonus.full is not None else None if stretch is None else stretch.exact
    if bonus.shape == "step" or full is None or full == from_:
        return ONE if _reached(value, from_, higher=higher) else ZERO
    return between(value, from_, full)


def _reached(value: Fraction, level: Fraction, *, higher: bool) -> bool:
    return value >= level if higher else value <= level


def bonus_malus(terms: BonusMalus, mark: Mark) -> tuple[Fraction, Fraction]:
    """Return the part of the malus and the part of the bonus that a figure brings; both 0 in the dead band."""
    if mark.value is None or mark.outcome.kept is None:
        return ZERO, ZERO
    low, dead_low, dead_high, high = (
        exact_of(item) for item in (terms.low, terms.dead_low, terms.dead_high, terms.high)
    )
    value = mark.value.exact
    rising = high > low
    lost = ZERO if _reached(value, dead_low, higher=rising) else _beyond(value, dead_low, low)
    won = _beyond(value, dead_high, high) if _reached(value, dead_high, higher=rising) else ZERO
    return lost, won


def _beyond(value: Fraction, edge: Fraction, end: Fraction) -> Fraction:
    """Return how far a value beyond an edge of the dead band is on the way to the end; a cliff has no way."""
    return ONE if edge == end else between(value, edge, end)


def improvement_steps(terms: Improvement, mark: Mark) -> int:
    """Return how many whole steps a figure is better than its baseline; never below 0."""
    higher = mark.levels.expected.higher
    found: Fraction | None = None if mark.value is None else mark.value.exact
    if terms.basis == "lower_bound":
        bound = mark.interval[0] if higher else mark.interval[1]
        found = None if bound is None else Fraction(str(bound))
    if found is None or mark.outcome.kept is None:
        return 0
    gained = found - exact_of(terms.baseline)
    steps = (gained if higher else -gained) / exact_of(terms.point)
    return max(0, steps.numerator // steps.denominator)


def gain(terms: GainShare, actual: Fraction) -> Fraction:
    """Return the provider's share of what was saved: ``min(share x max(0, baseline - actual - dead band), cap)``."""
    baseline = Fraction(terms.baseline)
    saved = max(ZERO, baseline - actual - of(terms.dead_band, baseline))
    earned = terms.share.exact * saved
    return earned if terms.cap is None else min(earned, of(terms.cap, baseline))


def released(terms: ExperiencePool, value: Fraction | None, *, gates: bool) -> Fraction:
    """Return the part of a pool that is released, in [0, 1]."""
    if value is None or not gates:
        return ZERO
    return between(value, exact_of(terms.floor), exact_of(terms.full))


def earned(marks: Sequence[Mark], charges: Fraction, holds: Holds) -> Iterator[Entry]:
    """Yield what the objectives of one window earn: above 0 for the provider; a malus above 0 for the customer.

    Parameters
    ----------
    marks
        Of the window, in the order of the agreement.
    charges
        Of the window.
    holds
        Whether conditions hold in the window.
    """
    for mark in marks:
        objective = mark.promise.objective
        if (bonus := objective.bonus) is not None and holds(bonus.only_if):
            part = bonus_share(bonus, mark)
            if part:
                yield _entry(mark, "bonus", part * of(bonus.max, charges) / mark.parts, part, bonus.max)
        if (terms := objective.bonus_malus) is not None:
            lost, won = bonus_malus(terms, mark)
            if lost:
                yield _entry(mark, "malus", lost * of(terms.malus, charges) / mark.parts, lost, terms.malus)
            if won and holds(terms.only_if):
                yield _entry(mark, "bonus", won * of(terms.bonus, charges) / mark.parts, won, terms.bonus)
        better = objective.improvement
        if better is not None and holds(better.only_if) and (steps := improvement_steps(better, mark)):
            exact = Fraction(better.rate) * steps
            if better.max is not None:
                exact = min(exact, of(better.max, charges))
            reason = f"{mark.figures()}; {steps} steps of {better.point} better than {better.baseline}"
            yield Entry(mark.name, "improvement", exact, reason, mark, [f"improvement: {better.rate} a step"])


def shared(marks: Sequence[Mark], sharing: GainShare, holds: Holds) -> Iterator[Entry]:
    """Yield what a gain-share pays in the window of its objective."""
    if not holds(sharing.only_if):
        return
    for mark in marks:
        if mark.name == sharing.objective and mark.value is not None and mark.outcome.kept is not None:
            exact = gain(sharing, mark.value.exact)
            if exact:
                reason = f"{sharing.share} of what was saved against {sharing.baseline:,}"
                yield Entry(mark.name, "gain_share", exact, reason, mark, ["gain-share"])


def _entry(mark: Mark, kind: str, exact: Fraction, part: Fraction, most: Quantity | Decimal) -> Entry:
    shown = f"{float(part):.4%}".rstrip("0").rstrip(".%") if part != ONE else "all"
    what = f"{shown + '%' if part != ONE else shown} of {most}"
    return Entry(mark.name, kind, exact, f"{mark.figures()}; {what}", mark, [f"{kind}: at most {most}"])  # type: ignore[arg-type]
