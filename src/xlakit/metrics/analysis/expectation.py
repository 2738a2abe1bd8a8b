"""Whether users come to expect more: the slope of their wishes, and of the score at constant service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from xlakit import stats
from xlakit.errors import MeasureError, message, near_miss
from xlakit.facts import build_facts
from xlakit.model import SurveyTerms

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from numpy.typing import NDArray

    from xlakit.model import Agreement
    from xlakit.tables import Desk

MONTH = 365.2425 / 12 * 86_400
GROUPS = 64
SCORES = ("happiness", "nps", "csat", "effort")
SCHEMA: Mapping[str, pl.DataType] = {
    "what": pl.String(),
    "slope": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "level": pl.Float64(),
    "answers": pl.Int64(),
    "months": pl.Float64(),
    "holding": pl.List(pl.String),
    "suppressed": pl.Boolean(),
}


def expectation_drift(
    desk: Desk,
    *,
    score: str = "happiness",
    holding: Sequence[str] = ("resolution_seconds",),
    agreement: Agreement | None = None,
    as_of: datetime | None = None,
    level: float = 0.95,
) -> pl.DataFrame:
    """Return how wishes and scores move over time: two rows, change per month.

    Users who get used to a service ask for more: they wish for less time (a falling ``wished_hours``), and
    rate the same service lower (a falling score while what it took is held constant).

    Parameters
    ----------
    desk, agreement, as_of
        As in `xlakit.metrics.measure`.
    score
        The rating: ``happiness`` (default), ``nps``, ``csat`` or ``effort``.
    holding
        Facts of the ticket held constant for the score: numeric columns; lengths of time by their logarithm.
    level
        Confidence of the interval.

    Returns
    -------
    polars.DataFrame
        ``what`` (``wished_hours``, then the score), ``slope`` per month with ``low`` and ``high``, ``level``,
        ``answers``, ``months`` from the first to the last, ``holding``, ``suppressed``. The slope is null with
        answers of one instant only, or with fewer answers than terms; below the anonymity threshold it is
        withheld.

    Raises
    ------
    MeasureError
        There is no such score, or a column to hold constant does not exist or is no number.

    Notes
    -----
    Least squares; the interval from 64 random groups of respondents (t), so that it minds people who answer
    often. A drift is no cause: a change of what is asked moves it as well. Measurement framework S-76.

    Examples
    --------
    >>> from xlakit.tables import Desk
    >>> days = [f"2026-0{month}-10T" for month in range(1, 7)]
    >>> desk = Desk(
    ...     tickets=[
    ...         {"ticket_id": f"{n}", "opened_at": f"{days[n % 6]}09:00Z", "resolved_at": f"{days[n % 6]}12:00Z"}
    ...         for n in range(60)
    ...     ],
    ...     surveys=[{"ticket_id": f"{n}", "wished_hours": 12 - n % 6} for n in range(60)],
    ... )
    >>> found = expectation_drift(desk)
    >>> round(found["slope"][0], 2), found["slope"][1] is None
    (-1.01, True)
    """
    if score not in SCORES:
        raise MeasureError(
            message("expectation_drift.score", "is no rating", got=score, hint=", ".join(SCORES))
        )
    facts = build_facts(desk, agreement, as_of=as_of, needed=holding)
    answers = facts.answers.filter(pl.col("in_scope"), pl.col("answered"), pl.col("rated_at").is_not_null())
    held = [_held(answers, name) for name in holding]
    k = (agreement.surveys if agreement is not None else SurveyTerms()).anonymity
    rows = [
        _row("wished_hours", answers, [], k, level),
        _row(score, answers, held, k, level) | {"holding": list(holding)},
    ]
    return pl.DataFrame(rows, schema=SCHEMA)


def _row(what: str, answers: pl.DataFrame, held: Sequence[pl.Expr], k: int, level: float) -> dict[str, Any]:
    names = [f"_held{place}" for place in range(len(held))]
    rows = (
        answers.select(
            "ticket_id",
            "random_group",
            (pl.col("rated_at").dt.epoch("us") / 1_000_000 / MONTH).alias("at"),
            pl.col(what).cast(pl.Float64).alias("said"),
            *(expression.alias(name) for name, expression in zip(names, held, strict=True)),
        )
        .drop_nulls(["at", "said", *names])
        .sort("ticket_id", "at", "said")
    )
    row: dict[str, Any] = {
        "what": what,
        "level": level,
        "answers": rows.height,
        "holding": [],
        "suppressed": False,
    }
    if 0 < rows.height < k:
        return row | {"answers": None, "suppressed": True}
    at = rows["at"].to_numpy()
    row["months"] = float(np.ptp(at)) if rows.height else None
    terms = (
        np.column_stack([at - at.mean(), np.ones(rows.height), *(rows[name].to_numpy() for name in names)])
        if rows.height
        else None
    )
    if terms is None or rows.height <= terms.shape[1] or not row["months"]:
        return row
    slope, half = _slope(terms, rows["said"].to_numpy(), rows["random_group"].to_numpy(), level)
    return row | {
        "slope": slope,
        "low": None if half is None else slope - half,
        "high": None if half is None else slope + half,
    }


def _slope(
    terms: NDArray[np.float64], said: NDArray[np.float64], people: NDArray[np.int64], level: float
) -> tuple[float, float | None]:
    """Return the first coefficient of least squares, and half the width of its interval."""
    inverse = np.linalg.pinv(terms.T @ terms)
    fitted = inverse @ (terms.T @ said)
    scores = (terms @ inverse[0]) * (said - terms @ fitted)
    moved = np.bincount(people, weights=scores, minlength=GROUPS)
    moved[np.bincount(people, minlength=GROUPS) == 0] = np.nan
    return float(fitted[0]), stats.half_width(moved, level=level)


def _held(answers: pl.DataFrame, name: str) -> pl.Expr:
    if name not in answers.columns:
        hint = near_miss(name, answers.columns)
        raise MeasureError(
            message("expectation_drift.holding", "there is no such column", got=name, hint=hint)
        )
    if not answers[name].dtype.is_numeric():
        raise MeasureError(
            message("expectation_drift.holding", "is no number", got=name, hint="resolution_seconds")
        )
    number = pl.col(name).cast(pl.Float64)
    return number.clip(0).log1p() if name.endswith(("_seconds", "_minutes")) else number
