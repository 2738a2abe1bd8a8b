"""What the users of a ticket said of its outcome: not solved, helped by nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from xlakit.facts.answers import _unhappy
from xlakit.facts.sources import Family
from xlakit.model import SurveyTerms

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xlakit.facts.sources import Sources

COLUMNS: Mapping[str, pl.DataType] = {"said_unsolved": pl.Boolean(), "doubted_skills": pl.Boolean()}
MEANINGS: Mapping[str, str] = {
    "said_unsolved": "whether some answer says that it was not solved, or names that factor; null where no answer "
    "spoke of it",
    "doubted_skills": "whether an unhappy answer names skills, or some answer a lack of them; null where no answer "
    "names factors",
}

NOT_SOLVED = (
    "not solved",
    "unsolved",
    "not resolved",
    "unresolved",
    "not fixed",
    "closed unsolved",
    "closed but not solved",
)
"""Factors that say the ticket was not solved, whoever names them."""

SKILLS = ("skill", "skills", "knowledge", "competence", "expertise")
"""Factors that praise skills when a content user names them, and doubt them when an unhappy one does."""

UNSKILLED = ("lack of skills", "unskilled", "incompetent", "no knowledge")
"""Factors that doubt skills, whoever names them."""


def names(factors: pl.Expr, words: Sequence[str]) -> pl.Expr:
    """Return whether a list of factors holds one of `words`, however it is spelled; null where there is no list.

    Examples
    --------
    >>> frame = pl.DataFrame({"factors": [["Speed", "Not-solved"], ["speed"], None, []]})
    >>> frame.select(names(pl.col("factors"), ("not solved",))).to_series().to_list()
    [True, False, None, False]
    """
    plain = pl.element().str.replace_all("[ _-]+", " ").str.strip_chars().str.to_lowercase()
    return factors.list.eval(plain.is_in(list(words))).list.any()


def verdicts(sources: Sources) -> pl.DataFrame:
    """Return per ticket with answers what its users said of the outcome."""
    terms = SurveyTerms() if sources.agreement is None else sources.agreement.surveys
    surveys = sources.surveys.filter("answered")
    if "factors" not in surveys.columns:
        surveys = surveys.with_columns(factors=pl.lit(None, pl.List(pl.String)))
    factors, unhappy = pl.col("factors"), _unhappy(terms)["unhappy"]
    doubts = names(factors, UNSKILLED) | (names(factors, SKILLS) & unhappy.fill_null(value=False))
    said = surveys.select(
        "ticket_id", denied=pl.col("solved") == "no", listed=names(factors, NOT_SOLVED), doubted_skills=doubts
    )
    return (
        said.unpivot(["denied", "listed"], index=["ticket_id", "doubted_skills"], value_name="said_unsolved")
        .group_by("ticket_id")
        .agg(_any("said_unsolved"), _any("doubted_skills"))
    )


def _any(name: str) -> pl.Expr:
    """Return whether some known value is true; null where none is known."""
    return pl.when(pl.col(name).is_not_null().any()).then(pl.col(name).any()).alias(name)


VERDICTS = Family("verdicts", COLUMNS, MEANINGS, verdicts)
