"""What factors have to do with how high the rating is, within one rating class."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from xlakit import stats
from xlakit.metrics.families.surveys import PASSIVE, PROMOTER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlakit.metrics.factor import Factor
    from xlakit.model import SurveyTerms

    Weights = dict[str, float | None]

NAMED = "_named"
CASES, MOST = 10, 12
"""Answers that each factor needs; factors up to which all orders are tried."""


def weights_by_place(
    answers: pl.DataFrame,
    score: str,
    listed: tuple[Factor, ...],
    segments: Sequence[str],
    starts: pl.Series,
    terms: SurveyTerms,
) -> dict[tuple[str, tuple[object, ...]], Weights]:
    """Return ``shapley`` and ``relative_weight`` of each factor, by its name and place (window, segment).

    `answers` hold the factors that they name in the column `NAMED`.
    """
    rows = (
        answers.with_columns(_score=pl.col(score))
        .filter(pl.col(NAMED).is_not_null(), pl.col("_score").is_not_null(), pl.col("rated_at").is_not_null())
        .with_columns(_class=_class(score, terms), _at=pl.col("rated_at").dt.convert_time_zone(_zone(starts)))
        .sort("_at")
        .join_asof(pl.DataFrame({"_start": starts}), left_on="_at", right_on="_start", strategy="backward")
    )
    found: dict[tuple[str, tuple[object, ...]], Weights] = {}
    for key, part in rows.group_by("_start", *segments):
        place = (key[0], *(None if value is None else str(value) for value in key[1:]))
        for polarity in ("happy", "unhappy"):
            own = [factor.name for factor in listed if factor.polarity == polarity]
            for name, weights in _weights(
                part.filter(pl.col("_class") == polarity), own, terms.anonymity
            ).items():
                found[name, place] = weights
    return found


def _zone(starts: pl.Series) -> str:
    kind = starts.dtype
    return (kind.time_zone if isinstance(kind, pl.Datetime) else None) or "UTC"


def _class(score: str, terms: SurveyTerms) -> pl.Expr:
    """Return the rating class: whose list of factors the user saw."""
    if score == "csat":
        happy, unhappy = pl.col(score) >= terms.csat.satisfied.low, pl.col("unhappy")
    else:
        happy, unhappy = pl.col(score) >= PROMOTER, pl.col(score) < PASSIVE
    return pl.when(happy).then(pl.lit("happy")).when(unhappy).then(pl.lit("unhappy"))


def _weights(rows: pl.DataFrame, names: Sequence[str], k: int) -> dict[str, Weights]:
    """Return the parts of R² of the factors that vary; none where there are too few answers."""
    table = rows.sort("_score", "ticket_id").select(
        pl.col("_score"),
        *(pl.col(NAMED).list.contains(name).cast(pl.Float64).alias(name) for name in names),
    )
    varying = [name for name in names if table[name].n_unique() > 1]
    if table.height < max(CASES * len(varying), k) or not varying or table["_score"].n_unique() < 2:  # noqa: PLR2004
        return {}
    together = np.corrcoef(table.select("_score", *varying).to_numpy(), rowvar=False)
    between, with_score = together[1:, 1:], together[0, 1:]
    exact = stats.lmg(between, with_score) if len(varying) <= MOST else [None] * len(varying)
    relative = stats.relative_weights(between, with_score)
    return {
        name: {"shapley": one, "relative_weight": other}
        for name, one, other in zip(varying, exact, relative, strict=True)
    }
