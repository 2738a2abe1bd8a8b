"""Jargon: how many terms of the trade a text leaves unexplained."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import polars as pl

from xlakit.errors import DataError, message
from xlakit.facts.talk.glossary import GLOSSARY
from xlakit.facts.talk.plain import legible, legible_expr, python_regex

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

WORD = r"[A-Za-z0-9]+(?:['-][A-Za-z0-9]+)*"
PLURAL = r"(?:'?s)?"
GLOSS = r"[^()\[\]]*[A-Za-z]{2,}[^A-Za-z()\[\]]+[A-Za-z]{2,}[^()\[\]]*"
"""What stands in brackets and explains: two words at least."""

SAYING = (
    r"that is|this is|i\.e\.|in other words|meaning|which means|which is|means|stands for|is short for|is like|"
    r"works like|acts like|is basically|is simply|is just|or simply|das heisst|d\.h\.|bedeutet|steht fuer|also|"
    r"(?:is|are|ist|sind) (?:an?|the|our|your|der|die|das|ein|eine) (?:[A-Za-z'-]+ ){1,5}"
    r"(?:that|which|who|where|of|for|between|fuer|von|zwischen)|"
    r"(?:is|are) (?:the|our|your) [A-Za-z]+'s [A-Za-z]+"
)
"""What follows a term and explains it."""

SHORT = 2
ARTICLE = r"(?:the|an?|your|our|its|der|die|das|ein|eine|ihr|ihre)"


@dataclass(frozen=True, slots=True)
class Jargon:
    """The terms of the trade in one text.

    Attributes
    ----------
    terms
        Terms that the text uses and does not explain, as the glossary writes them, by name.
    explained
        Terms that it uses and explains.
    mentions
        How often the unexplained ones occur.
    words
        Words of the text.
    """

    terms: tuple[str, ...]
    explained: tuple[str, ...]
    mentions: int
    words: int

    @property
    def index(self) -> float | None:
        """Return unexplained mentions per 100 words; lower is better; None for a text without words."""
        return 100 * self.mentions / self.words if self.words else None


def jargon(text: str | None, *, glossary: Mapping[str, str] | Iterable[str] | None = None) -> Jargon | None:
    """Return the terms of the trade that a text leaves unexplained, and how many words it has.

    A term is explained, for the whole text, where any of its mentions is followed by a gloss of two words or
    more in brackets ("DNS (the internet's phone book)"), by a dash and words with an article, or by a phrase such as
    "that is", "means", "stands for", "is the service that"; or where it stands in brackets, or after
    "called", behind the plain words ("the internet's phone book (DNS)"). Terms are found as whole words, in
    the plural too. Their case does not matter, except that terms of two capitals ("AD") are found only as
    written: "ad" is a word. Quoted lines (>) and tags are left out.

    It is a list of words. It knows no product names that are not on it, takes "port" in a harbour for
    jargon, and cannot tell whether the gloss is right or whether this reader knew the word. Weight it by
    the kind of requester with ``.by(...)`` or ``.where(...)`` on the metric ``jargon_index``.

    Parameters
    ----------
    text
        One message; None gives None.
    glossary
        The terms, or term → plain words; `GLOSSARY` unless stated.

    Returns
    -------
    Jargon | None
        Terms, explained ones, mentions, words, and ``index``: mentions per 100 words, 0 to 100.

    Raises
    ------
    DataError
        `text` is no text; or `glossary` is one, is empty, or holds an empty term.

    References
    ----------
    S-49 (jargon avoidance).

    Examples
    --------
    >>> found = jargon("Your DNS cache is stale. DNS (the internet's phone book) was flushed.")
    >>> found.terms, found.explained, found.mentions, found.words
    (('cache',), ('DNS',), 1, 12)
    >>> jargon("The VPN drops because the ad was wrong.", glossary=["VPN", "AD"]).index
    12.5
    >>> jargon("").index is None, jargon(None) is None
    (True, True)
    """
    terms = terms_of(glossary)
    if text is None:
        return None
    if not isinstance(text, str):
        raise DataError(
            message("jargon", "a text is expected", got=repr(text), hint="None stands for a missing one")
        )
    read = legible(text)
    names = {_key(term): term for term in reversed(terms)}
    used = _keys(mention(terms), read)
    glossed = {key for form in explaining(terms) for key in _keys(form, read)}
    left = [key for key in used if key not in glossed]
    return Jargon(
        terms=tuple(sorted(names[key] for key in set(left))),
        explained=tuple(sorted(names[key] for key in glossed)),
        mentions=len(left),
        words=len(python_regex(WORD).findall(read)),
    )


def jargon_frame(
    texts: pl.Series, *, glossary: Mapping[str, str] | Iterable[str] | None = None
) -> pl.DataFrame:
    """Return what `jargon` finds in each text: ``mentions`` and ``words``, null for null.

    Raises
    ------
    DataError
        As `jargon`.

    Examples
    --------
    >>> jargon_frame(pl.Series(["Reboot it (start it again).", "Flush the DNS.", None])).rows()
    [(1, 5), (1, 3), (None, None)]
    """
    read = pl.DataFrame({"text": texts.cast(pl.String)}).select(legible_expr(pl.col("text")))
    return mentions_in(read, terms_of(glossary))


def mentions_in(read: pl.DataFrame, terms: tuple[str, ...]) -> pl.DataFrame:
    """Return ``mentions`` and ``words`` of the legible column ``text``."""
    text = pl.col("text")
    read = read.with_row_index()
    used = _keys_of(read, mention(terms))
    some = read.join(used, on="index", how="semi")
    glossed = pl.concat([_keys_of(some, form) for form in explaining(terms)])
    left = used.join(glossed, on=["index", "key"], how="anti").group_by("index").len("mentions")
    return read.join(left, on="index", how="left", maintain_order="left").select(
        mentions=pl.when(text.is_not_null()).then(pl.col("mentions").fill_null(0)).cast(pl.Int64),
        words=text.str.count_matches(WORD).cast(pl.Int64),
    )


def terms_of(glossary: Mapping[str, str] | Iterable[str] | None) -> tuple[str, ...]:
    """Return the terms of a glossary, the longest first."""
    if isinstance(glossary, str):
        raise DataError(
            message("glossary", "terms, or term to plain words, are expected", got=glossary, hint="['DNS']")
        )
    return _checked(tuple(GLOSSARY if glossary is None else glossary))


@lru_cache(maxsize=16)
def _checked(terms: tuple[str, ...]) -> tuple[str, ...]:
    for term in terms:
        if not isinstance(term, str) or not python_regex(WORD).search(legible(term)):
            raise DataError(message("glossary", "a term is a word or several", got=repr(term)))
    if not terms:
        raise DataError(message("glossary", "holds no term", hint="leave it out for the default one"))
    return tuple(sorted(set(terms), key=lambda term: (-len(term), term)))


@lru_cache(maxsize=16)
def mention(terms: tuple[str, ...]) -> str:
    """Return the pattern of a mention of one of `terms`, which is its first group."""
    return rf"(?-u:\b{_term(terms)}{PLURAL}\b)"


@lru_cache(maxsize=16)
def explaining(terms: tuple[str, ...]) -> tuple[str, ...]:
    """Return the patterns of a term that is explained, which is their first group."""
    term = _term(terms)
    return (
        rf"\b{term}{PLURAL}[\"']? ?[(\[]{GLOSS}[)\]]",
        rf"(?-u:\b{term}{PLURAL}[\"']?,? (?:- )?(?i:{SAYING})\b)",
        rf"(?-u:\b{term}{PLURAL}[\"']? - (?i:{ARTICLE}) [A-Za-z]+)",
        rf"(?-u:\b(?i:{ARTICLE}) (?:[A-Za-z'-]+ ){{2,6}}[(\[]{term}{PLURAL}[)\]])",
        rf"(?-u:\b(?:called|known as|named|genannt) (?:{ARTICLE} )?[\"']?{term}{PLURAL}\b)",
    )


def _term(terms: tuple[str, ...]) -> str:
    """Return the group of all terms: two capitals only as written, the others in any case."""
    strict = [term for term in terms if len(term) == SHORT and term.isupper()]
    loose = [term for term in terms if term not in strict]
    groups = [f"(?i:{_any(loose)})"] * bool(loose) + [_any(strict)] * bool(strict)
    return f"({'|'.join(groups)})"


def _any(terms: list[str]) -> str:
    return "|".join(
        "[ -]".join(re.escape(part) for part in re.split("[ -]+", legible(term))) for term in terms
    )


def _key(term: str) -> str:
    return legible(term).lower().replace("-", " ")


def _keys(pattern: str, read: str) -> list[str]:
    return [_key(found[1]) for found in python_regex(pattern).finditer(read)]


def _keys_of(read: pl.DataFrame, pattern: str) -> pl.DataFrame:
    """Return the terms of each row: index, key."""
    whole = read.select("index", key=pl.col("text").str.extract_all(pattern)).explode("key").drop_nulls()
    key = pl.col("key").str.extract(pattern, 1).str.to_lowercase().str.replace_all("-", " ", literal=True)
    return whole.select("index", key=key)
