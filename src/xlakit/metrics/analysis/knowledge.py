"""What a knowledge base is worth: excellent, decent, poor, absent, and what that should do to tickets."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING

from xlakit import stats
from xlakit.errors import DataError, message
from xlakit.metrics.analysis.bars import all_of, at_least, share_of
from xlakit.metrics.analysis.everything import over_everything
from xlakit.metrics.families.knowledge import MAX_AGE, kb_freshness, kb_helpfulness, kb_search_success
from xlakit.metrics.families.self_service import WINDOW, deflection_rate
from xlakit.model import Estimate

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, timedelta
    from decimal import Decimal

    from xlakit.model import Agreement
    from xlakit.tables import Desk

NAMES = ("freshness", "helpfulness", "search success")


class KbClass(StrEnum):
    """How good a knowledge base is; ABSENT where there is not one article."""

    EXCELLENT = "EXCELLENT"
    DECENT = "DECENT"
    POOR = "POOR"
    ABSENT = "ABSENT"


IMPACT: Mapping[KbClass, str] = MappingProxyType(
    {
        KbClass.EXCELLENT: "deflection",
        KbClass.DECENT: "reduced deflection",
        KbClass.POOR: "none or worse",
        KbClass.ABSENT: "all become tickets",
    }
)
"""What the seed's article expects of each class. It is a claim, shown beside what is observed."""


@dataclass(frozen=True, slots=True)
class KbBars:
    """The least freshness, helpfulness and search success of a class, as shares."""

    freshness: Fraction | Decimal | float | str
    helpfulness: Fraction | Decimal | float | str
    search_success: Fraction | Decimal | float | str

    def shares(self, where: str) -> tuple[Fraction, ...]:
        """Return the three bars as exact shares."""
        return (
            share_of(f"{where}.freshness", self.freshness),
            share_of(f"{where}.helpfulness", self.helpfulness),
            share_of(f"{where}.search_success", self.search_success),
        )


EXCELLENT_FROM = KbBars("80%", "70%", "70%")
DECENT_FROM = KbBars("50%", "50%", "50%")
"""Our choice, not a norm: state your own."""


@dataclass(frozen=True, slots=True)
class KbQuality:
    """The class of a knowledge base with the figures that decide it.

    Attributes
    ----------
    kind
        None where a figure that could decide is not known, or the desk has no table of articles.
    articles
        How many there are; None without a table of them.
    freshness, helpfulness, search_success
        The three figures. Helpfulness is judged on the lower end of its Wilson interval: three votes of three
        prove little.
    expected_impact
        What the seed's article expects of this class; None where there is no class.
    observed_deflection
        The share of self-service sessions that no ticket followed, for comparison.
    reasons
        What decided, or what is not known, in words.
    """

    kind: KbClass | None
    articles: int | None
    freshness: Estimate
    helpfulness: Estimate
    search_success: Estimate
    expected_impact: str | None
    observed_deflection: Estimate
    reasons: tuple[str, ...]


