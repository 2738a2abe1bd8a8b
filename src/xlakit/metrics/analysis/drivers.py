"""What goes with a good rating: facts of the ticket against what its user said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from xlakit import stats
from xlakit.errors import MeasureError, message, near_miss
from xlakit.facts import build_facts
from xlakit.metrics.factor import FACTORS
from xlakit.model import SurveyTerms
from xlakit.stats import withheld

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime
    from typing import Literal

    from xlakit.model import Agreement
    from xlakit.stats import Drivers
    from xlakit.tables import Desk

SCORES = ("happiness", "nps", "csat", "effort")
USUAL = (
    "response_seconds",
    "resolution_seconds",
    "reopens",
    "bounces",
    "escalations",
    "agent_contacts",
    "customer_replies",
    "handle_minutes",
)
"""Looked at unless stated otherwise, where at least half of the rated tickets have them and they vary."""
HALF, CASES = 0.5, 10
NOTE = "association, not cause"
RESULTS: Mapping[str, pl.DataType] = {
    "attribute": pl.String(),
    "share": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "weight": pl.Float64(),
    "correlation": pl.Float64(),
    "answers": pl.Int64(),
    "left_out": pl.Int64(),
    "r2": pl.Float64(),
    "method": pl.String(),
    "note": pl.String(),
    "suppressed": pl.Boolean(),
}


def drivers(  # noqa: PLR0913 - what measure takes, and what stats.drivers takes
    desk: Desk,
    *,
    metric: Literal["happiness", "nps", "csat", "effort"] = "happiness",
    attributes: Iterable[str] | None = None,
    by: str | Sequence[str] = (),
    agreement: Agreement | None = None,
    as_of: datetime | None = None,
    method: Literal["lmg", "relative_weights"] | None = None,
    draws: int = 1000,
    level: float = 0.95,
    seed: int = 0,
) -> pl.DataFrame:
    """Return how much of the ratings' variance goes with each fact of the ticket: association, not cause.

    Parameters
    ----------
    desk, agreement, as_of
        As in `xlakit.metrics.measure`.
    metric
        The rating, one number an answer: ``happiness`` (default), ``nps``, ``csat`` or ``effort``.
    attributes
        Numeric or true/false columns of the answers and their tickets. Unless stated: the usual facts that at
        least half of the rated tickets have (times, reopens, reassignments, contacts, …).
    by
        Columns to cut by: one decomposition a segment.
    method, draws, level, seed
        As in `xlakit.stats.drivers`: LMG up to 12 attributes, relative weights beyond; bootstrap by respondent.

    Returns
    -------
    polars.DataFrame
        The segment columns, then ``attribute``; ``share`` of what is explained with ``low`` and ``high``;
        ``weight``, its part of R²; ``correlation`` with the rating, which says the way; ``answers`` that are
        complete and those ``left_out``; ``r2``; ``method``; ``note``; ``suppressed``. The largest share first.
        Of a segment with fewer than ten complete answers an attribute, figures are null and the note says so.

    Raises
    ------
    MeasureError
        An attribute is a factor that users tick, does not exist or is no number; or there is no such score.
    DataError
        Without `by`: fewer than ten complete answers an attribute, or ratings that never vary.

    Notes
    -----
    Factors are refused: vendors show another list of them to each rating class, so that what is ticked
    already tells how it was rated. `xlakit.metrics.analysis.factors` weighs them within one class.

    Examples
    --------
    >>> from xlakit import datasets
    >>> from xlakit.tables import Desk
    >>> desk = Desk(**datasets.synthetic_desk("watermelon", tickets=1500, seed=1).tables())
    >>> found = drivers(desk, attributes=["reopens", "bounces"], draws=100)
    >>> found["note"].unique().to_list(), abs(found["share"].sum() - 1) < 1e-9
    (['association, not cause'], True)
    """
    if metric not in SCORES:
        raise MeasureError(message("drivers.metric", "is no rating", got=metric, hint=", ".join(SCORES)))
    columns = (by,) if isinstance(by, str) else tuple(by)
    stated = None if attributes is None else tuple(attributes)
    _refuse_factors(stated or ())
    facts = build_facts(desk, agreement, as_of=as_of, needed=(*(stated or ()), *columns))
    rated = _rated(facts.answers, metric, columns)
    chosen = _usual(rated) if stated is None else stated
    numbers = {name: _numbers(rated, name) for name in chosen}
    k = (agreement.surveys if agreement is not None else SurveyTerms()).anonymity
    labels = (
        [tuple(row) for row in rated.select(pl.col(columns).cast(pl.String)).iter_rows()] if columns else None
    )
    spots: dict[tuple[str | None, ...], Any] = {(): np.arange(rated.height)}
    if labels is not None:
        spots = {
            label: np.flatnonzero([other == label for other in labels])
            for label in sorted(set(labels), key=str)
        }
    hidden = withheld({spot: len(places) for spot, places in spots.items()}, k)
    options = {"method": method, "draws": draws, "level": level, "seed": seed}
    people = rated["respondent_id"].to_numpy()
    score = rated[metric].cast(pl.Float64).to_numpy()
    rows: list[dict[str, Any]] = []
    for spot, places in spots.items():
        named = dict(zip(columns, spot, strict=True))
        cases = {name: column[places] for name, column in numbers.items()}
        doubt = "" if not columns else _doubt(cases, score[places])
        if spot in hidden or doubt:
            note = "" if spot in hidden else doubt
            rows += [
                {**named, "attribute": name, "note": note, "suppressed": spot in hidden} for name in chosen
            ]
            continue
        found = stats.drivers(cases, score[places], clusters=people[places].tolist(), **options)  # type: ignore[arg-type]
        rows += [named | row for row in _told(found)]
    schema: dict[str, pl.DataType] = {**dict.fromkeys(columns, pl.String()), **RESULTS}
    frame = pl.DataFrame(rows, schema=schema)
    return frame.sort(
        *columns, "share", "attribute", descending=[*[False] * len(columns), True, False], nulls_last=True
    )


def _told(found: Drivers) -> list[dict[str, Any]]:
    return [
        {
            "attribute": one.name,
            "share": one.share,
            "low": one.share_low,
            "high": one.share_high,
            "weight": one.weight,
            "correlation": one.correlation,
            "answers": found.count,
            "left_out": found.left_out,
            "r2": found.r2,
            "method": found.method,
            "note": found.note,
            "suppressed": False,
        }
        for one in found.drivers
    ]


def _refuse_factors(names: Iterable[str]) -> None:
    factors = {"factors", *(factor.name for factor in FACTORS)}
    for name in names:
        if name in factors:
            raise MeasureError(
                message(
                    "drivers.attributes",
                    "a factor is no attribute: each rating class sees its own list of factors",
                    got=name,
                    hint="xk.factors weighs factors within one class",
                )
            )


def _rated(answers: pl.DataFrame, metric: str, columns: Sequence[str]) -> pl.DataFrame:
    for column in columns:
        if column not in answers.columns:
            hint = near_miss(column, answers.columns)
            raise MeasureError(message("drivers.by", "there is no such column", got=column, hint=hint))
    return answers.filter(pl.col("in_scope"), pl.col("answered"), pl.col(metric).is_not_null()).sort(
        "ticket_id", metric
    )


def _usual(rated: pl.DataFrame) -> tuple[str, ...]:
    """Return the usual attributes that at least half of the rated tickets have and that vary."""
    there = [name for name in USUAL if name in rated.columns]
    known = [name for name in there if rated[name].count() >= HALF * rated.height]
    chosen = tuple(name for name in known if rated[name].drop_nulls().n_unique() > 1)
    if not chosen:
        raise MeasureError(
            message(
                "drivers",
                "no usual fact of the ticket is known of half of the rated tickets",
                got=f"{rated.height} rated tickets",
                hint="name attributes=",
            )
        )
    return chosen


def _numbers(rated: pl.DataFrame, name: str) -> np.ndarray[Any, np.dtype[np.float64]]:
    if name not in rated.columns:
        hint = near_miss(name, rated.columns)
        raise MeasureError(message("drivers.attributes", "there is no such column", got=name, hint=hint))
    column = rated[name]
    if isinstance(column.dtype, pl.Duration):
        column = column.dt.total_seconds(fractional=True)
    if not (column.dtype.is_numeric() or column.dtype == pl.Boolean):
        raise MeasureError(
            message(
                "drivers.attributes",
                "is neither a number nor true or false",
                got=f"{name} ({column.dtype})",
                hint="cut by it instead: by=",
            )
        )
    return column.cast(pl.Float64).fill_null(float("nan")).to_numpy()


def _doubt(
    cases: Mapping[str, np.ndarray[Any, np.dtype[np.float64]]], score: np.ndarray[Any, np.dtype[np.float64]]
) -> str:
    """Return why a segment cannot be decomposed; empty where it can."""
    complete = ~np.isnan(np.column_stack(list(cases.values()))).any(axis=1)
    count, needed = int(complete.sum()), CASES * len(cases)
    if count < needed:
        return f"needs {needed} complete answers, has {count}"
    return "" if np.ptp(score[complete]) else "all ratings are the same"
