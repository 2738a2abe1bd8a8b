"""XLA512, dead zone: a step that nobody works for, and a stretch on which nothing moves.

What it flags
    A step in money that is too small for the volume: chance moves the figure so much that a provider for whom one point
    costs more than a little gives up. Two steps with nothing between them, further apart than chance moves the figure.
    Windows of a desk beyond the last figure at which anything is lost.
Why it matters
    A step pays only through the chance of being on its right side. One point more changes that chance by at most
    1 / (sigma sqrt(2 pi)), so a step W is worth at most W / (sigma sqrt(2 pi)) a point: below that nobody works for it,
    and everything depends on good will. On the flat stretch between two steps a little better and a little worse are
    the same.
How it is computed
    W is what falling short costs at once by the settlement itself, the other objectives met and no misses before.
    sigma is binomial, 100 sqrt(p (1 - p) / n) points around the figure of the step, for net scores that of answers
    spread as 60/25/15; n is the median window of the desk, or ``volume=``. The break-even W / (sigma sqrt(2 pi)) is
    compared with what one point costs: ``cost_per_point=`` where it is stated, else a thousandth of the charges of the
    window as a reference. With a stated cost the lint says what step it would take. A stretch is flat where the money
    does not change between two steps more than 2 sigma apart: an info; with six windows of a desk a warning where a
    quarter of them lay there, a sigma or more from both steps, and nothing where none did. With six windows, a quarter
    of them a sigma or more beyond the last figure at which the money moves is a warning.
False alarms
    The reference is no measurement: where a point is cheap, a small step is enough, and reputation, renewal or
    professional pride pay for more than the contract does. Months that differ by more than chance have a larger sigma,
    and a dead zone that starts earlier than is said. Two steps are usual; a stretch that no figure is ever on harms
    nobody.
What to do
    Pay by a slope (``severity: linear``) instead of a step, make the step larger, or judge more records at a time: a
    longer window, fewer parts.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from xlakit import stats
from xlakit.model import Evidence
from xlakit.model.figures import figure, whole
from xlakit.review.lints.lint import Lint, Remark
from xlakit.review.steps import REFERENCE
from xlakit.rules.rule import Clear, NotApplicable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from xlakit.model.finding import Severity
    from xlakit.model.payoff import PayoffEdge
    from xlakit.review.lints.lint import Answer
    from xlakit.review.lints.terms import Terms
    from xlakit.review.steps import Stepped

CODE = "XLA512"
LEAST_WINDOWS = 6
FEW = 4
APART = 2
POINTS = 100


def check(terms: Terms) -> Answer:
    """Return a remark for each step that is too small, and each stretch on which nothing moves."""
    commercials = terms.agreement.commercials
    if commercials is None:
        return NotApplicable("needs commercials")
    if commercials.charges.amount is None:
        return NotApplicable("needs charges that are stated; those of this agreement are invoiced")
    if not terms.steps:
        return NotApplicable("needs a share or a net score whose money moves")
    known = [item for item in terms.steps if item.known]
    if not known:
        return NotApplicable("needs the volume of a window: a desk, or volume=")
    found = [
        remark
        for item in known
        for remark in (*_small(item, terms), *_flat(item, terms), *_lost(item, terms))
    ]
    steps = sum(len(item.steps) for item in known)
    return tuple(found) or Clear(f"{len(known)} objectives with {steps} steps looked at")


def _small(item: Stepped, terms: Terms) -> Iterator[Remark]:
    """Yield a remark for each step that is not worth working for."""
    (volume,) = item.volumes
    stated = terms.cost_per_point
    charges = item.money.charges
    cost = stated if stated is not None else charges * REFERENCE.numerator / REFERENCE.denominator
    for edge in item.steps:
        sigma = item.sigma(edge.performance, volume)
        if not sigma or not cost:
            continue
        found = stats.step_incentive(float(item.lost(edge)), sigma, float(cost))
        if found.floor is None or found.margin is not None:
            continue
        currency = item.money.currency
        what = (
            f"the stated {_money(float(cost))} {currency}"
            if stated is not None
            else f"the reference of {_money(float(cost))} {currency}, a thousandth of the charges"
        )
        message = (
            f"{item.part}: falling short of {_at(item, edge.performance)} costs {_money(float(item.lost(edge)))}"
            f" {currency} at once; chance moves {whole(volume)} records by {sigma:.1f} points, so a provider for whom"
            f" one point costs more than {_money(found.break_even)} {currency} a window gives up; {what} asks for a"
            f" step of {_money(found.floor)} {currency}."
        )
        evidence = (
            Evidence(what="break-even cost of a point", value=found.break_even, unit=currency),
            Evidence(what="step it would take", value=found.floor, unit=currency),
            Evidence(what="points that chance moves it by", value=sigma, count=volume),
        )
        yield _remark(item, "warning", message, evidence)


def _flat(item: Stepped, terms: Terms) -> Iterator[Remark]:
    """Yield a remark for each stretch between two steps on which nothing moves."""
    (volume,) = item.volumes
    scale = POINTS if item.promise.is_share else 1
    for low, high in pairwise(item.steps):
        width = float((high.performance - low.performance) * scale)
        sigma = item.sigma((low.performance + high.performance) / 2, volume)
        if low.right or high.left or _bent(item, low, high) or width <= APART * sigma:
            continue
        seen = [found.estimate.exact for found in terms.seen(item.part)]
        edge = sigma / scale
        inside = sum(
            float(low.performance) + edge <= float(value) <= float(high.performance) - edge
            for value in seen
            if value is not None
        )
        severity: Severity = "info"
        if len(seen) >= LEAST_WINDOWS:
            if not inside:
                continue
            severity = "warning" if inside * FEW >= len(seen) else "info"
        lay = f" {inside} of {len(seen)} windows lay there." if seen else ""
        message = (
            f"{item.part}: between {_at(item, low.performance)} and {_at(item, high.performance)} nothing moves,"
            f" {width:.3g} points, and chance moves {whole(volume)} records by {sigma:.1f}: there a little better and a"
            f" little worse are the same.{lay}"
        )
        evidence = (Evidence(what="windows on the stretch", value=inside, count=len(seen)),) if seen else ()
        yield _remark(item, severity, message, evidence)


def _lost(item: Stepped, terms: Terms) -> Iterator[Remark]:
    """Yield a remark where windows of the desk lay beyond the last figure at which anything is lost."""
    (volume,) = item.volumes
    rising = item.levels.expected.higher_is_better
    moving = [edge for edge in item.money.edges if edge.jump or edge.left != edge.right]
    seen = [value for found in terms.seen(item.part) if (value := found.estimate.exact) is not None]
    if not moving or len(seen) < LEAST_WINDOWS:
        return
    last = moving[0] if rising else moving[-1]
    if last.left if rising else last.right:
        return
    edge = item.sigma(last.performance, volume) / (POINTS if item.promise.is_share else 1)
    beyond = sum(
        float(value) < float(last.performance) - edge
        if rising
        else float(value) > float(last.performance) + edge
        for value in seen
    )
    if beyond * FEW < len(seen):
        return
    side = "below" if rising else "above"
    message = (
        f"{item.part}: {beyond} of {len(seen)} windows lay {side} {_at(item, last.performance)} by more than chance,"
        f" where nothing more is lost: being a little better there changes nothing."
    )
    evidence = (Evidence(what="windows beyond the last figure that costs", value=beyond, count=len(seen)),)
    yield _remark(item, "warning", message, evidence)


def _bent(item: Stepped, low: PayoffEdge, high: PayoffEdge) -> bool:
    """Whether something else happens between two steps."""
    return any(
        low.performance < edge.performance < high.performance and (edge.left or edge.right or edge.jump)
        for edge in item.money.edges
    )


def _at(item: Stepped, value: Fraction) -> str:
    return figure(value, "share" if item.promise.is_share else "count")


def _money(value: float) -> str:
    return f"{Decimal(str(round(value, 2))):,.2f}"


def _remark(item: Stepped, severity: Severity, message: str, evidence: tuple[Evidence, ...]) -> Remark:
    promise = item.promise
    clauses = ("service_credit", "bonus", "bonus_malus", "improvement")
    stated = [name for name in clauses if getattr(promise.objective, name) is not None]
    return Remark(
        code=CODE,
        severity=severity,
        title="dead zone",
        place=promise.place(*stated[:1]),
        objective=promise.name,
        message=message,
        advice="Pay by a slope (severity: linear) instead of a step, make the step larger, or judge more records at a"
        " time.",
        evidence=evidence,
    )


LINT = Lint(CODE, "Dead zone", "warning", __doc__ or "", check)
