"""Steps in money: where a promise costs at once, how much, and whom that still moves at the volume there is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from statistics import median
from typing import TYPE_CHECKING

from xlakit import stats
from xlakit.model import Value
from xlakit.model.figures import figure, percent, whole
from xlakit.review.chance import NET_VARIANCE, volumes_of
from xlakit.settlement import payoff

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xlakit.model import Agreement, Levels
    from xlakit.model.payoff import Payoff, PayoffEdge
    from xlakit.review.lints.terms import Promise, Terms

REFERENCE = Fraction(1, 1000)
"""The cost of one point that stands in where nobody states one: a thousandth of the charges of the window."""


@dataclass(frozen=True, slots=True, eq=False)
class Stepped:
    """One part of a promise whose money moves, with its steps from lower to higher figures; a slope has none.

    Attributes
    ----------
    promise, part, levels
        Whose it is.
    money
        Its payoff, the other objectives met.
    steps
        The edges at which falling short costs at once.
    volumes, known
        Records a window to look at, and whether that is known: from a desk, or stated.
    measured
        Whether it is the median of a desk.
    """

    promise: Promise
    part: str
    levels: Levels
    money: Payoff
    steps: tuple[PayoffEdge, ...]
    volumes: tuple[int, ...]
    known: bool
    measured: bool

    def sigma(self, at: Fraction, volume: int) -> float:
        """Return by how many points chance moves the figure of a window around `at`; 0 at the ends of a share."""
        spread = float(at * (1 - at)) if self.promise.is_share else NET_VARIANCE
        return 100 * math.sqrt(max(spread, 0.0) / volume)

    def lost(self, edge: PayoffEdge) -> Decimal:
        """Return what falling short of an edge costs at once."""
        return -edge.jump if self.levels.expected.higher_is_better else edge.jump


class StepCredit(Value):
    """What one step in money makes worth doing, at one volume.

    Attributes
    ----------
    objective, level
        Whose step it is (``name/value`` per value of ``each``), and at which figure.
    amount, currency
        What falling short costs at once.
    volume, measured
        Records a window, and whether that is the median of a desk.
    sigma
        By how many points chance moves the figure of a window.
    break_even
        A provider for whom one point costs more than this, a window, gives up.
    cost
        What one point was stated to cost.
    floor, margin, misses
        With a stated cost: the smallest step that moves such a provider, how many points past the level the best aim
        is (None: to give up is best), and how often it still misses.
    """

    objective: str
    level: str
    amount: Decimal
    currency: str
    volume: int
    measured: bool
    sigma: float
    break_even: float
    cost: Decimal | None = None
    floor: float | None = None
    margin: float | None = None
    misses: float | None = None


def stepped(terms: Terms) -> tuple[Stepped, ...]:
    """Return every part of a promise whose money moves; nothing where there is no money, or no charges are stated."""
    commercials = terms.agreement.commercials
    if commercials is None or commercials.charges.amount is None:
        return ()
    return tuple(
        found
        for promise in terms.promises
        if promise.is_share or promise.is_net
        for part, levels in promise.parts(terms)
        if (found := _of_part(terms, promise, part, levels)) is not None
    )


def _of_part(terms: Terms, promise: Promise, part: str, levels: Levels) -> Stepped | None:
    if not promise.is_paid and promise.name not in _pooled(terms):
        return None
    seen = terms.counts(promise, part)
    volumes = (round(median(seen)),) if seen else volumes_of(promise.objective.min_count or 1, terms.volume)
    gated = promise.objective.gate is not None
    money = payoff(_plain(terms.agreement), part, volume=volumes[0] if gated else None, grid=gated)
    rising = levels.expected.higher_is_better
    steps = tuple(edge for edge in money.edges if (-edge.jump if rising else edge.jump) > 0)
    if not steps and all(edge.left == edge.right for edge in money.edges):
        return None
    known = bool(seen) or terms.volume is not None
    return Stepped(promise, part, levels, money, steps, volumes, known, measured=bool(seen))


def _plain(agreement: Agreement) -> Agreement:
    """Return an agreement as first written, with nothing burnt in: each window pays."""
    paid = agreement.commercials
    terms = None if paid is None else paid.model_copy(update={"burn_in": 0})
    return agreement.model_copy(update={"amendments": (), "commercials": terms})


def _pooled(terms: Terms) -> set[str]:
    commercials = terms.agreement.commercials
    pool = None if commercials is None else commercials.experience_pool
    return set() if pool is None else {pool.objective}


def step_credits(terms: Terms) -> tuple[StepCredit, ...]:
    """Return what every step makes worth doing: at the measured volume, else at the stated or the usual ones."""
    return tuple(
        _credit(item, edge, volume, terms.cost_per_point)
        for item in terms.steps
        for edge in item.steps
        for volume in item.volumes
        if item.sigma(edge.performance, volume)
    )


def _credit(item: Stepped, edge: PayoffEdge, volume: int, cost: Decimal | None) -> StepCredit:
    amount = round(item.lost(edge), item.money.minor_unit)
    found = stats.step_incentive(
        float(item.lost(edge)), item.sigma(edge.performance, volume), None if cost is None else float(cost)
    )
    return StepCredit(
        objective=item.part,
        level=figure(edge.performance, "share" if item.promise.is_share else "count"),
        amount=amount,
        currency=item.money.currency,
        volume=volume,
        measured=item.measured,
        sigma=found.sigma,
        break_even=found.break_even,
        cost=cost,
        floor=found.floor,
        margin=found.margin,
        misses=found.misses,
    )


def in_words(found: Iterable[StepCredit]) -> tuple[str, ...]:
    """Return one sentence a step, its volumes side by side.

    Examples
    --------
    >>> one = StepCredit(
    ...     objective="fix",
    ...     level="95.0%",
    ...     amount=Decimal(7200),
    ...     currency="EUR",
    ...     volume=400,
    ...     measured=False,
    ...     sigma=1.09,
    ...     break_even=2635.2,
    ... )
    >>> print(*in_words([one]))
    fix (95.0%): falling short costs 7,200 EUR at once; a provider for whom one point costs more than 2,635.20 EUR a \
