"""Write the tables of docs/facts.md from what the frames of facts say of their columns."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from xlakit.facts import FAMILIES, FRAMES, Facts
from xlakit.model.records import RECORDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlakit.facts import Frame

PAGE = Path(__file__).with_name("facts.md")
BEGIN, END = "<!-- facts: begin -->", "<!-- facts: end -->"
HEAD = "| column | type | meaning |\n|---|---|---|"
PLAIN_HEAD = "| column | meaning |\n|---|---|"
TICKETS = "Every column of the record, instants later than the one looked from being null, and on every desk:"
ANSWERS = "One row a survey, answered or not: its own columns, those of its ticket that it lacks, and:"
CYCLES = "One row a ticket, clock and cycle:"
BORDER = re.compile(r"^ *=+ =+$", re.MULTILINE)


def page() -> str:
    """Return the page with the tables of today's facts."""
    text = PAGE.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    base = base_meanings()
    parts = [
        f"## `tickets`\n\n{TICKETS}\n\n{_plain(base['tickets'])}",
        *(
            f"### Family `{family.name}`\n\n{_typed(family.columns, family.meanings)}"
            for family in sorted(FAMILIES, key=lambda item: item.name)
        ),
        f"## `answers`\n\n{ANSWERS}\n\n{_plain(base['answers'])}",
        f"## `cycles`\n\n{CYCLES}\n\n{_plain(base['cycles'])}",
        *(_frame(frame) for frame in sorted(FRAMES, key=lambda item: item.name)),
    ]
    body = "\n\n".join(parts)
    return f"{before}{BEGIN}\n\n{body}\n\n{END}{after}"


def base_meanings() -> dict[str, dict[tuple[str, ...], str]]:
    """Return what the documentation of `Facts` says of the columns of each frame that every desk has."""
    text = Facts.__doc__ or ""
    found = {}
    for name in ("tickets", "answers", "cycles"):
        _, rows, *_ = BORDER.split(text.split(f"Columns of ``{name}``", 1)[1])
        found[name] = _rows(rows)
    return found


def _rows(table: str) -> dict[tuple[str, ...], str]:
    lines = [line.removeprefix("    ") for line in table.strip("\n").splitlines()]
    said: dict[tuple[str, ...], str] = {}
    names: tuple[str, ...] = ()
    for line in lines:
        left, right = line[:34].strip(), line[34:].strip()
        if left:
            names = tuple(left.split(", "))
            said[names] = right
        else:
            said[names] += f" {right}"
    return said


def _frame(frame: Frame) -> str:
    own = frame.name in RECORDS
    table = _typed(frame.columns, frame.meanings) if frame.meanings else ""
    said = (
        ("The columns of the table of that name, and:" if table else "The columns of the table of that name.")
        if own
        else ""
    )
    return "\n\n".join(part for part in (f"## `{frame.name}`", _summary(frame), said, table) if part)


def _summary(frame: Frame) -> str:
    """Return what its rows are, as the function that makes them says."""
    said = (frame.make.__doc__ or "").splitlines()[0].removeprefix("Return ")
    return _cell(said[:1].upper() + said[1:])


def _typed(columns: Mapping[str, object], meanings: Mapping[str, str]) -> str:
    """Return the table of the columns; those of one meaning share a row."""
    together: dict[str, list[str]] = {}
    for name, meaning in meanings.items():
        together.setdefault(meaning, []).append(name)
    rows = (
        f"| {', '.join(f'`{name}`' for name in names)} | {_type(columns[names[0]])} | {_cell(meaning)} |"
        for meaning, names in together.items()
    )
    return "\n".join((HEAD, *rows))


def _plain(said: Mapping[tuple[str, ...], str]) -> str:
    rows = (f"| {', '.join(f'`{name}`' for name in names)} | {_cell(text)} |" for names, text in said.items())
    return "\n".join((PLAIN_HEAD, *rows))


def _type(kind: object) -> str:
    text = str(kind)
    return "instant" if text.startswith("Datetime") else TYPES[text]


def _cell(text: str) -> str:
    return text.replace("``", "`").replace("|", "\\|")


TYPES = {"String": "text", "Int64": "whole number", "Float64": "number", "Boolean": "flag"}

if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
