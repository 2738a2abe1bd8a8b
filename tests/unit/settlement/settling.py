"""Agreements and histories as people write them, for the tests of money."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import xlakit as xk

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xlakit.model import Agreement, Statement

Row = dict[str, Any]
TERM = "{start: 2026-01-01, end: 2026-12-31, timezone: Europe/Berlin}"


def agreed(objectives: str, commercials: str, more: str = "", *, term: str = TERM) -> Agreement:
    """The agreement with these objectives (a YAML list) and commercials (a YAML mapping on one or more lines)."""
    return xk.load_agreement(
        f"apiVersion: xlakit/v1\nkind: Agreement\nmetadata: {{name: desk}}\nterm: {term}\n"
        f"objectives:\n{_indented(objectives)}\ncommercials:\n{_indented(commercials)}\n{more}\n"
    )


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.strip("\n").splitlines())


def promise(name: str, levels: str = "expected: {at_least: 95%}", more: str = "") -> str:
    """One objective on one line, measured elsewhere."""
    parts = ", ".join(part for part in (levels, more) if part)
    return f"- {{name: {name}, metric: {{name: supplied, series: {name}}}, {parts}}}"


def percents(text: str) -> list[str]:
    """The figures of a row of percentages."""
    return [f"{figure}%" for figure in text.split()]


def credit(allocation: str = "100%", more: str = "") -> str:
    """A service credit of that allocation."""
    return f"service_credit: {{allocation: {allocation}{', ' + more if more else ''}}}"


def months(objective: str, *values: object, year: int = 2026, first: int = 1) -> list[Row]:
    """A result a month; None where there is none. Pairs are successes and records."""
    found = []
    for index, value in enumerate(values, first - 1):
        label = f"{year + index // 12}-{index % 12 + 1:02}"
        if value is not None:
            figure = (
                {"good": value[0], "total": value[1]} if isinstance(value, tuple) else {"value": str(value)}
            )
            found.append({"objective": objective, "window": label} | figure)
    return found


def amounts(statement: Statement, *kinds: str) -> list[tuple[str, str, str]]:
    """Window, objective and amount of the lines of these kinds; of all where none is named."""
    return [
        (line.window.label, line.objective, str(line.amount))
        for line in statement.lines
        if not kinds or line.kind in kinds
    ]


def of_window(statement: Statement, label: str) -> list[tuple[str, str, str]]:
    """Kind, objective and amount of the lines of one window."""
    return [(line.kind, line.objective, str(line.amount)) for line in statement.for_window(label)]


def by_month(statement: Statement) -> list[str]:
    """The credits of each window."""
    return [str(window.credits) for window in statement.windows]


def settled(agreement: Agreement, *rows: Iterable[Row], **more: Any) -> Statement:
    """The statement, whose lines add up window by window and as a whole, whatever is tested besides."""
    statement = xk.settle(agreement, [row for some in rows for row in some], **more)
    for window in statement.windows:
        assert window.total == sum(line.amount for line in statement.for_window(window.window.label))
    assert statement.total == sum(window.total for window in statement.windows)
    return statement
