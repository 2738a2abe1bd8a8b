"""Laws of text: one text and a column of texts are read alike; more words never take a marker's place."""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from xlakit.facts.talk import MARKERS, empathy_frame, empathy_markers, jargon, jargon_frame

sys.path.insert(0, str(Path(__file__).parents[1] / "unit" / "facts_talk"))

from talk_german import GERMAN
from talk_replies import CURT, KIND, PARTLY
from talk_sentences import SENTENCES

KNOWN = [
    *CURT,
    *KIND,
    *(text for text, _ in PARTLY),
    *(text for table in (SENTENCES, GERMAN) for rows in table.values() for _, text in rows),
    "The DNS (the internet's phone book) and the VPN, that is a secure line, on the AD server.",
    "Eine sichere Leitung (VPN) - der Proxy - das Access Points",
]
PIECES = [
    " ",
    "\n",
    "\n\n",
    "> ",
    "<b>",
    "</b>",
    "&amp;",
    "’",
    "'",
    "-",
    "–",
    "(",
    ")",
    "ä",
    "a\u0308",
    "ſ",
    "İ",
    "K",
    "½",
    "\x1c",
    "\x85",
    "é",
    "_",
    "*",
    "漢",
    "ß",
    "\u00a0",
    "\u200d",
    "ﬁ",
]
TEXTS = st.one_of(
    st.sampled_from(KNOWN),
    st.text(max_size=60),
    st.lists(st.sampled_from([*PIECES, *" ".join(KNOWN).split()[:900]]), max_size=25).map("".join),
    st.lists(st.sampled_from([*PIECES, *" ".join(KNOWN).split()]), max_size=40).map(" ".join),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(TEXTS, st.none()), max_size=12))
def test_one_text_and_a_column_of_texts_carry_the_same_markers(texts: list[str | None]) -> None:
    frame = empathy_frame(pl.Series(texts, dtype=pl.String))
    for text, row in zip(texts, frame.iter_rows(named=True), strict=True):
        found = empathy_markers(text)
        expected = [None] * 5 if found is None else [*(getattr(found, m) for m in MARKERS), found.score]
        assert list(row.values()) == expected


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(TEXTS, st.none()), max_size=12))
def test_one_text_and_a_column_of_texts_hold_the_same_jargon(texts: list[str | None]) -> None:
    frame = jargon_frame(pl.Series(texts, dtype=pl.String))
    for text, row in zip(texts, frame.iter_rows(), strict=True):
        found = jargon(text)
        assert row == ((None, None) if found is None else (found.mentions, found.words))


def test_every_known_text_is_read_alike_both_ways() -> None:
    frame = empathy_frame(pl.Series(KNOWN))
    assert frame["score"].to_list() == [empathy_markers(text).score for text in KNOWN]  # type: ignore[union-attr]


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_scores_are_quarters_between_none_and_one_and_jargon_stays_within_its_words(text: str) -> None:
    found, terms = empathy_markers(text), jargon(text)
    assert found is not None
    assert terms is not None
    assert found.score in {0, 0.25, 0.5, 0.75, 1}
    assert 0 <= terms.mentions <= terms.words
    assert terms.index is None or 0 <= terms.index <= 100
    assert not set(terms.terms) & set(terms.explained)


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.sampled_from(KNOWN))
def test_a_new_paragraph_takes_no_marker_away(text: str, more: str) -> None:
    alone, both = empathy_markers(more), empathy_markers(f"{text}\n\n{more}")
    assert alone is not None
    assert both is not None
    assert all(getattr(both, m) >= getattr(alone, m) for m in MARKERS)
