"""Empathy markers of replies: golden ones, labelled sentences, look-alikes, other classifiers."""

from __future__ import annotations

import polars as pl
import pytest
from talk_german import GERMAN as GERMAN_SENTENCES
from talk_replies import CURT, KIND, PARTLY
from talk_sentences import SENTENCES
from talk_unseen import UNSEEN

from xlakit.errors import DataError
from xlakit.facts.talk import (
    ENGLISH,
    MARKERS,
    EmpathyMarkers,
    Lexicon,
    Wording,
    empathy_frame,
    empathy_markers,
    explained,
)

NONE = Wording(())


def markers_of(text: str) -> set[str]:
    found = empathy_markers(text)
    assert found is not None
    return {marker for marker in MARKERS if getattr(found, marker)}


def precision_and_recall(marker: str, sentences: list[tuple[bool, str]]) -> tuple[float, float]:
    told = [(label, marker in markers_of(text)) for label, text in sentences]
    hits = sum(label and found for label, found in told)
    return hits / sum(found for _, found in told), hits / sum(label for label, _ in told)


@pytest.mark.parametrize("reply", CURT)
def test_a_curt_reply_scores_nothing(reply: str) -> None:
    assert empathy_markers(reply) == EmpathyMarkers(False, False, False, False)
    assert empathy_markers(reply).score == 0  # type: ignore[union-attr]


@pytest.mark.parametrize("reply", KIND)
def test_a_reply_that_acknowledges_works_together_explains_and_teaches_scores_one(reply: str) -> None:
    assert markers_of(reply) == set(MARKERS)
    assert empathy_markers(reply).score == 1  # type: ignore[union-attr]


@pytest.mark.parametrize(("reply", "markers"), PARTLY)
def test_a_reply_with_some_markers_scores_their_share(reply: str, markers: set[str]) -> None:
    assert markers_of(reply) == markers
    assert empathy_markers(reply).score == len(markers) / 4  # type: ignore[union-attr]


@pytest.mark.parametrize("marker", MARKERS)
def test_the_lexicon_agrees_with_the_labelled_sentences(marker: str) -> None:
    sentences = SENTENCES[marker]
    assert len(sentences) >= 60
    assert sum(label for label, _ in sentences) * 2 == len(sentences)
    assert min(precision_and_recall(marker, sentences)) >= 0.95


@pytest.mark.parametrize("marker", MARKERS)
def test_the_lexicon_generalises_to_sentences_written_before_it(marker: str) -> None:
    assert min(precision_and_recall(marker, UNSEEN[marker])) >= 0.85


@pytest.mark.parametrize("marker", MARKERS)
def test_the_german_lexicon_agrees_with_the_labelled_sentences(marker: str) -> None:
    assert min(precision_and_recall(marker, GERMAN_SENTENCES[marker])) >= 0.85


@pytest.mark.parametrize(
    "text",
    [
        "I do not understand your request.",
        "Please let us know.",
        "The root cause is unknown.",
        "If it happens again, please open a new ticket.",
        "> I am sorry, it failed because of the update\nDone.",
        "<p class='sorry for the trouble'>Done.</p>",
        "",
        "   \n\t",
        "?!",
        "Der Grund ist noch nicht bekannt.",
    ],
)
def test_what_only_looks_like_a_marker_is_none(text: str) -> None:
    assert markers_of(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "I’M SO SORRY",
        "i'm so\nsorry",
        "I&#39;m so sorry",
        "I am so <b>sorry</b>",
        "*I'm* _so_ *sorry*",
        "Das ist verständlich.",
        "Das ist versta\u0308ndlich.",
        "Das ist verstaendlich.",
    ],
)
def test_case_quotes_line_breaks_tags_and_accents_do_not_matter(text: str) -> None:
    assert markers_of(text) == {"acknowledgement"}


def test_nothing_said_is_unknown_not_zero() -> None:
    assert empathy_markers(None) is None
    assert explained(None) is None
    assert empathy_frame(pl.Series([None], dtype=pl.String)).row(0) == (None,) * 5


def test_any_classifier_can_take_the_place_of_the_lexicon() -> None:
    assert empathy_markers("x", classifier=lambda _: {"enablement"}).score == 0.25  # type: ignore[union-attr]
    assert empathy_markers("x", classifier=lambda _: MARKERS).score == 1  # type: ignore[union-attr]
    assert empathy_markers("x", classifier=lambda _: dict.fromkeys(MARKERS, False)).score == 0  # type: ignore[union-attr]
    assert empathy_markers("x", classifier=lambda _: None) is None
    assert explained("x", classifier=lambda _: "explanation") is True
    assert explained("x", classifier=ENGLISH) is False


@pytest.mark.parametrize(
    ("classifier", "said"),
    [
        (lambda _: {"acknowledgment"}, "did you mean 'acknowledgement'"),
        (lambda _: {"explanation": 0.93}, "explanation is true or false"),
        (lambda _: {"explanation": None}, "explanation is true or false"),
    ],
)
def test_a_classifier_that_says_something_else_is_refused(classifier: object, said: str) -> None:
    with pytest.raises(DataError, match=said):
        empathy_markers("x", classifier=classifier)  # type: ignore[arg-type]


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(DataError, match="a text is expected"):
        empathy_markers(float("nan"))  # type: ignore[arg-type]


def test_a_lexicon_can_be_extended() -> None:
    mine = ENGLISH | Lexicon(Wording(("mea culpa",)), NONE, NONE, Wording(("rtfm",), ("do not rtfm",)))
    assert mine("Mea culpa.") == {"acknowledgement"}
    assert mine("RTFM because I say so!") == {"explanation", "enablement"}
    assert mine("Do not RTFM!") == set()
    texts = pl.Series(["Mea culpa.", "RTFM", "Do not RTFM!"])
    assert empathy_frame(texts, classifier=mine)["score"].to_list() == [0.25, 0.25, 0.0]


def test_a_lexicon_without_wordings_finds_nothing() -> None:
    nothing = Lexicon(NONE, NONE, NONE, NONE)
    assert nothing("I am sorry.") == set()
    assert empathy_frame(pl.Series(["I am sorry.", None]), classifier=nothing)["score"].to_list() == [0, None]


def test_a_classifier_is_asked_once_for_each_distinct_text() -> None:
    asked: list[str] = []

    def classifier(text: str) -> set[str] | None:
        asked.append(text)
        return {"explanation"} if text == "b" else None

    frame = empathy_frame(pl.Series(["b", "a", None, "b"]), classifier=classifier)
    assert asked == ["a", "b"]
    assert frame["explanation"].to_list() == [True, None, None, True]
    assert frame["score"].to_list() == [0.25, None, None, 0.25]
