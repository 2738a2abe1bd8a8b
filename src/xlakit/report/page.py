"""The summary as a piece of HTML for notebooks: no script, no network, no colour of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlakit.report.escape import for_html
from xlakit.report.wording import LEGEND

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from xlakit.report.findings import FindingPart
    from xlakit.report.lines import Line
    from xlakit.report.money import MoneyPart
    from xlakit.report.summary import Summary, WindowPart

SCOPE = "xlakit-scorecard"
COLUMNS = ("Objective", "Figure", "Behind it", "Expected", "Outcome", "Weight")
STYLE = (
    f".{SCOPE}{{color:inherit;font:inherit;line-height:1.45}}"
    f".{SCOPE} table{{border-collapse:collapse;margin:.4em 0;color:inherit;background:none}}"
    f".{SCOPE} th,.{SCOPE} td{{text-align:left;vertical-align:top;padding:.2em .8em .2em 0;"
    "border-bottom:1px solid currentColor;background:none;color:inherit;white-space:normal}"
    f".{SCOPE} .bad{{font-weight:bold}}.{SCOPE} .open{{font-style:italic}}"
    f".{SCOPE} .verdict{{font-size:1.15em;font-weight:bold}}"
    f".{SCOPE} .note{{opacity:.8}}"
)


def render(summary: Summary) -> str:
    """Return `summary` as an HTML fragment; every text from data is escaped, the style keeps to itself."""
    return f'<section class="{SCOPE}"><style>{STYLE}</style>' + "".join(_parts(summary)) + "</section>"


def _parts(summary: Summary) -> Iterator[str]:
    yield f'<p class="verdict">{for_html(summary.verdict)}</p>'
    if summary.money is not None:
        yield f"<p>{for_html(summary.money.line)}</p>"
    yield f'<p class="note">{for_html(summary.subject)}</p>'
    yield _items(summary.hints)
    for window in summary.windows:
        yield _window(window)
    if summary.score:
        yield f"<p><strong>{for_html(summary.score)}</strong></p>"
    yield from _money(summary.money)
    yield from _shades(summary)
    if summary.findings:
        yield "<h4>Findings</h4>"
        yield from (_finding(finding) for finding in summary.findings)
    if summary.rules:
        yield _folded(summary.rules, summary.not_applicable)
    if summary.problems:
        yield _folded("Data problems, counted", summary.problems)
    if summary.not_evaluated:
        yield _folded("Clauses read but not evaluated yet", summary.not_evaluated)


def _window(window: WindowPart) -> str:
    head = f"{window.label}: {window.score}" if window.score else window.label
    return f"<h4>{for_html(head)}</h4>" + _table(COLUMNS, (_line(line) for line in window.lines))


def _line(line: Line) -> str:
    before = (line.title, line.measured, line.detail, line.level)
    outcome = f'<td class="{line.tone}">{for_html(line.outcome)}</td>'
    return (
        "".join(f"<td>{for_html(cell)}</td>" for cell in before)
        + outcome
        + f"<td>{for_html(line.weight)}</td>"
    )


def _money(part: MoneyPart | None) -> Iterator[str]:
    if part is None:
        return
    yield f"<h4>{for_html(part.title)}</h4>"
    yield _table(part.columns, ("".join(f"<td>{for_html(cell)}</td>" for cell in row) for row in part.rows))
    yield _items(part.notes)


def _shades(summary: Summary) -> Iterator[str]:
    part = summary.shades
    if part is None:
        return
    yield "<h4>Segments</h4>"
    yield _table(
        ("segment", *part.windows),
        (
            "".join(f"<td{_tone(cell)}>{for_html(cell)}</td>" for cell in (row.segment, *row.words))
            for row in part.rows
        ),
    )
    more = f"And {part.left_out} more segments. " if part.left_out else ""
    yield f'<p class="note">{more}{for_html(LEGEND)}</p>'


def _tone(cell: str) -> str:
    return ' class="bad"' if cell.startswith("watermelon") else ""


def _finding(finding: FindingPart) -> str:
    where = f" ({finding.where})" if finding.where else ""
    title = f"{finding.severity}: {finding.code} {finding.title}{where}"
    tickets = f"<p>{for_html(finding.tickets)}</p>" if finding.tickets else ""
    advice = f"<p>Next: {for_html(finding.advice)}</p>" if finding.advice else ""
    return (
        f"<p><strong>{for_html(title)}</strong></p><p>{for_html(finding.message)}</p>"
        f"{_items(finding.evidence)}{tickets}{advice}"
    )


def _table(head: Sequence[str], rows: Iterable[str]) -> str:
    heads = "".join(f"<th scope='col'>{for_html(cell)}</th>" for cell in head)
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"


def _items(items: Sequence[str]) -> str:
    return f"<ul>{''.join(f'<li>{for_html(item)}</li>' for item in items)}</ul>" if items else ""


def _folded(title: str, items: Sequence[str]) -> str:
    return f"<details><summary>{for_html(title)}</summary>{_items(items)}</details>"
