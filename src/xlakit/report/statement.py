"""The service credit statement as people read it: sentences, a table, CSV, text and HTML. Reads the model only."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from xlakit.report.escape import clean, for_html
from xlakit.report.sheet import write_csv
from xlakit.report.tabular import tabular

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlakit.model import LedgerLine, Obligation, Statement, WindowStatement
    from xlakit.model.scorecard import FrameKind
    from xlakit.model.statement import LineKind

TYPES: Final[Mapping[str, type]] = {
    "window": str,
    "accrual_window": str,
    "settlement_window": str,
    "objective": str,
    "kind": str,
    "amount": Decimal,
    "currency": str,
    "raw": Decimal,
    "rule": str,
    "reason": str,
    "status": str,
    "evidence": str,
}
KINDS: Final[Mapping[LineKind, str]] = {
    "credit": "service credit",
    "malus": "malus",
    "persistent_failure": "persistent failure",
    "critical_failure": "critical failure",
    "carried": "carried forward",
    "bonus": "bonus",
    "gain_share": "gain-share",
    "experience_pool": "experience pool",
    "improvement": "improvement incentive",
    "offset": "offset",
    "earn_back": "earn-back",
    "adjustment": "manual adjustment",
    "true_up": "true-up",
}
ROUNDINGS: Final = {
    "half_up": "half up (away from zero)",
    "half_even": "half to even",
    "down": "down",
}


def money(value: Decimal, currency: str) -> str:
    """Return an amount as people read it.

    Examples
    --------
    >>> money(Decimal("26181.82"), "EUR"), money(Decimal("-0.05"), "EUR")
    ('26,181.82 EUR', '-0.05 EUR')
    """
    return f"{value:,} {currency}"


def rows(statement: Statement) -> list[dict[str, Any]]:
    """Return one dict a line, in the columns of the table."""
    states = {item.window.label: item.status for item in statement.windows}
    return [
        {
            "window": line.window.label,
            "accrual_window": line.accrual_window.label,
            "settlement_window": None if line.settlement_window is None else line.settlement_window.label,
            "objective": line.objective,
            "kind": line.kind,
            "amount": line.amount,
            "currency": line.currency,
            "raw": line.raw,
            "rule": line.rule,
            "reason": line.reason,
            "status": states.get(line.window.label),
            "evidence": line.evidence,
        }
        for line in statement.lines
    ]


def to_frame(statement: Statement, kind: FrameKind = "polars") -> Any:  # noqa: ANN401 - the kind decides the type
    """Return one row a line; amounts are exact decimals.

    Raises
    ------
    MissingExtraError
        `kind` needs a library that is not installed.
    """
    return tabular(rows(statement), TYPES, kind)


def to_csv(statement: Statement) -> str:
    """Return the lines as CSV; text that a spreadsheet would take for a formula begins with a quote."""
    out = io.StringIO(newline="")
    write_csv(list(TYPES), (list(row.values()) for row in rows(statement)), out)
    return out.getvalue()


def sentences(statement: Statement) -> tuple[str, ...]:
    """Return why each amount is what it is, and what follows from it, in the order of the statement."""
    found = [_total(statement)]
    for item in statement.windows:
        found.append(_window(item, statement))
        found += [_line(line) for line in statement.for_window(item.window.label)]
    return (*found, *consequences(statement))


def consequences(statement: Statement) -> tuple[str, ...]:
    """Return what follows from a statement, and what is open in it: triggers, obligations, disputes, problems."""
    found = [
        f"{item.name}: right to {item.right.replace('_', ' ')} from {item.window.label} on, for {item.reason}."
        for item in statement.triggers
    ]
    found += [_obligation(item) for item in statement.obligations]
    if statement.range is not None:
        both = statement.range
        ends = money(both.accepted, statement.currency), money(both.rejected, statement.currency)
        claims = f"{both.disputed} {'failure or window' if both.disputed == 1 else 'failures or windows'}"
        found.append(
            f"Relief of {claims} is disputed: the total is {ends[0]} if all is accepted, {ends[1]} if none."
        )
    found += [f"Not settled: {text}" for text in statement.problems]
    return tuple(found)


def _obligation(item: Obligation) -> str:
    due = "" if item.due is None else f", due {item.due:%Y-%m-%d}"
    return f"{item.window.label}, {item.objective}: {item.what}{due}."


def _total(statement: Statement) -> str:
    if not statement.windows:
        return f"{statement.title}: nothing to settle."
    total = statement.total
    whose = "the provider owes the customer" if total >= 0 else "the customer owes the provider"
    parts = [f"credits {statement.credits:,}"]
    parts += [f"bonuses {statement.bonuses:,}"] if statement.bonuses else []
    parts += [f"earned back {statement.earned_back:,}"] if statement.earned_back else []
    other = statement.of("adjustment", "true_up")
    parts += [f"adjustments {other:,}"] if other else []
    return (
        f"{statement.title}: {whose} {money(abs(total), statement.currency)} ({', '.join(parts)}); each line rounded"
        f" {ROUNDINGS[statement.rounding]} to {statement.minor_unit} decimals."
    )


def _window(item: WindowStatement, statement: Statement) -> str:
    name = f"{item.window.label} ({item.status.replace('_', ' ')})"
    if item.status == "in_progress":
        return f"{name}: not settled yet."
    if item.charges is None:
        return f"{name}: no charges are known or due, so nothing is paid."
    text = f"{name}: {money(item.total, statement.currency)} of charges of {money(item.charges, statement.currency)}"
    if item.raw_credits != item.credits:
        text += f"; credits of {item.raw_credits:,} were capped to {item.credits:,}"
    return text + "."


def _line(line: LedgerLine) -> str:
    whose = f"{line.objective}: " if line.objective else ""
    when = f" for {line.accrual_window.label}" if line.accrual_window != line.window else ""
    kind = KINDS[line.kind]
    return f"  {whose}{kind}{when} {money(line.amount, line.currency)}: {line.reason}."


def to_text(statement: Statement) -> str:
    """Return the statement as plain text."""
    return "\n".join(
        clean(text) if not text.startswith("  ") else f"  {clean(text.strip())}"
        for text in sentences(statement)
    )


def to_html(statement: Statement) -> str:
    """Return the statement as an HTML fragment; every text from data is escaped."""
    head = "".join(
        f"<th scope='col'>{name}</th>" for name in ("Window", "Objective", "What", "Amount", "Why")
    )
    body = "".join(_row(line) for line in statement.lines)
    notes = [text for text in sentences(statement)[1:] if not text.startswith("  ")]
    listed = "".join(f"<li>{for_html(text)}</li>" for text in notes)
    return (
        f'<section class="xlakit-statement"><p><strong>{for_html(sentences(statement)[0])}</strong></p>'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table><ul>{listed}</ul></section>"
    )


def _row(line: LedgerLine) -> str:
    amount = money(line.amount, line.currency)
    cells = (line.window.label, line.objective, KINDS[line.kind], amount, line.reason)
    return f"<tr>{''.join(f'<td>{for_html(cell)}</td>' for cell in cells)}</tr>"
