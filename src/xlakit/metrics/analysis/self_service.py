"""What a self-service is to its users: a help, a barrier, or something between."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from xlakit.errors import DataError, message
from xlakit.metrics.analysis.bars import all_of, at_least, at_most, number_of, share_of
from xlakit.metrics.analysis.everything import over_everything
from xlakit.metrics.families.reaching import WITHIN, human_reachability
from xlakit.metrics.families.savings import deflection_savings, lost_session_time
from xlakit.metrics.families.self_service import (
    WINDOW,
    Match,
    self_service_failure,
    verified_deflection,
)

if TYPE_CHECKING:
    from datetime import datetime, timedelta
    from fractions import Fraction

    from xlakit.model import Agreement, Estimate
    from xlakit.tables import Desk

    Number = Decimal | float | str

HOUR = 3600
NAMES = ("verified deflection", "failure", "human reachability")


class SelfServiceClass(StrEnum):
    """QUALITY: it solves problems and a human is near. BARRIER: it stands in the way. MIXED: between the two."""

    QUALITY = "QUALITY"
    MIXED = "MIXED"
    BARRIER = "BARRIER"


@dataclass(frozen=True, slots=True)
class SelfServiceBars:
    """Shares that decide the class: the least verified deflection and reachability, and the most failure."""

    verified_deflection: Fraction | Decimal | float | str
    failure: Fraction | Decimal | float | str
    reachability: Fraction | Decimal | float | str

    def shares(self, where: str) -> tuple[Fraction, Fraction, Fraction]:
        """Return the three bars as exact shares."""
        return (
            share_of(f"{where}.verified_deflection", self.verified_deflection),
            share_of(f"{where}.failure", self.failure),
            share_of(f"{where}.reachability", self.reachability),
        )

    def cleared(self, figures: tuple[Fraction | None, ...], where: str) -> tuple[bool | None, ...]:
        """Return which of the three figures clear their bar; None where a figure is not known."""
        verified, failure, reachability = self.shares(where)
        return (
            at_least(figures[0], verified),
            at_most(figures[1], failure),
            at_least(figures[2], reachability),
        )


QUALITY_FROM = SelfServiceBars("50%", "25%", "80%")
BARRIER_BELOW = SelfServiceBars("20%", "50%", "50%")
"""Our choice, not a norm: state your own."""


@dataclass(frozen=True, slots=True)
class SelfServiceQuality:
    """The class of a self-service with the figures that decide it.

    Attributes
    ----------
    kind
        None where a figure that could decide is not known.
    verified_deflection, failure, reachability
        The three figures, each with its interval.
    savings
        Tickets saved at their cost, at the most that can be claimed. Money.
    lost_time
        Time of users in sessions that helped nobody, in seconds.
    net_value
        Savings less lost time at the stated rate; None where one of the three is not known.
    reasons
        What decided, or what is not known, in words.
    """

    kind: SelfServiceClass | None
    verified_deflection: Estimate
    failure: Estimate
    reachability: Estimate
    savings: Estimate
    lost_time: Estimate
    net_value: Decimal | None
    reasons: tuple[str, ...]


def self_service_quality(  # noqa: PLR0913 - every threshold is the reader's to state
    desk: Desk,
    agreement: Agreement | None = None,
    *,
    window: timedelta = WINDOW,
    within: timedelta = WITHIN,
    match: Match = "requester",
    quality: SelfServiceBars = QUALITY_FROM,
    barrier: SelfServiceBars = BARRIER_BELOW,
    cost_per_ticket: Number | None = None,
    rate: Number | None = None,
    as_of: datetime | None = None,
) -> SelfServiceQuality:
    """Return whether a self-service helps its users or stands in their way, and what it is worth on balance.

    BARRIER where one of the three figures misses its `barrier` bar; QUALITY where all three clear their
    `quality` bar; else MIXED. The class goes by the figures themselves; their intervals stand beside them.
    A figure that is not known leaves the class open unless another one already makes it a BARRIER.

    Parameters
    ----------
    desk, agreement
        The records; the agreement's scope holds for tickets.
    window, match
        When a ticket counts against a session, as for ``deflection_rate``.
    within
        How long it may take to reach a human.
    quality, barrier
        The bars. Failure must stay at or below its bar, the others reach theirs.
    cost_per_ticket
        Unless stated, the mean cost of the desk's tickets.
    rate
        What an hour of a user's time is worth, in the currency of the costs. Without it there is no net value.
    as_of
        The instant to look from; the last instant in the data unless stated.

    Returns
    -------
    SelfServiceQuality
        Class, figures and net value: savings less (time lost times rate).

    Raises
    ------
    DataError
        A bar is no share, the bars of quality are easier than those of a barrier, or a number is negative.

    References
    ----------
    Measurement framework S-41. The bars are ours.

    Examples
    --------
    >>> import xlakit as xk
    >>> from datetime import UTC, datetime
    >>> visit = {"started_at": "2026-03-02T09:00Z", "ended_at": "2026-03-02T09:30Z", "requester": "ann"}
    >>> desk = xk.Desk(
    ...     tickets=[{"ticket_id": "1", "opened_at": "2026-03-02T09:40Z", "requester": "ann"}],
    ...     sessions=[
    ...         {"session_id": "a", **visit, "helpful": None},
    ...         {"session_id": "b", **visit, "requester": "bob", "helpful": True},
    ...         {"session_id": "c", **visit, "requester": "cid", "helpful": True},
    ...     ],
    ... )
    >>> found = self_service_quality(desk, cost_per_ticket=20, rate=30, as_of=datetime(2026, 3, 9, tzinfo=UTC))
    >>> found.kind, found.reasons                                   # who asked for a human is not recorded
    (None, ('human reachability is not known',))
    >>> found.savings.value, found.lost_time.value, found.net_value    # two tickets at 20, half an hour at 30
    (40.0, 1800.0, Decimal('25.00'))
    """
    cost = None if cost_per_ticket is None else Decimal(str(cost_per_ticket))
    worth = None if rate is None else number_of("rate", rate)
    _check(quality, barrier)
    metrics = (
        verified_deflection(window=window, match=match),
        self_service_failure(window=window, match=match),
        human_reachability(within=within),
        deflection_savings(window=window, match=match, cost_per_ticket=cost),
        lost_session_time(window=window, match=match),
    )
    found, _ = over_everything(metrics, desk, agreement=agreement, as_of=as_of)
    verified, failed, reached, savings, lost = found
    kind, reasons = classify_self_service(verified, failed, reached, quality=quality, barrier=barrier)
    return SelfServiceQuality(
        kind, verified, failed, reached, savings, lost, _net(savings, lost, worth), reasons
    )


def classify_self_service(
    verified: Estimate,
    failed: Estimate,
    reached: Estimate,
    *,
    quality: SelfServiceBars = QUALITY_FROM,
    barrier: SelfServiceBars = BARRIER_BELOW,
) -> tuple[SelfServiceClass | None, tuple[str, ...]]:
    """Return the class that three estimates make, and what decided it, in words.

    Examples
    --------
    >>> from xlakit import stats
    >>> good, poor = stats.proportion(60, 100), stats.proportion(20, 100)
    >>> kind, reasons = classify_self_service(good, poor, stats.proportion(40, 100))
    >>> kind.value, reasons
    ('BARRIER', ('human reachability misses the bar of a barrier',))
    """
    figures = (verified.exact, failed.exact, reached.exact)
    over = barrier.cleared(figures, "barrier")
    good = quality.cleared(figures, "quality")
    passable = all_of(over)
    if passable is False:
        return SelfServiceClass.BARRIER, _named(over, "misses the bar of a barrier", wanted=False)
    if passable is None:
        return None, _named(over, "is not known", wanted=None)
    if all_of(good):
        return SelfServiceClass.QUALITY, ("all three clear the bars of quality",)
    return SelfServiceClass.MIXED, _named(good, "misses the bar of quality", wanted=False)


def _named(answers: tuple[bool | None, ...], words: str, *, wanted: bool | None) -> tuple[str, ...]:
    return tuple(f"{name} {words}" for name, answer in zip(NAMES, answers, strict=True) if answer is wanted)


def _check(quality: SelfServiceBars, barrier: SelfServiceBars) -> None:
    high, low = quality.shares("quality"), barrier.shares("barrier")
    easier = (high[0] < low[0], high[1] > low[1], high[2] < low[2])
    for name, wrong in zip(NAMES, easier, strict=True):
        if wrong:
            raise DataError(message("quality", f"its bar of {name} is easier than that of a barrier"))


def _net(savings: Estimate, lost: Estimate, rate: Fraction | None) -> Decimal | None:
    if savings.exact is None or lost.exact is None or rate is None:
        return None
    cents = round((savings.exact - lost.exact * rate / HOUR) * 100)
    return Decimal(cents).scaleb(-2)
