"""Money against the performance of one objective: the settlement itself, run once for every figure."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from xlakit.errors import DataError, message
from xlakit.model import Duration, Percent
from xlakit.model.payoff import STEPS, Payoff, figure_of
from xlakit.settlement.front_door import held_with_money
from xlakit.settlement.invoices import read_invoices
from xlakit.settlement.payoff_curve import Curve
from xlakit.settlement.payoff_scene import scene
from xlakit.settlement.payoff_terms import named, terms_at
from xlakit.settlement.posting import minor_unit
from xlakit.settlement.supposed import ends

if TYPE_CHECKING:
    from xlakit.model import Agreement
    from xlakit.model.payoff import PayoffEdge, PayoffUnit
    from xlakit.settlement.payoff_scene import Others, Scene

EXTRA = 4
"""Decimals of a slope beyond those of the currency."""


def payoff(
    agreement: Agreement,
    objective: str,
    *,
    window: str | None = None,
    volume: int | None = None,
    at: object = None,
    others: Others = "met",
    invoices: object = None,
    grid: bool = True,
) -> Payoff:
    """Return what one objective brings or costs at every figure it could reach, in one window.

    Each point is settled by itself, by what settles real results; there is no history, so misses are first misses.

    Parameters
    ----------
    agreement
        With ``commercials``.
    objective
        Its name; ``restore/P1`` for a part of one that is judged by parts.
    window
        The label of the window; the first one in which anything is paid, unless stated.
    volume
        Records in the window: then the figures are those that so many can come to (k of n), and what hangs on counts
        (gates, low volume, ``min_count``) acts.
    at
        A figure to mark, such as where the provider stands now.
    others
        ``met``: the other objectives are exactly on their expected levels. Or a figure for some of them, by name;
        those that are not named are met.
    invoices
        A table of what was invoiced, where the charges are those of the table.
    grid
        Whether to look at the figures between the edges too: without them there is no curve to draw, and no corner.

    Raises
    ------
    AgreementError
        The agreement has no commercials.
    DataError
        An objective, window or figure is none of the agreement; a gate is to decide without a volume; the charges of
        the window are not known.

    Examples
    --------
    >>> import xlakit as xk
    >>> agreement = xk.load_agreement('''
    ... apiVersion: xlakit/v1
    ... kind: Agreement
    ... metadata: {name: tiny}
    ... term: {start: 2026-01-01, end: 2026-12-31}
    ... objectives:
    ...   - {name: fast-fix, metric: {name: supplied, series: fixes}, expected: {at_least: 95%},
    ...      minimum: {at_least: 92%}, service_credit: {allocation: 30%, severity: linear}}
    ... commercials: {currency: EUR, charges: {amount: "400000.00", per: month}, at_risk: 12%}
    ... ''')
    >>> found = payoff(agreement, "fast-fix")
    >>> found.at("93.5%"), found.at("92%"), found.at("95%")
    (Decimal('7200.00'), Decimal('14400.00'), Decimal('0.00'))
    >>> found.expected.left == -4800, found.expected.right == 0  # each point below costs, above nothing is earned
    (True, True)
    >>> [item.amount for item in payoff(agreement, "fast-fix", volume=2).points]  # 0, 1 and 2 of 2
    [Decimal('14400.00'), Decimal('14400.00'), Decimal('0.00')]
    """
    if volume is not None and volume < 1:
        raise DataError(message("payoff: volume", "is at least 1", got=str(volume)))
    held = held_with_money(agreement)
    read = read_invoices(invoices, agreement)
    found = scene(agreement, held, objective, window=window, volume=volume, others=others, invoices=read)
    if volume is not None and not isinstance(found.levels.expected.quantity, Percent):
        what = "is for shares of records; the level of this objective is none"
        raise DataError(message("payoff: volume", what, got=str(found.levels.expected)))
    return _drawn(found, None if at is None else figure_of(at), others, grid=grid)


def _drawn(found: Scene, here: Fraction | None, others: Others, *, grid: bool) -> Payoff:
    """Return the payoff of a scene."""
    terms = found.held[found.number].agreement.commercials
    share = isinstance(found.levels.expected.quantity, Percent)
    unit: PayoffUnit = (
        "share" if share else "seconds" if isinstance(found.levels.expected.quantity, Duration) else "number"
    )
    levels = named(found.levels)
    stated = (
        () if terms is None else terms_at(found.objective, found.levels, terms, found.volume, share=share)
    )
    known = {level for _, level in levels}
    places = 0 if terms is None else minor_unit(terms.currency, terms.minor_unit)
    marked = [*known, *stated, *([here] if here is not None else [])]
    bounds = _range(marked, unit, *ends(found.objective, found.held[found.number].agreement))
    curve = Curve(found, STEPS[unit], bounds, places + EXTRA)
    if here is not None and not curve.low <= here <= curve.high:
        raise DataError(message("payoff: at", "is outside the range of the figure", got=str(here)))
    inner = sorted(figure for figure in set(stated) - known if curve.low <= figure <= curve.high)
    curve.look([*known, *inner, *([here] if here is not None else [])], grid=grid)
    spots = [*levels, *(("term", figure) for figure in inner)]
    spots += [("corner", figure) for figure in curve.corners(sorted([*known, *inner]))]
    spots += [("here", here)] if here is not None else []
    edges = [curve.edge(name, figure) for name, figure in spots if curve.low <= figure <= curve.high]
    statement = found.settled(curve.low)
    charges = statement.windows[-1].charges if statement.windows else None
    if charges is None:
        what = "the charges of the window are not known"
        raise DataError(message(f"payoff: {found.window.label}", what, hint="state invoices="))
    done = Payoff(
        agreement=statement.title,
        objective=found.name,
        window=found.window,
        version=found.held[found.number].agreement.metadata.version or "1",
        others="all others met" if isinstance(others, str) else f"{', '.join(sorted(others))} as stated",
        currency=statement.currency,
        minor_unit=statement.minor_unit,
        charges=charges,
        at_risk=statement.windows[-1].at_risk,
        unit=unit,
        volume=found.volume,
        levels=found.levels,
        points=curve.points(),
        edges=tuple(
            sorted((edge for edge in edges if _matters(edge)), key=lambda edge: (edge.performance, edge.name))
        ),
    )
    done._settled = curve.amount  # noqa: SLF001 - the payoff settles other figures on demand, and only here knows how
    return done


def _range(
    figures: list[Fraction], unit: PayoffUnit, least: Fraction | None, most: Fraction | None
) -> tuple[Fraction, Fraction]:
    """Return the figures to look at: all of a share, else one span beyond what the terms name on either side."""
    if unit == "share":
        return Fraction(0), Fraction(1)
    low, high = min(figures), max(figures)
    span = high - low or abs(high) or Fraction(1)
    low = low - span if least is None else max(low - span, min(least, low))
    return low, high + span if most is None else min(high + span, max(most, high))


def _matters(edge: PayoffEdge) -> bool:
    """Whether an edge is one of the levels, or was asked for, or does something to the curve."""
    bends = edge.left is not None and edge.right is not None and edge.left != edge.right
    return edge.name not in {"term", "corner"} or bool(edge.jump) or bends