window gives up (400 records, which chance moves by 1.09 points).
    """
    together: dict[tuple[str, str], list[StepCredit]] = {}
    for item in found:
        together.setdefault((item.objective, item.level), []).append(item)
    return tuple(f"{'; '.join(_together(items))}." for items in together.values())


def _together(items: list[StepCredit]) -> Iterator[str]:
    first = items[0]
    yield f"{first.objective} ({first.level}): falling short costs {first.amount:,} {first.currency} at once"
    least = [f"{item.break_even:,.2f} {item.currency}" for item in items]
    volumes = [f"{whole(item.volume)} records{' as measured' if item.measured else ''}" for item in items]
    if len(items) == 1:
        behind = f" ({volumes[0]}, which chance moves by {first.sigma:.2f} points)"
        yield f"a provider for whom one point costs more than {least[0]} a window gives up{behind}"
    else:
        others = ", ".join(
            f"{amount} at {volume}" for amount, volume in zip(least[1:], volumes[1:], strict=True)
        )
        start = f"a provider for whom one point costs more than {least[0]} a window gives up at {volumes[0]}"
        yield f"{start}, {others}"
    for item in items:
        if item.cost is None or item.floor is None:
            continue
        where = f" of {whole(item.volume)} records" if len(items) > 1 else ""
        at = f"at the stated {item.cost:,} {item.currency} a point{where}"
        if item.margin is None or item.misses is None:
            yield f"{at} the step would have to be {item.floor:,.2f} {item.currency}, so to give up is best"
        else:
            yield f"{at} the best aim is {item.margin:.2f} points past it, and still misses {percent(item.misses)}"
