"""What people see, compared letter by letter. ``XLAKIT_REWRITE_GOLDEN=1`` writes the files anew."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from report_cards import (
    MONTHS,
    card,
    happy,
    hostile,
    reopened,
    response,
    running,
    shade,
    unmeasured,
    watermelon,
)
from report_statements import paid

from xlakit.model import Outcome, Score, Scorecard, WindowScore
from xlakit.report import to_html, to_json, to_markdown, to_text

GOLDEN = Path(__file__).parents[2] / "golden" / "report"


def healthy() -> Scorecard:
    good = [happy(month, Outcome.EXCEEDED) for month in MONTHS[:2]]
    return card(*(response(month) for month in MONTHS[:2]), *good, shades=[shade("HEALTHY", MONTHS[0])])


def unfinished() -> Scorecard:
    judged = [
        response(MONTHS[0], status="provisional"),
        unmeasured(happy, MONTHS[0]),
        reopened(MONTHS[0], Outcome.EXCUSED, reason="relief R7 was granted"),
        running(response, MONTHS[1]),
        running(happy, MONTHS[1]),
    ]
    score = Score(
        method="deduct",
        value=None,
        by_window=(WindowScore(window=MONTHS[0], value=None, measured_weight=0.3),),
    )
    return card(*judged, score=score)


CARDS = {
    "watermelon": watermelon,
    "healthy": healthy,
    "unfinished": unfinished,
    "hostile": hostile,
    "paid": paid,
}
FORMATS = {"txt": to_text, "md": to_markdown, "html": to_html, "json": to_json}


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("name", CARDS)
def test_the_rendering_is_the_recorded_one(name: str, suffix: str) -> None:
    shown = FORMATS[suffix](CARDS[name]()).rstrip("\n") + "\n"
    file = GOLDEN / f"{name}.{suffix}"
    if os.environ.get("XLAKIT_REWRITE_GOLDEN") == "1":
        file.write_text(shown, encoding="utf-8", newline="\n")
    assert shown == file.read_text(encoding="utf-8")
