"""Write the table of docs/metrics.md from the catalogue."""

from __future__ import annotations

from pathlib import Path

from xlakit.metrics import Metric, MetricEntry, catalogue
from xlakit.metrics.define import text_of

PAGE = Path(__file__).with_name("metrics.md")
BEGIN, END = "<!-- catalogue: begin -->", "<!-- catalogue: end -->"
NAMES = ("metric", "what it is", "side", "basis", "unit", "better", "watched for", "source")
HEAD = f"| {' | '.join(NAMES)} |\n|{'---|' * len(NAMES)}"


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
        _follow_up(metric),
        metric.source,
    )
    return f"| {' | '.join(cells)} |"


def _follow_up(metric: Metric) -> str:
    waits = [leaf.follow_up for leaf in metric.leaves if leaf.follow_up is not None]
    return text_of(max(waits)) if waits else ""


def _parameters(entry: MetricEntry) -> str:
    named = [f"`{name}`" if name in entry.required else f"`{name}?`" for name in entry.parameters]
    return f" ({', '.join(named)})" if named else ""


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
