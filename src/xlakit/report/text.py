"""The summary as plain text: for ``str(card)``, for pipes, and wherever nothing else can be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import combining, east_asian_width

from xlakit.report.escape import clean
from xlakit.report.wording import LEGEND

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from xlakit.report.findings import FindingPart
    from xlakit.report.money import MoneyPart
    from xlakit.report.summary import Summary, WindowPart

WINDOWS_ABREAST = 6


def render(summary: Summary) -> str:
    """Return `summary` as text without colour, control characters or trailing blanks."""
    return "\n".join(text.rstrip() for text in _lines(summary)).rstrip("\n")


def _lines(summary: Summary) -> Iterator[str]:
    yield clean(summary.verdict)
    if summary.money is not None:
        yield clean(summary.money.line)
    yield ""
    yield clean(summary.subject)
    yield from (f"! {clean(hint)}" for hint in summary.hints)
    yield from _windows(summary.windows)
    if summary.score:
        yield from ("", clean(summary.score))
    yield from _money(summary.money)
    yield from _shades(summary)
    for number, finding in enumerate(summary.findings):
        yield from ("", "Findings") if number == 0 else ("",)
        yield from _finding(finding)
    if summary.rules:
        yield from ("", clean(summary.rules))
    yield from (f"  {clean(text)}" for text in summary.not_applicable)
    yield from _listed("Data problems, counted", summary.problems)
    yield from _listed("Clauses read but not evaluated yet", summary.not_evaluated)


def _windows(windows: Sequence[WindowPart]) -> Iterator[str]:
    rows = [
        [
            (
                line.title,
                line.measured,
                line.detail,
                line.level,
                f"{line.outcome} (weight {line.weight})",
            )
            for line in window.lines
        ]
        for window in windows
    ]
    widths = _widths(row for block in rows for row in block)
    for window, block in zip(windows, rows, strict=True):
        yield ""
        yield clean(f"{window.label}: {window.score}" if window.score else window.label)
        yield from (f"  {_row(row, widths)}" for row in block)


def _money(part: MoneyPart | None) -> Iterator[str]:
    if part is None:
        return
    yield from ("", clean(part.title))
    table = [part.columns, *part.rows]
    widths = _widths(table)
    yield from (f"  {_row(_right(row, widths), widths)}" for row in table if part.rows)
    yield from (f"  {clean(note)}" for note in part.notes)


def _right(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    """Return a row with its amounts to the right: all but the name in front and the status behind."""
    first, *amounts, last = row
    inner = [
        " " * (width - _width(clean(cell))) + cell for cell, width in zip(amounts, widths[1:], strict=False)
    ]
    return [first, *inner, last]


def _shades(summary: Summary) -> Iterator[str]:
    part = summary.shades
    if part is None:
        return
    yield from ("", "Segments")
    for first in range(0, len(part.windows), WINDOWS_ABREAST):
        span = slice(first, first + WINDOWS_ABREAST)
        table = [("segment", *part.windows[span]), *((row.segment, *row.words[span]) for row in part.rows)]
        widths = _widths(table)
        yield from (f"  {_row(row, widths)}" for row in table)
    if part.left_out:
        yield f"  and {part.left_out} more segments"
    yield f"  {LEGEND}"


def _finding(finding: FindingPart) -> Iterator[str]:
    where = f" [{finding.where}]" if finding.where else ""
    yield f"  {finding.severity.upper()} {clean(finding.code)} {clean(finding.title)}{clean(where)}"
    yield f"    {clean(finding.message)}"
    yield from (f"    - {clean(text)}" for text in finding.evidence)
    if finding.tickets:
        yield f"    {clean(finding.tickets)}"
    if finding.advice:
        yield f"    Next: {clean(finding.advice)}"


def _listed(title: str, items: Sequence[str]) -> Iterator[str]:
    if items:
        yield from ("", title)
        yield from (f"  {clean(item)}" for item in items)


def _widths(rows: Iterable[Sequence[str]]) -> list[int]:
    columns = zip(*rows, strict=True)
    return [max(_width(clean(cell)) for cell in column) for column in columns]


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    shown = [clean(cell) for cell in cells]
    return "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(shown, widths, strict=True))


def _width(text: str) -> int:
    """Return how many cells of a terminal `text` takes: wide scripts take two, accents none."""
    return sum(
        0 if combining(character) else 2 if east_asian_width(character) in {"W", "F"} else 1
        for character in text
    )
