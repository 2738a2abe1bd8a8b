"""Messages in plain letters: what every pattern is written against."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

RAW_STEPS = (
    (r"(?m)^[ \t]*>.*$", " "),
    (r"</?[A-Za-z][^<>]*>", " "),
    (r"[\x{2018}\x{2019}\x{201b}\x{2bc}\x{b4}`]|&(?:#39|#8217|apos|rsquo);", "'"),
    (r"[\x{201c}-\x{201f}\x{ab}\x{bb}]|&quot;", '"'),
    (r"&[A-Za-z#0-9]{2,8};", " "),
    (r"[\x{2013}\x{2014}]", " - "),
    (r"\n[ \t\r]*\n", " . "),
)
"""On the text as written: quoted lines (>), tags, quotes, entities, dashes; a blank line ends a sentence."""

LETTER_STEPS = (
    *((f"{letter}\u0308", f"{letter}e") for letter in "aouAOU"),
    ("\u00df", "ss"),
    (r"[\x{300}-\x{36f}]", ""),
    (r"[^ -~]", " "),
    (r" {2,}", " "),
)
"""On letters and their accents apart: German ones as they are spelled without them, then ASCII alone."""

SHORT_FORMS = (
    (r"[*_|~^\\]", " "),
    (r" {2,}", " "),
    (r"\bcan ?not\b|\bcan't\b|\bcant\b", "can not"),
    (r"\bwon't\b", "will not"),
    (r"\bdont\b", "do not"),
    (r"n't\b", " not"),
    (r"\blet's\b", "let us"),
    (r"'m\b", " am"),
    (r"'re\b", " are"),
    (r"'ve\b", " have"),
    (r"'ll\b", " will"),
    (r"'d\b", " would"),
    (r"'s\b", " is"),
)
"""On lower-case ASCII: marks of emphasis off, short forms in full (a genitive 's becomes " is")."""


def legible(text: str) -> str:
    """Return `text` in ASCII with its case and punctuation, quoted lines and tags left out.

    Examples
    --------
    >>> legible("Der DNS–Server (“Telefonbuch”) fällt  aus")
    'Der DNS - Server ("Telefonbuch") faellt aus'
    """
    return _stepped(unicodedata.normalize("NFKD", _stepped(text, RAW_STEPS)), LETTER_STEPS)


def legible_expr(text: pl.Expr) -> pl.Expr:
    """Return `legible` as an expression on a column of text; null stays null."""
    return _stepped_expr(_stepped_expr(text, RAW_STEPS).str.normalize("NFKD"), LETTER_STEPS)


def plain(text: str) -> str:
    r"""Return `text` in lower-case ASCII, short forms written in full, quoted lines and tags left out.

    Examples
    --------
    >>> plain("I’m sorry,\nit can't be *für*   you")
    'i am sorry, it can not be fuer you'
    >>> plain("> let's quote\nDone")
    ' done'
    """
    return _stepped(legible(text).lower(), SHORT_FORMS)


def plain_expr(read: pl.Expr) -> pl.Expr:
    """Return `plain` as an expression on a column of legible text; null stays null."""
    return _stepped_expr(read.str.to_lowercase(), SHORT_FORMS)


@lru_cache(maxsize=256)
def python_regex(pattern: str) -> re.Pattern[str]:
    """Return a pattern, written as Polars takes it, compiled for Python with the same meaning."""
    pattern = pattern.replace("(?-u:", "(?:")
    return re.compile(re.sub(r"\\x\{([0-9a-f]+)\}", lambda found: rf"\u{found[1]:0>4}", pattern), re.ASCII)


def _stepped(text: str, steps: tuple[tuple[str, str], ...]) -> str:
    for pattern, replacement in steps:
        text = python_regex(pattern).sub(replacement, text)
    return text


def _stepped_expr(text: pl.Expr, steps: tuple[tuple[str, str], ...]) -> pl.Expr:
    for pattern, replacement in steps:
        text = text.str.replace_all(pattern, replacement)
    return text
