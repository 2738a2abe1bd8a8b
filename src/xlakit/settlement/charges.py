"""Charges: what a window, and a contract year, costs. Exact, month by month, under the version that holds."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from xlakit.errors import DataError, message
from xlakit.model.window import add_months
from xlakit.scoring import year_of
from xlakit.settlement.mark import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xlakit.agreement import Version
    from xlakit.model.commercial_terms import Charges
    from xlakit.model.records import Invoice

Invoiced = tuple[tuple[date, Fraction, str | None], ...]
"""Local day, amount and tower of each invoice."""

MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(slots=True, eq=False)
class Billing:
    """What is charged when, over all versions of an agreement.

    Attributes
    ----------
    held
        The versions, oldest first.
    invoices
        What was invoiced; needed where the charges are those of the table.
    """

    held: Sequence[Version]
    invoices: Sequence[tuple[date, Fraction, str | None]] = ()
    _known: dict[Span, Fraction | None] = field(default_factory=dict)
    _months: dict[Span, Fraction | None] = field(default_factory=dict)

    def charges(self, span: Span) -> Fraction | None:
        """Return the charges of some dates; None where nothing was invoiced for any of them.

        An amount per quarter or year is spread over its months; of a month that is not whole, its days count.
        """
        if span not in self._known:
            self._known[span] = self._charges(span)
        return self._known[span]

    def yearly(self, year: Span) -> Fraction:
        """Return the charges of a contract year; of invoices, those that there are so far."""
        whole = self.charges(year)
        if whole is not None:
            return whole
        first, found = year.first, Fraction(0)
        while first < year.after:
            next_month = add_months(first, 1)
            found += self._of_month(first, min(next_month, year.after)) or 0
            first = next_month
        return found

    def year(self, day: date) -> tuple[int, Span]:
        """Return the contract year of a day: its number from 0, and its dates within the term."""
        term = self.held[-1].agreement.term
        start = self.held[0].agreement.term.start
        number = year_of(day, start)
        after = date.fromordinal(term.end.toordinal() + 1)
        return number, Span(
            max(start, anniversary(start, number)), min(after, anniversary(start, number + 1))
        )

    def _charges(self, span: Span) -> Fraction | None:
        found = Fraction(0)
        first = span.first
        while first < span.after:
            next_month = add_months(first, 1)
            after = min(next_month, span.after)
            month = Span(first, after)
            if month not in self._months:
                self._months[month] = self._of_month(first, after)
            part = self._months[month]
            if part is None:
                return None
            found += part
            first = next_month
        return found

    def _of_month(self, first: date, after: date) -> Fraction | None:
        terms = self._terms(first)
        if terms is None:
            return None
        if terms.table is not None:
            mine = [
                amount
                for day, amount, tower in self.invoices
                if first <= day < after and _is(tower, terms.tower)
            ]
            return sum(mine, Fraction(0)) if mine else None
        amount = terms.amount
        dated = [item for item in terms.changes if item.from_ <= first]
        if dated:
            amount = max(dated, key=lambda item: item.from_).amount
        whole = Fraction(amount or 0) / MONTHS[terms.per or "month"]
        days = monthrange(first.year, first.month)[1]
        return whole if (after - first).days == days else whole * (after - first).days / days

    def _terms(self, day: date) -> Charges | None:
        held = [item for item in self.held if item.effective <= day] or [self.held[0]]
        commercials = held[-1].agreement.commercials
        return None if commercials is None else commercials.charges


def _is(tower: str | None, wanted: str | None) -> bool:
    return wanted is None or tower == wanted


def anniversary(start: date, years: int) -> date:
    """Return the first day of a contract year."""
    try:
        return start.replace(year=start.year + years)
    except ValueError:  # 29 February
        return date(start.year + years, 3, 1)


def invoiced(invoices: Iterable[Invoice], currency: str, timezone: str) -> Invoiced:
    """Return what was invoiced from which local date on, of one currency.

    Raises
    ------
    DataError
        An invoice is in another currency: currencies never mix.
    """
    from zoneinfo import ZoneInfo

    zone = ZoneInfo(timezone)
    found = []
    for item in invoices:
        if item.currency is not None and item.currency != currency:
            where = f"invoices: {item.window_start:%Y-%m-%d}"
            hint = "settle each currency by itself"
            raise DataError(message(where, f"is not in {currency}", got=item.currency, hint=hint))
        found.append((item.window_start.astimezone(zone).date(), Fraction(item.amount), item.tower))
    return tuple(sorted(found, key=lambda row: (row[0], row[2] or "", row[1])))
