"""Why users are happy or not: the reasons they tick, as a list that can be replaced.

The built-in list speaks of what users of service desks name most: speed, attitude and skills where they are
happy; not solved despite closure, slowness, and having to explain again where they are not.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import polars as pl

from xlakit.errors import MeasureError, message, near_miss

if TYPE_CHECKING:
    from collections.abc import Iterable

Polarity = Literal["happy", "unhappy", "neither"]
ANY = "…"
"""Stands for a factor where a metric is only described."""
SEPARATORS = "[ _-]+"


@dataclass(frozen=True, slots=True)
class Factor:
    """One reason that users tick.

    Attributes
    ----------
    name
        What it is called here.
    polarity
        Whether it speaks for happy or for unhappy users.
    words
        The words it is known by, beside its name; case, blanks, hyphens and underscores do not matter. A word
        that stands under a happy and an unhappy factor is a complaint in an unhappy answer, else a praise.
    opposite
        The factor that says the contrary, where there is one.

    Examples
    --------
    >>> Factor("parking", "unhappy", ("no parking",)).known_by
    ('parking', 'no parking')
    """

    name: str
    polarity: Polarity
    words: tuple[str, ...] = ()
    opposite: str | None = None

    @property
    def known_by(self) -> tuple[str, ...]:
        """Every word it is known by, in the form in which words are compared."""
        return tuple(dict.fromkeys(plain(word) for word in (self.name, *self.words)))


OTHER = Factor("other", "neither")
"""Every ticked word that no factor of the list is known by."""

FACTORS: tuple[Factor, ...] = (
    Factor("speed", "happy", ("fast", "quick", "speed of service", "service speed"), "slowness"),
    Factor(
        "attitude", "happy", ("friendly", "polite", "kind", "helpful", "service attitude"), "unfriendliness"
    ),
    Factor(
        "skills", "happy", ("skill", "knowledge", "competence", "competent", "expertise"), "lack_of_skills"
    ),
    Factor("solved", "happy", ("resolved", "fixed", "issue solved"), "not_solved"),
    Factor("informed", "happy", ("kept informed", "information", "communication", "updates"), "uninformed"),
    Factor(
        "clear_guidance", "happy", ("instructions", "guidance", "learned", "explained"), "unclear_guidance"
    ),
    Factor("ease", "happy", ("easy", "easy to use", "convenient", "simple"), "complexity"),
    Factor("proactive", "happy", ("proactivity", "told before")),
    Factor(
        "not_solved",
        "unhappy",
        ("unsolved", "not resolved", "unresolved", "not fixed", "closed unsolved", "closed but not solved"),
        "solved",
    ),
    Factor(
        "slowness",
        "unhappy",
        (
            "slow",
            "too slow",
            "delay",
            "delays",
            "waiting",
            "waiting time",
            "speed",
            "speed of service",
            "service speed",
        ),
        "speed",
    ),
    Factor(
        "re_explaining",
        "unhappy",
        (
            "re explained",
            "re explain",
            "reexplaining",
            "explain again",
            "explained again",
            "repeat myself",
            "bounced",
            "transferred",
            "passed around",
            "reassigned",
        ),
    ),
    Factor(
        "unfriendliness",
        "unhappy",
        ("unfriendly", "rude", "impolite", "bad attitude", "attitude", "service attitude"),
        "attitude",
    ),
    Factor(
        "lack_of_skills",
        "unhappy",
        (
            "unskilled",
            "incompetent",
            "no knowledge",
            "skill",
            "skills",
            "knowledge",
            "competence",
            "expertise",
        ),
        "skills",
    ),
    Factor(
        "uninformed",
        "unhappy",
        (
            "not informed",
            "no information",
            "no updates",
            "silence",
            "information",
            "communication",
            "updates",
        ),
        "informed",
    ),
    Factor("rushed", "unhappy", ("hurried", "in a hurry", "felt rushed")),
    Factor(
        "unclear_guidance",
        "unhappy",
        ("unclear", "unclear instructions", "jargon", "instructions", "guidance"),
        "clear_guidance",
    ),
    Factor("complexity", "unhappy", ("complicated", "difficult", "hard to use", "cumbersome"), "ease"),
)
"""The built-in list: the top three of each pole, then others that vendors' lists share."""


