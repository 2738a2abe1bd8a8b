"""Every factor at once: how often named, by whom, and what it stands for."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import polars as pl

from xlakit.errors import MeasureError, message
from xlakit.facts import build_facts
from xlakit.metrics.analysis.weights import NAMED, weights_by_place
from xlakit.metrics.catalogue import build
from xlakit.metrics.factor import FACTORS, OTHER, Factor, named
from xlakit.metrics.families.factors import (
    factor_contribution,
    factor_impact,
    factor_lift,
    factor_net,
    factor_share,
)
from xlakit.metrics.measure import measure
from xlakit.model import MetricRef, SurveyTerms
from xlakit.stats import withheld

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from decimal import Decimal
    from fractions import Fraction

    from xlakit.metrics.families.factors import Score
    from xlakit.metrics.measure import Every
    from xlakit.metrics.metric import Metric
    from xlakit.model import Agreement
    from xlakit.tables import Desk

    Reference = Decimal | Fraction | float | str
    Place = tuple[object, ...]
    Row = dict[str, Any]

BOUNDED = ("share", "net", "lift", "impact", "contribution")
COLUMNS: Mapping[str, pl.DataType] = {
    "answers": pl.Int64(),
    "named": pl.Int64(),
    **{f"{name}{end}": pl.Float64() for name in ("share", "net", "lift") for end in ("", "_low", "_high")},
    "score": pl.Float64(),
    "reference": pl.Float64(),
    **{f"{name}{end}": pl.Float64() for name in ("impact", "contribution") for end in ("", "_low", "_high")},
    "shapley": pl.Float64(),
    "relative_weight": pl.Float64(),
    "suppressed": pl.Boolean(),
}
OF_ITS_OWN = ("lift", "impact", "contribution")
"""What rests on the answers that name the factor; below the threshold it is withheld."""


def factors(  # noqa: PLR0913 - what measure takes, the score, its reference and the list
    desk: Desk,
    *,
    by: str | Sequence[str] = (),
    every: Every | None = None,
    metric: Score = "happiness",
    against: Reference = "baseline",
    agreement: Agreement | None = None,
    as_of: datetime | None = None,
    timezone: str = "UTC",
    listed: tuple[Factor, ...] = FACTORS,
) -> pl.DataFrame:
    """Return what users name as reasons, one row a factor, window and segment, with intervals.

    Parameters
    ----------
    desk, by, every, agreement, as_of, timezone
        As in `xlakit.metrics.measure`.
    metric
        The score to explain: ``happiness`` (default) or ``nps`` (-100 to 100), or ``csat`` (the mean answer).
    against
        What impact is measured from: ``baseline`` (the score of the whole desk over all records),
        ``previous`` (the same factor one window before), or a target in the unit of the score.
    listed
        The list of factors; the built-in one unless stated. Words it does not know are ``other``.

    Returns
    -------
    polars.DataFrame
        ``factor, polarity, window_start``, the segment columns, then

        - ``answers`` that name any factor, and those ``named``; ``share`` of them, ``net`` of the two poles;
        - ``lift``: P(unhappy | factor) / P(unhappy);
        - ``score`` of those who name it, its ``reference``, and ``impact`` = answers · (score - reference);
        - ``contribution``: the score split evenly over the factors of each answer. They add up to the score of
          all answers that name factors (it is the Shapley value of naming);
        - ``shapley`` (exact) and ``relative_weight``: the factor's part of R² of the rating *within its own
          rating class*, happy factors among the happy, unhappy ones among the unhappy. Lists of factors
          differ by rating, so that across classes a factor would only tell which list was shown. Null
          below ten answers a factor, and exact only up to twelve factors of a pole.

        Each but the last two with ``_low`` and ``_high``. Factors that nobody named are left out. Where
        ``suppressed``, figures are withheld: all of a segment below the anonymity threshold, else those of the
        factor that rest on too few.

    Raises
    ------
    MeasureError
        ``previous`` without `every`, a reference that is none, or a column to cut by that does not exist.

    Notes
    -----
    Association, not cause. Measurement framework S-83; HappySignals, impact and factors.

    Examples
    --------
    >>> from xlakit.tables import Desk
    >>> ticket = {"opened_at": "2026-03-01T09:00Z", "resolved_at": "2026-03-01T11:00Z"}
    >>> said = [(10, ["speed"])] * 20 + [(3, ["slow", "not solved"])] * 12 + [(9, None)] * 8
    >>> desk = Desk(
    ...     tickets=[{"ticket_id": f"{n}", **ticket} for n in range(40)],
    ...     surveys=[
    ...         {"ticket_id": f"{n}", "happiness": score, "factors": named} for n, (score, named) in enumerate(said)
    ...     ],
    ... )
    >>> found = factors(desk, against=60)
    >>> found.select("factor", "share", "impact", "contribution").rows()
    [('speed', 0.625, 800.0, 62.5), ('not_solved', 0.375, -1920.0, -18.75), ('slowness', 0.375, -1920.0, -18.75)]
    """
    if against == "previous" and every is None:
        raise MeasureError(message("factors.against", "'previous' needs windows", hint="every='month'"))
    segments = (by,) if isinstance(by, str) else tuple(by)
    answers = _naming(desk, listed, segments, agreement, as_of)
    ticked = set(answers.select(pl.col(NAMED).explode().drop_nulls()).to_series())
    those = [factor for factor in (*listed, OTHER) if factor.name in ticked]
    plans = [(kind, factor, plan) for factor in those for kind, plan in _metrics(factor, metric, listed)]
    made = {plan.name: (kind, factor) for kind, factor, plan in plans}
    common: dict[str, Any] = {"agreement": agreement, "as_of": as_of, "timezone": timezone}
    measured = measure([plan for _, _, plan in plans], desk, by=segments, every=every, **common)
    rows: dict[tuple[str, Place], Row] = defaultdict(lambda: dict.fromkeys(COLUMNS))
    for row in measured.iter_rows(named=True):
        kind, factor = made[row["metric"]]
        place = (row["window_start"], *(row[name] for name in segments))
        _take(rows[factor.name, place], kind, row)
    terms = agreement.surveys if agreement is not None else SurveyTerms()
    _withhold(rows, terms.anonymity)
    _refer(rows, _reference(desk, metric, against, common))
    starts = measured["window_start"].unique().sort()
    weights = weights_by_place(answers, metric, listed, segments, starts, terms)
    poles = {factor.name: factor.polarity for factor in those}
    table = [
        {
            "factor": name,
            "polarity": poles[name],
            **dict(zip(("window_start", *segments), place, strict=True)),
            **row,
            **({} if row["suppressed"] else weights.get((name, place), {})),
        }
        for (name, place), row in rows.items()
        if row["answers"] != 0
    ]
    schema: dict[str, pl.DataType] = {
        "factor": pl.String(),
        "polarity": pl.String(),
        "window_start": measured.schema["window_start"],
        **dict.fromkeys(segments, pl.String()),
        **COLUMNS,
    }
    frame = pl.DataFrame(table, schema=schema)
    keys = ["window_start", *segments, "named", "factor"]
    falling = [key == "named" for key in keys]
    return frame.sort(keys, descending=falling, nulls_last=[key == "named" for key in keys])


def _naming(
    desk: Desk,
    listed: tuple[Factor, ...],
    segments: Sequence[str],
    agreement: Agreement | None,
    as_of: datetime | None,
) -> pl.DataFrame:
    """Return the answers with the factors that they name."""
    answers = build_facts(desk, agreement, as_of=as_of, needed=segments).answers.filter("in_scope")
    if "factors" not in answers.columns:
        return answers.with_columns(pl.lit(None, pl.List(pl.String)).alias(NAMED))
    return answers.with_columns(named(listed).alias(NAMED))


def _metrics(factor: Factor, score: Score, listed: tuple[Factor, ...]) -> list[tuple[str, Metric]]:
    return [
        ("share", factor_share(factor.name, factors=listed)),
        ("net", factor_net(factor.name, factors=listed)),
        ("lift", factor_lift(factor.name, factors=listed)),
        ("impact", factor_impact(factor.name, score=score, factors=listed)),
        ("contribution", factor_contribution(factor.name, score=score, factors=listed)),
    ]


def _take(into: Row, kind: str, row: Row) -> None:
    """Write what was measured of one metric into the row of its factor."""
    into |= {kind: row["value"], f"{kind}_low": row["low"], f"{kind}_high": row["high"]}
    into["suppressed"] = bool(into["suppressed"]) or row["suppressed"]
    if kind == "share":
        into |= {"answers": row["denominator"], "named": row["numerator"]}
        if row["denominator"] and row["numerator"] is None:
            into["named"] = 0
    if kind == "impact" and row["value"] is not None and row["denominator"]:
        into |= {"score": row["value"] / row["denominator"], "_scored": row["denominator"]}


def _withhold(rows: Mapping[tuple[str, Place], Row], k: int) -> None:
    """Withhold what rests on too few answers; the parts of a sum so that none can be worked out."""
    places = dict.fromkeys(place for _, place in rows)
    for place in places:
        own = {name: row for (name, at), row in rows.items() if at == place}
        hidden = withheld({name: row["named"] or 0 for name, row in own.items()}, k)
        for name, row in own.items():
            if name in hidden or row["suppressed"]:
                for kind in OF_ITS_OWN:
                    row |= {kind: None, f"{kind}_low": None, f"{kind}_high": None}
                row |= {"score": None, "suppressed": True}


def _reference(desk: Desk, score: Score, against: Reference, common: Mapping[str, Any]) -> float | str | None:
    """Return the number that impact is measured from, or ``previous``."""
    if against == "previous":
        return "previous"
    if against == "baseline":
        params = {"variant": "mean"} if score == "csat" else {}
        whole = build(MetricRef(name=score, params=params), common["agreement"])
        found = measure(whole, desk, **common)["value"].item()
        return None if found is None else float(found)
    try:
        return float(against)
    except ValueError:
        raise MeasureError(
            message("factors.against", "is no reference", got=str(against), hint="'baseline', 'previous', 60")
        ) from None


def _refer(rows: Mapping[tuple[str, Place], Row], reference: float | str | None) -> None:
    """Move impacts, measured from 0, to the reference: it is fixed, so the interval moves with them."""
    scores = {key: row["score"] for key, row in rows.items()}
    starts = sorted({place[0] for _, place in rows})  # type: ignore[type-var]
    before = dict(zip(starts[1:], starts, strict=False))
    for (name, place), row in rows.items():
        held = reference
        if reference == "previous":
            held = scores.get((name, (before.get(place[0]), *place[1:])))
        scored = row.pop("_scored", None)
        row["reference"] = held
        for column in ("impact", "impact_low", "impact_high"):
            known = isinstance(held, float) and row[column] is not None and scored
            row[column] = row[column] - scored * held if known else None
