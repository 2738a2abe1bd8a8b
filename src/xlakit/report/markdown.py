"""The summary as Markdown: for wikis, tickets and pull requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlakit.report.escape import for_markdown
from xlakit.report.wording import LEGEND

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from xlakit.report.findings import FindingPart
    from xlakit.report.money import MoneyPart
    from xlakit.report.summary import Summary

COLUMNS = ("Objective", "Figure", "Behind it", "Expected", "Outcome", "Weight")


def render(summary: Summary) -> str:
    """Return `summary` as Markdown; every text from data is escaped."""
    return "\n".join(_lines(summary)).rstrip("\n") + "\n"


def _lines(summary: Summary) -> Iterator[str]:
    yield f"**{for_markdown(summary.verdict)}**"
    if summary.money is not None:
        yield from ("", for_markdown(summary.money.line))
    yield from ("", for_markdown(summary.subject), "")
    yield from (f"- {for_markdown(hint)}" for hint in summary.hints)
    for window in summary.windows:
        yield from ("", f"## {for_markdown(window.label)}", "")
        yield from _table(
            COLUMNS,
            (
                (
                    line.title,
                    line.measured,
                    line.detail,
                    line.level,
                    line.outcome,
                    line.weight,
                )
                for line in window.lines
            ),
        )
        if window.score:
            yield from ("", for_markdown(f"{window.score}."))
    if summary.score:
        yield from ("", f"**{for_markdown(summary.score)}**")
    yield from _money(summary.money)
    yield from _shades(summary)
    if summary.findings:
        yield from ("", "## Findings")
        for finding in summary.findings:
            yield from _finding(finding)
    if summary.rules:
        yield from ("", "## Rules", "", for_markdown(summary.rules), "")
        yield from (f"- {for_markdown(text)}" for text in summary.not_applicable)
    yield from _listed("Data problems", summary.problems)
    yield from _listed("Clauses read but not evaluated yet", summary.not_evaluated)


def _money(part: MoneyPart | None) -> Iterator[str]:
    if part is None:
        return
    yield from ("", f"## {for_markdown(part.title)}", "")
    yield from _table(part.columns, part.rows)
    yield from ("", *(f"- {for_markdown(note)}" for note in part.notes))


def _shades(summary: Summary) -> Iterator[str]:
    part = summary.shades
    if part is None:
        return
    yield from ("", "## Segments", "")
    yield from _table(("segment", *part.windows), ((row.segment, *row.words) for row in part.rows))
    if part.left_out:
        yield from ("", f"And {part.left_out} more segments.")
    yield from ("", for_markdown(LEGEND))


def _finding(finding: FindingPart) -> Iterator[str]:
    where = f" ({for_markdown(finding.where)})" if finding.where else ""
    title = f"{for_markdown(finding.code)} {for_markdown(finding.title)}"
    yield from ("", f"### {finding.severity}: {title}{where}", "", for_markdown(finding.message), "")
    yield from (f"- {for_markdown(text)}" for text in finding.evidence)
    if finding.tickets:
        yield from ("", for_markdown(finding.tickets))
    if finding.advice:
        yield from ("", f"Next: {for_markdown(finding.advice)}")


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield _row(head)
    yield "|" + " --- |" * len(head)
    yield from (_row(row) for row in rows)


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(for_markdown(cell) for cell in cells) + " |"


def _listed(title: str, items: Sequence[str]) -> Iterator[str]:
    if items:
        yield from ("", f"## {title}", "")
        yield from (f"- {for_markdown(item)}" for item in items)
