"""Jargon: terms left unexplained per hundred words."""

from __future__ import annotations

import polars as pl
import pytest

from xlakit.errors import DataError
from xlakit.facts.talk import GLOSSARY, jargon, jargon_frame


def test_terms_are_counted_per_hundred_words() -> None:
    found = jargon("Flush the DNS cache, then renew the DHCP lease on the DNS server now, please.")
    assert found is not None
    assert (found.terms, found.mentions, found.words) == (("DHCP", "DNS", "cache", "server"), 5, 15)
    assert found.index == pytest.approx(100 / 3)


@pytest.mark.parametrize(
    "text",
    [
        "DNS (the internet's phone book) was slow.",
        "The DNS was slow. DNS (the internet's phone book) is back.",
        "Your DNS, that is the phone book of the internet, was slow.",
        "The DNS - the phone book of the internet - was slow.",
        "The DNS – the phone book of the internet – was slow.",
        "DNS stands for the names of computers.",
        "DNS is the service that knows all names.",
        "DNS is the internet's phone book.",
        "The internet's phone book (DNS) was slow.",
        "The phone book of the internet, called DNS, was slow.",
        "Das DNS (das Telefonbuch des Internets) war langsam.",
    ],
)
def test_a_term_explained_in_the_same_text_is_no_jargon(text: str) -> None:
    found = jargon(text)
    assert found is not None
    assert (found.terms, found.explained, found.index) == ((), ("DNS",), 0)


@pytest.mark.parametrize(
    "text", ["The DNS (down) failed.", "The DNS is down.", "The DNS - down", "It (DNS) failed"]
)
def test_a_bracket_of_one_word_or_a_state_explains_nothing(text: str) -> None:
    assert jargon(text).terms == ("DNS",)  # type: ignore[union-attr]


def test_terms_are_whole_words_in_any_case_and_number() -> None:
    found = jargon("vpn VPNs Vpn's cached portal Ports sign-on single sign on SINGLE SIGN-ON")
    assert found is not None
    assert (found.terms, found.mentions) == (("VPN", "port", "single sign-on"), 6)


def test_two_capitals_are_found_only_as_written() -> None:
    assert jargon("The ad is os.").terms == ()  # type: ignore[union-attr]
    assert jargon("The AD is fine.").terms == ("AD",)  # type: ignore[union-attr]


def test_the_longest_term_is_found() -> None:
    found = jargon("Open the command prompt.", glossary=["command", "command prompt"])
    assert found is not None
    assert found.terms == ("command prompt",)


def test_a_glossary_may_be_terms_or_a_mapping() -> None:
    for glossary in (
        ["Frobnicator"],
        {"frobnicator": "a box"},
        ("FROBNICATOR",),
        GLOSSARY | {"frobnicator": "a box"},
    ):
        found = jargon("The frobnicator hums.", glossary=glossary)
        assert found is not None
        assert found.mentions == 1
        assert found.words == 3


def test_no_words_no_index() -> None:
    assert jargon("...").index is None  # type: ignore[union-attr]
    assert jargon("> the DNS\n").index is None  # type: ignore[union-attr]
    assert jargon(None) is None


@pytest.mark.parametrize("glossary", ["DNS", [], [""], ["!"], [1]])
def test_a_glossary_that_is_none_is_refused(glossary: object) -> None:
    with pytest.raises(DataError, match="glossary"):
        jargon("x", glossary=glossary)  # type: ignore[arg-type]


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(DataError, match="a text is expected"):
        jargon(3)  # type: ignore[arg-type]


def test_a_column_of_texts_is_read_at_once() -> None:
    frame = jargon_frame(pl.Series(["The DNS (our phone book) and the VPN", None, "", "Hello"]))
    assert frame.rows() == [(1, 8), (None, None), (0, 0), (0, 1)]
    assert jargon_frame(pl.Series([], dtype=pl.String)).height == 0