def kb_quality(
    desk: Desk,
    agreement: Agreement | None = None,
    *,
    max_age: timedelta = MAX_AGE,
    window: timedelta = WINDOW,
    excellent: KbBars = EXCELLENT_FROM,
    decent: KbBars = DECENT_FROM,
    as_of: datetime | None = None,
) -> KbQuality:
    """Return how good a knowledge base is, what that should do to tickets, and what is observed.

    EXCELLENT where all three figures reach their bar of `excellent`, POOR where one misses its bar of
    `decent`, else DECENT; ABSENT where the table of articles has none. A figure that is not known leaves the
    class open unless another one already makes it POOR.

    Parameters
    ----------
    desk, agreement
        The records; the agreement's scope holds for tickets.
    max_age
        How old the last review of a fresh article may be.
    window
        When a ticket counts against a session, for the observed deflection.
    excellent, decent
        The bars.
    as_of
        The instant to look from; the last instant in the data unless stated.

    Returns
    -------
    KbQuality
        Class, figures, expected and observed effect.

    Raises
    ------
    DataError
        A bar is no share, or one of `excellent` is below that of `decent`.

    References
    ----------
    Measurement framework S-42. The bars are ours, the expected impact is the seed's.

    Examples
    --------
    >>> import xlakit as xk
    >>> from datetime import UTC, datetime
    >>> article = {"article_id": "k1", "reviewed_at": "2024-03-02T09:00Z", "views": 90, "helpful_yes": 3}
    >>> tickets = [{"ticket_id": "1", "opened_at": "2026-03-02T09:40Z"}]
    >>> found = kb_quality(xk.Desk(tickets=tickets, articles=[{**article, "helpful_no": 0}]))
    >>> found.kind.value, found.expected_impact, found.reasons[0]
    ('POOR', 'none or worse', 'freshness misses the bar of decent')
    >>> kb_quality(xk.Desk(tickets=tickets, articles=[])).kind.value, kb_quality(xk.Desk(tickets=tickets)).kind
    ('ABSENT', None)
    """
    bars = _bars(excellent, decent)
    metrics = (
        kb_freshness(max_age=max_age),
        kb_helpfulness(),
        kb_search_success(),
        deflection_rate(window=window),
    )
    (fresh, votes, search, deflected), facts = over_everything(
        metrics, desk, agreement=agreement, as_of=as_of, also=("articles",)
    )
    helpful = _wilson(votes)
    articles = None if desk.articles is None else facts.frames["articles"].height
    kind, reasons = classify_kb(articles, fresh, helpful, search, bars)
    impact = None if kind is None else IMPACT[kind]
    return KbQuality(kind, articles, fresh, helpful, search, impact, deflected, reasons)


def classify_kb(
    articles: int | None,
    freshness: Estimate,
    helpfulness: Estimate,
    search_success: Estimate,
    bars: tuple[tuple[Fraction, ...], tuple[Fraction, ...]],
) -> tuple[KbClass | None, tuple[str, ...]]:
    """Return the class that a number of articles and three estimates make, and what decided it, in words.

    `bars` are those of excellent and of decent, each for freshness, helpfulness and search success.
    """
    if articles is None:
        return None, ("the articles are not known",)
    if articles == 0:
        return KbClass.ABSENT, ("there are no articles",)
    low = None if helpfulness.low is None else Fraction(helpfulness.low)
    figures = (freshness.exact, low, search_success.exact)
    excellent, decent = (
        tuple(at_least(figure, bar) for figure, bar in zip(figures, side, strict=True)) for side in bars
    )
    passable = all_of(decent)
    if passable is False:
        return KbClass.POOR, _named(decent, "misses the bar of decent", wanted=False)
    if passable is None:
        return None, _named(decent, "is not known", wanted=None)
    if all_of(excellent):
        return KbClass.EXCELLENT, ("all three reach the bars of excellent",)
    return KbClass.DECENT, _named(excellent, "misses the bar of excellent", wanted=False)


def _named(answers: tuple[bool | None, ...], words: str, *, wanted: bool | None) -> tuple[str, ...]:
    return tuple(f"{name} {words}" for name, answer in zip(NAMES, answers, strict=True) if answer is wanted)


def _wilson(votes: Estimate) -> Estimate:
    """Return helpfulness as a share of single votes, with Wilson's interval."""
    if votes.numerator is None or not votes.denominator:
        return Estimate.nothing()
    return stats.proportion(votes.numerator, votes.denominator)


def _bars(excellent: KbBars, decent: KbBars) -> tuple[tuple[Fraction, ...], tuple[Fraction, ...]]:
    high, low = excellent.shares("excellent"), decent.shares("decent")
    for name, upper, lower in zip(NAMES, high, low, strict=True):
        if upper < lower:
            raise DataError(message("excellent", f"its bar of {name} is below that of decent"))
    return high, low
