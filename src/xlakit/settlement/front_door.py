"""The front door of money: results in, a statement out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from xlakit.agreement import versions
from xlakit.errors import AgreementError, DataError, Problem, message, require_zone
from xlakit.model.statement import Range
from xlakit.settlement.adjusting import adjusted
from xlakit.settlement.charges import Billing
from xlakit.settlement.drawing_up import drawn_up
from xlakit.settlement.invoices import read_invoices
from xlakit.settlement.measured import read_results
from xlakit.settlement.posting import minor_unit
from xlakit.settlement.run import Run
from xlakit.settlement.trace import Trace
from xlakit.settlement.true_up import trued_up
from xlakit.tables import load_results

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import datetime
    from fractions import Fraction

    from xlakit.agreement import Version
    from xlakit.model import Agreement, Statement, Window
    from xlakit.model.commercial_terms import Adjustment
    from xlakit.model.statement import Step
    from xlakit.settlement.charges import Invoiced
    from xlakit.settlement.mark import Mark, Span


def settle(
    agreement: Agreement,
    results: object,
    *,
    as_of: datetime | None = None,
    invoices: object = None,
    adjustments: Iterable[Adjustment] = (),
    watermelons: Iterable[str] = (),
    previous: Statement | None = None,
) -> Statement:
    """Return what an agreement pays for a history of results; no desk is needed.

    Parameters
    ----------
    agreement
        With ``commercials``.
    results
        What `load_results` takes or returns: objective, window, and good and total or value; rows of one objective and
        window add up.
    as_of
        The instant to draw it up at; the end of the last window in the results unless stated. Windows that end later
        are in progress: shown, never settled.
    invoices
        A table of what was invoiced, where the charges are those of the table.
    adjustments
        Lines that were agreed on by hand, besides those of the agreement.
    watermelons
        Labels of windows that are classed as confirmed watermelons, for conditions that ask.
    previous
        The statement as it stood: what was sealed in it stays as it is, and what is different now becomes a signed line
        in the first window that is open.

    Returns
    -------
    Statement
        Lines that add up to the minor unit.

    Raises
    ------
    AgreementError
        The agreement has no commercials: there is nothing to settle.
    DataError
        The results cannot be read as a whole, invoices are in another currency, a sealed statement was changed, or
        `as_of` has no zone.

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
    ...      minimum: {at_least: 92%}, service_credit: {allocation: 30%, severity: two-step}}
    ... commercials: {currency: EUR, charges: {amount: "400000.00", per: month}, at_risk: 12%}
    ... ''')
    >>> statement = settle(
    ...     agreement,
    ...     [
    ...         {"objective": "fast-fix", "window": "2026-01", "value": "94.99%"},
    ...         {"objective": "fast-fix", "window": "2026-02", "value": "91.99%"},
    ...         {"objective": "fast-fix", "window": "2026-03", "value": None},
    ...     ],
    ... )
    >>> [(line.window.label, line.amount) for line in statement.lines], statement.total
    ([('2026-01', Decimal('7200.00')), ('2026-02', Decimal('14400.00'))], Decimal('21600.00'))
    """
    held = held_with_money(agreement)
    require_zone(as_of)
    read = load_results(results)
    reading = read_results(read, held, as_of)
    around = Around(
        as_of=reading.as_of,
        unfinished=tuple(reading.unfinished.values()),
        invoices=read_invoices(invoices, agreement),
        adjustments=tuple(adjustments),
        watermelons=frozenset(watermelons),
        previous=previous,
    )
    statement = settle_marks(held, reading.marks, around)
    if reading.disputed:
        granted = settle_marks(held, read_results(read, held, as_of, granted=True).marks, around)
        both = Range(accepted=granted.total, rejected=statement.total, disputed=reading.disputed)
        statement = statement.model_copy(update={"range": both})
    return statement.model_copy(update={"problems": (*reading.problems, *statement.problems)})


def held_with_money(agreement: Agreement) -> tuple[Version, ...]:
    """Return the versions of an agreement that has commercials.

    Raises
    ------
    AgreementError
        It has none.
    """
    if agreement.commercials is None:
        hint = "add commercials: {currency: EUR, charges: {amount: 250000.00, per: month}, at_risk: 10%}"
        raise AgreementError(
            [Problem(agreement.metadata.name, None, "commercials", "are missing", hint=hint)]
        )
    return versions(agreement)


@dataclass(frozen=True, slots=True)
class Around:
    """What a settlement is told besides the marks.

    Attributes
    ----------
    as_of, unfinished
        The instant it is drawn up at, and the windows that are in progress then.
    invoices, adjustments
        What was invoiced, and lines agreed on by hand besides those of the agreement.
    watermelons
        Labels of windows that are classed as confirmed watermelons.
    ceilings
        What the credits of a window may come to because of a cap that several agreements share.
    previous
        The statement as it stood.
    """

    as_of: datetime
    unfinished: tuple[Window, ...] = ()
    invoices: Invoiced = ()
    adjustments: tuple[Adjustment, ...] = ()
    watermelons: frozenset[str] = frozenset()
    ceilings: Mapping[Span, Fraction] = field(default_factory=dict)
    previous: Statement | None = None


def settle_marks(held: Sequence[Version], marks: Sequence[Mark], around: Around) -> Statement:
    """Return the statement that marks make; both doors, results and scorecards, end here."""
    terms = held[-1].agreement.commercials
    if terms is None:  # the doors have asked
        raise DataError(message("settlement", "the agreement has no commercials"))
    places = minor_unit(terms.currency, terms.minor_unit)

    def run(*, traced: bool) -> Run:
        found = Run(held, Billing(held, around.invoices), places, around.ceilings, Trace(on=traced))
        found.books.watermelons = frozenset(
            mark.span for mark in marks if mark.window.label in around.watermelons
        )
        found.settle(marks)
        return found

    statement = drawn_up(run(traced=False), terms, around.as_of, around.unfinished)
    statement = adjusted(statement, (*terms.adjustments, *around.adjustments))
    if around.previous is not None:
        statement = trued_up(statement, around.previous)

    def steps() -> tuple[Step, ...]:
        return tuple(run(traced=True).trace.steps)

    statement._trace = steps  # noqa: SLF001 - the statement computes its steps on demand, and only here knows how
    return statement


def for_windows(statement: Statement, labels: Collection[str]) -> Statement:
    """Return the part of a statement that speaks of some windows; what came before them has had its effect."""
    parts = {
        name: tuple(item for item in getattr(statement, name) if item.window.label in labels)
        for name in ("lines", "windows", "triggers", "obligations")
    }
    return statement.model_copy(update=parts)
