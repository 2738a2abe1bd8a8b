"""A lexicon: for each marker the wordings that carry it, and those that only look like it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import polars as pl

from xlakit.facts.talk.plain import plain, python_regex

if TYPE_CHECKING:
    import re

MARKERS = ("acknowledgement", "collaboration", "explanation", "enablement")
"""The four markers of an empathetic reply, in the order in which it tends to bring them."""

LETTER = r"""["-\-/->@-~]"""
"""What ``[^ .!?]`` in a wording is, among ASCII letters; spelled out, it is read several times as fast."""

GAP = r" (?:[^ .!?]+ ){0,6}"
"""What `` .. `` in a wording stands for: up to six words of the same sentence, or none."""

CUT = " . "
"""What stands for a wording that was taken out: the end of a sentence, so that nothing reads across it."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The wordings of one marker.

    Attributes
    ----------
    says
        Regular expressions, each for whole words of the plain text (lower-case ASCII, short forms in full,
        umlauts as ae, oe, ue, ss). `` .. `` stands for up to six words. No look-around and no
        back-references: Python and Polars read the same pattern.
    looks_like
        Wordings that are taken out first, because they would be misread ("let us know" is no "let us").
    """

    says: tuple[str, ...]
    looks_like: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lexicon:
    """A transparent classifier: text → the markers found in it. Two lexicons are joined with ``|``.

    Examples
    --------
    >>> nothing = Wording(says=())
    >>> polite = Lexicon(Wording(("mea culpa",)), nothing, nothing, nothing)
    >>> polite("Mea culpa, it works again."), polite("It works again.")
    (frozenset({'acknowledgement'}), frozenset())
    >>> from xlakit.facts.talk import ENGLISH
    >>> sorted((ENGLISH | polite)("Mea culpa! The reason was a full disk."))
    ['acknowledgement', 'explanation']
    """

    acknowledgement: Wording
    collaboration: Wording
    explanation: Wording
    enablement: Wording

    def __call__(self, text: str) -> frozenset[str]:
        """Return the markers that `text` carries."""
        read = plain(text)
        return frozenset(marker for marker in MARKERS if _carries(getattr(self, marker), read))

    def __or__(self, other: Lexicon) -> Lexicon:
        """Return the lexicon that knows the wordings of both."""
        pairs = ((getattr(self, marker), getattr(other, marker)) for marker in MARKERS)
        return Lexicon(*(Wording(a.says + b.says, a.looks_like + b.looks_like) for a, b in pairs))

    def marks(self, read: pl.Expr) -> list[pl.Expr]:
        """Return a boolean expression a marker, named after it, on a column of plain text; null stays null."""
        return [_carries_expr(getattr(self, marker), read).alias(marker) for marker in MARKERS]


def pattern_of(wordings: tuple[str, ...]) -> str:
    r"""Return the one pattern that is found where any of `wordings` stands as whole words.

    Examples
    --------
    >>> print(pattern_of(("sorry", "my .. fault")))
    (?-u:\b(?:sorry|my (?:["-\-/->@-~]+ ){0,6}fault)\b)
    """
    any_of = "|".join(wordings).replace(" .. ", GAP).replace("[^ .!?]", LETTER)
    return rf"(?-u:\b(?:{any_of})\b)"


@lru_cache(maxsize=64)
def _compiled(wordings: tuple[str, ...]) -> re.Pattern[str]:
    return python_regex(pattern_of(wordings))


def _carries(wording: Wording, read: str) -> bool:
    if not wording.says:
        return False
    if wording.looks_like:
        read = _compiled(wording.looks_like).sub(CUT, read)
    return _compiled(wording.says).search(read) is not None


def _carries_expr(wording: Wording, read: pl.Expr) -> pl.Expr:
    if not wording.says:
        return pl.when(read.is_not_null()).then(pl.lit(value=False))
    if wording.looks_like:
        read = read.str.replace_all(pattern_of(wording.looks_like), CUT)
    return read.str.contains(pattern_of(wording.says))
