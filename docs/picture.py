"""Draw the README's picture: the first screen of the demo, as a terminal shows it."""

from __future__ import annotations

import io
import sys
from dataclasses import replace
from pathlib import Path

from rich.console import Console

import xlakit as xk
from xlakit.report import parts, summarize

PICTURE = Path(__file__).with_name("scorecard.svg")
WIDTH = 150


def draw() -> str:
    """Return the picture as SVG: verdict, money, hints, one month, segments, and the first finding of a team."""
    desk = xk.Desk(**xk.datasets.synthetic_desk("watermelon", tickets=2000, seed=1).tables())
    card = xk.evaluate(xk.load_agreement(xk.datasets.example_agreement()), desk)
    first = card.judgements[0].window
    summary = summarize(
        card.model_copy(
            update={
                "findings": tuple(
                    item
                    for item in card.findings
                    if item.segment == (("team", "Field West"),) and item.code == "XLA101"
                ),
            }
        )
    )
    summary = replace(
        summary,
        windows=tuple(window for window in summary.windows if window.label == first.label),
        hints=summary.hints[:1],
        money=None
        if summary.money is None
        else replace(summary.money, rows=summary.money.rows[:1], notes=()),
        rules="",
    )
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True)
    for part in parts(summary):
        console.print(part)
    return console.export_svg(title="xlakit demo", unique_id="scorecard")


if __name__ == "__main__":
    PICTURE.write_text(draw(), encoding="utf-8")
    sys.stdout.write(f"{PICTURE}\n")
