"""Write the table of docs/metrics.md from the catalogue."""

from __future__ import annotations

from pathlib import Path

from xlakit.metrics import MetricEntry, catalogue

PAGE = Path(__file__).with_name("metrics.md")
BEGIN, END = "<!-- catalogue: begin -->", "<!-- catalogue: end -->"
HEAD = "| metric | what it is | side | basis | unit | better | source |\n|---|---|---|---|---|---|---|"


def page() -> str:
    """Return the page with the table of today's catalogue."""
    text = PAGE.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    rows = "\n".join(_row(entry) for entry in catalogue().values())
    return f"{before}{BEGIN}\n\n{HEAD}\n{rows}\n\n{END}{after}"


def _row(entry: MetricEntry) -> str:
    metric = entry.sample
    cells = (
        f"`{entry.name}`",
        metric.title + _parameters(entry),
        metric.kind,
        metric.basis.replace("_", "-"),
        metric.unit,
        metric.direction,
        metric.source,
    )
    return f"| {' | '.join(cells)} |"


def _parameters(entry: MetricEntry) -> str:
    named = [f"`{name}`" if name in entry.required else f"`{name}?`" for name in entry.parameters]
    return f" ({', '.join(named)})" if named else ""


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
