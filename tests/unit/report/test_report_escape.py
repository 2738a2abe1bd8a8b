from __future__ import annotations

import csv
import html
import io
import re
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from xlakit.report import write_csv
from xlakit.report.escape import clean, for_html, for_markdown, for_sheet


def test_control_and_direction_characters_are_gone() -> None:
    assert clean("a\x1b[2Jb\x07c\u202ed\ue000e") == "a\ufffd[2Jb\ufffdc\ufffdd\ufffde"


def test_line_breaks_become_blanks() -> None:
    assert clean("a\nb\r\nc\u2028d\te") == "a b  c d e"


def test_ordinary_words_of_any_script_stay() -> None:
    for text in ("Außendienst Süd", "サービスデスク", "می\u200cخواهم", "👩\u200d🔧"):
        assert clean(text) == text


def test_an_unpaired_surrogate_can_be_written() -> None:
    assert clean("x\ud800y").encode() == "x\ufffdy".encode()


def test_figures_keep_their_looks_in_markdown() -> None:
    for text in ("95.3%", "at least 95%", "2026-01", "+12", "5-10%"):
        assert for_markdown(text) == text


def test_leading_marks_open_nothing_in_markdown() -> None:
    shown = [for_markdown(text) for text in ("# x", "- x", "+ x", "1. x", "---", "> x", "* x")]
    assert shown == ["\\# x", "\\- x", "\\+ x", "1\\. x", "\\---", "&gt; x", "\\* x"]


def test_formulas_are_text_in_a_sheet() -> None:
    for text in ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1", "\uff1d1"):
        assert for_sheet(text) == f"'{text}"


def test_a_sheet_keeps_numbers_lists_times_and_nulls() -> None:
    out = io.StringIO()
    row = [-1.5, None, ["speed", "=x"], datetime(2026, 1, 1, tzinfo=UTC), "=cmd", True, timedelta(minutes=1)]
    write_csv(["a", "b", "c", "d", "=e", "f", "g"], [row], out)
    head, values = csv.reader(io.StringIO(out.getvalue()))
    assert head[4] == "'=e"
    assert values == ["-1.5", "", "speed|=x", "2026-01-01T00:00:00+00:00", "'=cmd", "True", "60.0"]


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_html_shows_the_text_and_opens_no_tag(text: str) -> None:
    shown = for_html(text)
    assert html.unescape(shown) == clean(text)
    assert not set("<>\"'") & set(shown)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="|`\\*_[]<>&~$#-+1.) \nab@"))
def test_markdown_leaves_no_mark_that_means_something(text: str) -> None:
    shown = for_markdown(text)
    assert "\n" not in shown
    assert not re.search(r"(?<!\\)(?:\\\\)*[|`*_\[\]~$]", shown)
    assert not set("<>@") & set(shown)
