"""``xlakit metrics``: what an agreement can promise."""

from __future__ import annotations

from xlakit.cli.failing import no_traceback
from xlakit.cli.output import table, write

HEAD = ("name", "speaks for", "basis", "unit", "better", "parameters", "what it is")

EXAMPLES = """\b
Example, two objectives of an agreement:
  - {name: fast, metric: {name: within, clock: response}, expected: {at_least: 95%}}
  - {name: happy, metric: csat, expected: {at_least: 85%}}"""


def metrics() -> None:
    """List the metrics an agreement can name."""
    with no_traceback():
        from xlakit.metrics import catalogue

        rows = [
            (
                name,
                entry.kind,
                entry.basis.replace("_", " "),
                entry.unit,
                entry.direction,
                ", ".join(sorted(entry.parameters)),
                entry.title,
            )
            for name, entry in catalogue().items()
        ]
        write(table([HEAD, *rows]), None)
