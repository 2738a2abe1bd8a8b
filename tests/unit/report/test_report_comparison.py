from __future__ import annotations

from fractions import Fraction

import pytest
from report_cards import BERLIN, MONTHS, WEST, happy, response, share

from xlakit.model import Finding, Score, Scorecard, Subject
from xlakit.report.comparison import change_figure
from xlakit.report.comparison_frame import TYPES

HOSTILE = (("team", "<b>|x"),)


def card(month: int, west: int, **changes: object) -> Scorecard:
    window = MONTHS[month]
    fields = {
        "subject": Subject(agreement="c", title="Contoso", as_of=window.end, tickets=1, answers=1, covered=1),
        "judgements": (response(window), happy(window, estimate=share(60 + west, 100, 0.6, 0.8))),
        "segments": (
            happy(window, segment=WEST, estimate=share(west, 30, 0.2, 0.9)),
            happy(window, segment=HOSTILE, estimate=share(60, 70, 0.7, 0.9)),
        ),
        "score": Score(method="net", value=None),
    }
    return Scorecard(**(fields | changes))


def found() -> object:
    melon = Finding(
        code="XLA101",
        severity="severe",
        title="watermelon",
        message="Red inside.",
        segment=WEST,
        window=MONTHS[1],
    )
    return card(1, 10, findings=(melon,)).compare(card(0, 20))


def test_text_names_findings_changes_and_both_effects() -> None:
    text = str(found())
    assert text.startswith(
        f"Contoso, since 1 Feb 2026, 00:00 ({BERLIN}): findings 1 new, 0 continuing, 0 cleared;"
    )
    assert "SEVERE XLA101 watermelon [team Field West, 2026-02]" in text
    assert "80.0% (60.0% to 80.0%, n = 100) to 70.0% (60.0% to 80.0%, n = 100) (-10.0 pp, worse" in text
    assert "by team: mix 0.0 pp, within segments -10.0 pp" in text
    assert "team Field West: 66.7% (20.0% to 90.0%, n = 30) to 33.3%" in text
    assert "95.3% (n = 2,000) to 95.3% (n = 2,000) (no change); met" in text


def test_markdown_shows_names_from_data_as_they_are() -> None:
    markdown = found().to_markdown()
    assert "&lt;b&gt;\\|x" in markdown
    assert "<b>" not in markdown
    assert "## New findings" in markdown


def test_the_frame_holds_wholes_and_parts_under_its_columns() -> None:
    rows = found().to_frame("dicts")
    assert tuple(rows[0]) == tuple(TYPES)
    assert [(row["objective"], row["column"], row["segment"]) for row in rows] == [
        ("fast-response", "", ""),
        ("happy-users", "", ""),
        ("happy-users", "team", "<b>|x"),
        ("happy-users", "team", "Field West"),
    ]
    whole, parts = rows[1], rows[2:]
    assert whole["change"] == pytest.approx(sum(row["mix"] + row["rate"] for row in parts))
    assert (whole["mix"], whole["count_after"], whole["low"] is None) == (None, 100, False)


@pytest.mark.parametrize("kind", ["polars", "pandas", "arrow"])
def test_every_kind_of_table_has_the_same_columns(kind: str) -> None:
    frame = found().to_frame(kind)
    names = frame.column_names if kind == "arrow" else list(frame.columns)
    assert names == list(TYPES)


def test_an_unknown_kind_of_table_is_refused() -> None:
    with pytest.raises(ValueError, match="there is no such kind of table; got 'excel'"):
        found().to_frame("excel")


@pytest.mark.parametrize(
    ("change", "unit", "text"),
    [
        (Fraction(1, 10**7), "share", "+0.00001 pp"),
        (Fraction(1, 10), "seconds", "+0.1s"),
        (Fraction(-90), "seconds", "-1m 30s"),
        (Fraction(1, 3), "score", "+0.33"),
        (Fraction(0), "share", "0.0 pp"),
        (Fraction(-7), "tickets", "-7.0 tickets"),
    ],
)
def test_a_change_that_is_not_zero_does_not_read_as_zero(change: Fraction, unit: str, text: str) -> None:
    assert change_figure(change, unit) == text
