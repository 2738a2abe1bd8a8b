"""From the windows of a run to a statement: lines with their invoices, totals that are the sums of lines."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from xlakit.model.statement import BONUSES, CREDITS, LedgerLine, Statement, WindowStatement
from xlakit.model.window import windows
from xlakit.settlement.life import closing, status
from xlakit.settlement.posting import amount, to_amount
from xlakit.settlement.triggers import fired

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from xlakit.model import Window
    from xlakit.model.commercial_terms import Commercials
    from xlakit.model.statement import State
    from xlakit.model.window import WindowKind
    from xlakit.settlement.group import Draft, Group
    from xlakit.settlement.run import Run


def drawn_up(run: Run, terms: Commercials, as_of: datetime, unfinished: Iterable[Window]) -> Statement:
    """Return the statement of a run.

    Parameters
    ----------
    run
        The windows that were settled.
    terms
        The commercials of the last version: its currency, rounding and triggers hold.
    as_of
        The instant it is drawn up at.
    unfinished
        Windows in progress: shown, never settled.
    """
    held = run.held
    last = held[-1].agreement
    lines, stated = [], []
    closes = {version.effective: closing(version.agreement) for version in held}
    # A group of rolling windows alone is named by one, which is no window to send an invoice for.
    begins = {
        (group.kind, group.span.first): group.window
        for group in run.groups
        if any(mark.window is group.window and mark.kind == group.kind for mark in group.marks)
    }
    for group in run.groups:
        following = last.settlement.pay == "next"
        invoice = begins.get((_paid_with(group.kind), group.span.after)) if following else group.window
        invoice = invoice or next_window(group.window, _paid_with(group.kind))
        own = [_line(draft, invoice, terms, run.places) for draft in group.drafts]
        lines += own
        state = status(group.window, as_of, closes[group.version.effective](group.window))
        stated.append(_window(group, own, terms, run.places, state))
    stated += [_in_progress(window, run.places) for window in unfinished]
    return Statement(
        agreement=last.metadata.name,
        title=last.metadata.title or last.metadata.name,
        currency=terms.currency,
        minor_unit=run.places,
        rounding=terms.rounding,
        as_of=as_of,
        lines=tuple(lines),
        windows=tuple(stated),
        triggers=fired(terms.triggers, run.books.periods),
        obligations=tuple(item for group in run.groups for item in group.obligations),
        problems=tuple(run.problems),
    )


def next_window(window: Window, kind: WindowKind) -> Window:
    """Return the window of its kind that follows: the one on whose invoice it is paid.

    Examples
    --------
    >>> from datetime import date
    >>> (december,) = windows("month", date(2026, 12, 1), date(2026, 12, 1), "Europe/Berlin")
    >>> next_window(december, "month").label
    '2027-01'
    """
    first = window.end.date()
    (found,) = windows(kind, first, first, str(window.end.tzinfo))
    return found


def _paid_with(kind: WindowKind) -> WindowKind:
    """Return the kind of window whose invoice it is paid on: a contract year with the month after, not a year later."""
    return "month" if kind == "contract-year" else kind


def _line(draft: Draft, invoice: Window, terms: Commercials, places: int) -> LedgerLine:
    return LedgerLine.model_construct(
        window=draft.window,
        accrual_window=draft.accrual,
        settlement_window=invoice,
        objective=draft.name,
        kind=draft.kind,
        amount=amount(draft.units, places),
        currency=terms.currency,
        rule="; ".join(draft.rules),
        reason=draft.reason,
        raw=amount(draft.raw, places),
        evidence=draft.evidence,
    )


def _window(
    group: Group, lines: Sequence[LedgerLine], terms: Commercials, places: int, state: State
) -> WindowStatement:
    nothing = Decimal(0).scaleb(-places)

    def of(*kinds: str) -> Decimal:
        return sum((line.amount for line in lines if line.kind in kinds), nothing) if lines else nothing

    mode = terms.rounding
    agreement = group.version.agreement
    return WindowStatement.model_construct(
        window=group.window,
        status=state,
        charges=None if group.charges is None else to_amount(group.charges, places, mode),
        at_risk=None if group.cap is None else to_amount(group.cap, places, "down"),
        raw_credits=sum((line.raw for line in lines if line.kind in CREDITS), nothing),
        credits=of(*CREDITS),
        bonuses=-of(*BONUSES),
        earned_back=-of("earn_back", "offset"),
        adjustments=of("adjustment", "true_up"),
        total=sum((line.amount for line in lines), nothing),
        version=agreement.metadata.version or "1",
        fingerprint=None,
    )


def _in_progress(window: Window, places: int) -> WindowStatement:
    nothing = Decimal(0).scaleb(-places)
    return WindowStatement(
        window=window,
        status="in_progress",
        charges=None,
        at_risk=None,
        raw_credits=nothing,
        credits=nothing,
        bonuses=nothing,
        earned_back=nothing,
        adjustments=nothing,
        total=nothing,
    )