def find(name: str, factors: Iterable[Factor] = FACTORS) -> Factor:
    """Return the factor of this name.

    Raises
    ------
    MeasureError
        The list has none; ``other`` is always there.

    Examples
    --------
    >>> find("slowness").opposite, find("other").polarity
    ('speed', 'neither')
    """
    listed = {factor.name: factor for factor in (*factors, OTHER)}
    if name == ANY:
        return Factor(ANY, "unhappy")
    if name not in listed:
        hint = near_miss(name, listed)
        raise MeasureError(message("factor", "the list has none of this name", got=name, hint=hint))
    return listed[name]


def named(factors: Iterable[Factor] = FACTORS) -> pl.Expr:
    """Return the names of the factors that an answer ticks, each once; null where it ticks none.

    It reads the columns ``factors`` and ``unhappy`` of answers.

    Examples
    --------
    >>> rows = pl.DataFrame(
    ...     {"factors": [["Speed", "fast"], ["speed", "lunch"], [], None], "unhappy": [False, True, True, True]}
    ... )
    >>> rows.select(named().list.sort()).to_series().to_list()
    [['speed'], ['other', 'slowness'], None, None]
    """
    listed = tuple(factors)
    content, discontent = _names(listed, "happy"), _names(listed, "unhappy")
    chosen = pl.when(_discontent()).then(_translated(discontent)).otherwise(_translated(content))
    return pl.when(chosen.list.len() > 0).then(chosen)


def names_it(factor: Factor, factors: Iterable[Factor] = FACTORS) -> pl.Expr:
    """Return whether an answer names `factor`; null where it names none at all."""
    return names_one((factor,), factors)


def names_one(wanted: Iterable[Factor], factors: Iterable[Factor] = FACTORS) -> pl.Expr:
    """Return whether an answer names one of `wanted`; null where it names none at all.

    Examples
    --------
    >>> rows = pl.DataFrame(
    ...     {"factors": [["Speed", "rushed"], ["speed"], [None], None], "unhappy": [True, False, True, True]}
    ... )
    >>> rows.select(names_one((find("slowness"), find("speed")))).to_series().to_list()
    [True, True, None, None]
    """
    names, listed = frozenset(factor.name for factor in wanted), tuple(factors)
    # The words are read once for both moods: a bit says what they mean where the user is content, a bit where not.
    content, discontent = (
        _means(names, _names(listed, mood)).any().cast(pl.Int8) for mood in ("happy", "unhappy")
    )
    told = pl.when(pl.element().count() > 0).then(content | discontent * 2)
    bit = pl.when(_discontent()).then(pl.lit(2, pl.Int8)).otherwise(pl.lit(1, pl.Int8))
    return (_ticked().list.eval(told).list.first() & bit) > 0


def plain(word: str) -> str:
    """Return a word in the form in which words are compared.

    Examples
    --------
    >>> plain("Not-Solved "), plain("speed_of  service")
    ('not solved', 'speed of service')
    """
    return re.sub(SEPARATORS, " ", word).strip().lower()


def fingerprint(factors: tuple[Factor, ...]) -> str:
    """Return what tells this list from others in the name of a metric; empty for the built-in list."""
    if factors == FACTORS:
        return ""
    return hashlib.blake2b(repr(factors).encode(), digest_size=4).hexdigest()


def _names(factors: tuple[Factor, ...], winner: Polarity) -> dict[str, str]:
    """Return word → factor; a word of both poles goes to `winner`."""
    ranked = sorted(factors, key=lambda factor: factor.polarity == winner)
    return {word: factor.name for factor in ranked for word in factor.known_by}


def _means(names: frozenset[str], words: dict[str, str]) -> pl.Expr:
    """Return whether a ticked word stands for one of the factors of these `names`."""
    if OTHER.name in names:
        return ~pl.element().is_in([word for word, name in words.items() if name not in names])
    return pl.element().is_in([word for word, name in words.items() if name in names])


def _discontent() -> pl.Expr:
    """Return whether an answer is read as one of the unhappy; unknown moods are taken with the content."""
    return pl.col("unhappy").fill_null(value=False)


def _ticked() -> pl.Expr:
    """Return the words that an answer ticks, in the form in which words are compared."""
    word = pl.element().str.replace_all(SEPARATORS, " ").str.strip_chars().str.to_lowercase()
    return pl.col("factors").list.eval(word)


def _translated(words: dict[str, str]) -> pl.Expr:
    known = pl.element().replace_strict(
        list(words), list(words.values()), default=OTHER.name, return_dtype=pl.String
    )
    return _ticked().list.drop_nulls().list.eval(known).list.unique()
