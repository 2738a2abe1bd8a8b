"""Write one page a rule, and the table of docs/rules.md, from the rules themselves."""

from __future__ import annotations

import textwrap
from pathlib import Path

from xlakit.rules import Rule, catalogue

PAGE = Path(__file__).with_name("rules.md")
FOLDER = Path(__file__).with_name("rules")
BEGIN, END = "<!-- rules: begin -->", "<!-- rules: end -->"
HEAD = "| rule | what it is about | at its loudest |\n|---|---|---|"


def table() -> str:
    """Return docs/rules.md with the table of today's rules."""
    text = PAGE.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    rows = "\n".join(
        f"| [{rule.code}](rules/{rule.code}.md) | {rule.title} | {rule.severity} |" for rule in catalogue()
    )
    return f"{before}{BEGIN}\n\n{HEAD}\n{rows}\n\n{END}{after}"


def pages() -> dict[Path, str]:
    """Return every page of a rule by its file."""
    return {FOLDER / f"{rule.code}.md": page(rule) for rule in catalogue()}


def page(rule: Rule) -> str:
    """Return the page of a rule: its first line, then a section for each heading of its docstring."""
    first, *rest = rule.page.strip().split("\n\n", 1)
    parts = [f"# {' '.join(first.split()).rstrip('.')}", f"{rule.title}. At its loudest: {rule.severity}."]
    for block in _sections(rest[0] if rest else ""):
        heading, *body = block
        parts += [f"## {heading}", textwrap.dedent("\n".join(body)).strip("\n")]
    parts.append("[All rules](../rules.md)")
    return "\n\n".join(part for part in parts if part) + "\n"


def _sections(text: str) -> list[list[str]]:
    """Return the lines of each section; a line that is not indented is a heading."""
    found: list[list[str]] = []
    for line in text.splitlines():
        if line and not line.startswith(" "):
            found.append([line])
        elif found:
            found[-1].append(line.rstrip())
    return found


def write() -> None:
    """Write the table and the pages, and remove pages of rules that are no more."""
    PAGE.write_text(table(), encoding="utf-8")
    FOLDER.mkdir(exist_ok=True)
    made = pages()
    for old in FOLDER.glob("*.md"):
        if old not in made:
            old.unlink()
    for file, text in made.items():
        file.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write()
