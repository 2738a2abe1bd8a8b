"""The summary on a terminal, with rich. Texts from data are never read as markup."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from xlakit.report.escape import clean
from xlakit.report.wording import LEGEND

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rich.console import RenderableType
    from rich.table import Table
    from rich.text import Text

    from xlakit.report.findings import FindingPart
    from xlakit.report.money import MoneyPart
    from xlakit.report.summary import Summary, WindowPart

_TONES: Final[Mapping[str, str]] = {"good": "green", "bad": "bold red", "open": "yellow"}
_SEVERITIES: Final[Mapping[str, str]] = {"severe": "bold red", "warning": "yellow", "info": "cyan"}


def parts(summary: Summary) -> Iterator[RenderableType]:
    """Yield what a rich console prints, in order. Needs the extra ``cli``."""
    yield _text(summary.verdict, "bold")
    if summary.money is not None:
        yield _text(summary.money.line)
    yield _text(summary.subject, "dim")
    yield from (_text(f"! {hint}", "yellow") for hint in summary.hints)
    for window in summary.windows:
        yield from (_text(""), _window(window))
    if summary.score:
        yield from (_text(""), _text(summary.score, "bold"))
    yield from _money(summary.money)
    yield from _shades(summary)
    for finding in summary.findings:
        yield from _finding(finding)
    if summary.rules:
        yield from (_text(""), _text(summary.rules, "bold"))
    yield from (_text(f"  {text}", "dim") for text in summary.not_applicable)
    yield from _listed("Data problems, counted", summary.problems)
    yield from _listed("Clauses read but not evaluated yet", summary.not_evaluated)


def _text(text: str, style: str = "") -> Text:
    from rich.text import Text

    return Text(clean(text), style=style)


def _table(title: str) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    return Table(title=_text(title), title_justify="left", box=SIMPLE_HEAD, pad_edge=False)


def _window(window: WindowPart) -> Table:
    table = _table(f"{window.label}: {window.score}" if window.score else window.label)
    for head in ("Objective", "Figure", "Behind it", "Expected", "Outcome", "Weight"):
        table.add_column(head)
    for line in window.lines:
        table.add_row(
            _text(line.title),
            _text(line.measured),
            _text(line.detail),
            _text(line.level),
            _text(line.outcome, _TONES[line.tone]),
            _text(line.weight),
        )
    return table


def _money(part: MoneyPart | None) -> Iterator[RenderableType]:
    if part is None:
        return
    yield _text("")
    table = _table(part.title)
    for head in part.columns:
        table.add_column(head, justify="left" if head in {part.columns[0], part.columns[-1]} else "right")
    for row in part.rows:
        table.add_row(*(_text(cell) for cell in row))
    yield table
    yield from (_text(note, "dim") for note in part.notes)


def _shades(summary: Summary) -> Iterator[RenderableType]:
    part = summary.shades
    if part is None:
        return
    yield _text("")
    table = _table("Segments")
    for head in ("segment", *part.windows):
        table.add_column(_text(head))
    for row in part.rows:
        cells = (_text(word, "bold red" if word.startswith("watermelon") else "") for word in row.words)
        table.add_row(_text(row.segment), *cells)
    yield table
    if part.left_out:
        yield _text(f"and {part.left_out} more segments")
    yield _text(LEGEND, "dim")


def _finding(finding: FindingPart) -> Iterator[RenderableType]:
    where = f" ({finding.where})" if finding.where else ""
    yield _text("")
    head = _text(
        f"{finding.severity.upper()} {finding.code} {finding.title}{where}", _SEVERITIES[finding.severity]
    )
    yield head
    yield _text(f"  {finding.message}")
    yield from (_text(f"  - {text}") for text in finding.evidence)
    if finding.tickets:
        yield _text(f"  {finding.tickets}")
    if finding.advice:
        yield _text(f"  Next: {finding.advice}", "bold")


def _listed(title: str, items: Sequence[str]) -> Iterator[RenderableType]:
    if items:
        yield from (_text(""), _text(title, "bold"))
        yield from (_text(f"  {item}") for item in items)
