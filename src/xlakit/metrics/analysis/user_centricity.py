"""How far a desk and its agreement are built around the user: seven points."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl

from xlakit.errors import MeasureError
from xlakit.metrics.catalogue import build, catalogue
from xlakit.metrics.measure import measure
from xlakit.model import MetricRef

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from xlakit.metrics.metric import Metric
    from xlakit.model import Agreement, Objective, Percent
    from xlakit.tables import Desk

MEASURED = (
    ("enable empathy", ("empathy_score",)),
    ("continuity", ("continuity",)),
    ("proactive", ("proactivity_ratio", "closure_confirmation_rate")),
    ("self-service", ("verified_deflection",)),
    ("listen", ("loop_closure_rate",)),
)
"""Point → the metrics that tell of it; the first that has a value is taken."""

SCHEMA = {"point": pl.String, "value": pl.Float64, "evidence": pl.String}


@dataclass(frozen=True, slots=True)
class _Point:
    name: str
    value: float | None
    evidence: str


def user_centricity_scorecard(
    agreement: Agreement | None, desk: Desk, *, as_of: datetime | None = None
) -> pl.DataFrame:
    """Return the seven points of user-centric support, each from 0 to 1 with its evidence, or without a value.

    - *measure what matters*: the share of the agreement's weight on experience objectives.
    - *reward quality*: of what the agreement rewards (bonuses; without any, the weight of objectives with a stretch
      level under a score that earns), the share on experience and combined objectives; 0 where it rewards nothing.
    - *enable empathy*, *continuity*, *proactive*, *self-service*, *listen*: the figures of ``empathy_score``,
      ``continuity``, ``proactivity_ratio`` (else ``closure_confirmation_rate``), ``verified_deflection`` and
      ``loop_closure_rate`` over the whole desk, from the worst end of their range to the best.

    There is no total: the points do not make up for each other.

    Parameters
    ----------
    agreement
        What was promised; without one the first two points have no value.
    desk
        The records.
    as_of
        The instant to look from; the last in the records unless stated.

    Returns
    -------
    polars.DataFrame
        ``point, value, evidence``; value is null where nothing tells, and the evidence says why.

    References
    ----------
    Measurement framework S-85.

    Examples
    --------
    >>> import xlakit as xk
    >>> desk = xk.Desk(tickets=[{"ticket_id": "1", "opened_at": "2026-03-02T09:00Z", "resolved_at": None}])
    >>> user_centricity_scorecard(None, desk).select("point", "value").rows()[:2]
    [('measure what matters', None), ('reward quality', None)]
    """
    points = [
        _matters(agreement),
        _rewards(agreement),
        *(_measured(point, names, agreement, desk, as_of) for point, names in MEASURED),
    ]
    return pl.DataFrame(
        [(item.name, item.value, item.evidence) for item in points], schema=SCHEMA, orient="row"
    )


def _matters(agreement: Agreement | None) -> _Point:
    name = "measure what matters"
    if agreement is None:
        return _Point(name, None, "no agreement")
    weight = _weight(agreement.objectives)
    if not weight:
        return _Point(name, None, "no objective has weight")
    ours = [item for item in agreement.objectives if _kind(item, agreement) == "experience"]
    return _Point(
        name,
        float(_weight(ours) / weight),
        f"{_weight(ours)} of the weight {weight} is on experience{_named(ours)}",
    )


def _rewards(agreement: Agreement | None) -> _Point:
    name = "reward quality"
    if agreement is None:
        return _Point(name, None, "no agreement")
    paid = {
        item.name: _paid(item.bonus.max, agreement) for item in agreement.objectives if item.bonus is not None
    }
    worth, what = paid, "bonus"
    if not any(paid.values()) and agreement.scoring.method != "deduct":
        worth, what = (
            {item.name: item.weight for item in agreement.objectives if _stretches(item)},
            "weight with a stretch",
        )
    whole = sum(worth.values(), Decimal(0))
    if not whole:
        return _Point(name, 0.0, "no objective has a bonus, or a stretch level that earns")
    ours = [
        item for item in agreement.objectives if item.name in worth and _kind(item, agreement) != "efficiency"
    ]
    part = sum((worth[item.name] for item in ours), Decimal(0))
    return _Point(
        name, float(part / whole), f"{part} of {whole} {what} is on experience or both sides{_named(ours)}"
    )


def _paid(most: Percent | Decimal, agreement: Agreement) -> Decimal:
    """Return the most a bonus pays; shares of the charges as amounts where one of them is known."""
    charges = agreement.commercials.charges.amount if agreement.commercials is not None else None
    return most if isinstance(most, Decimal) else most.value * (Decimal(1) if charges is None else charges)


def _measured(
    point: str, names: tuple[str, ...], agreement: Agreement | None, desk: Desk, as_of: datetime | None
) -> _Point:
    reasons = []
    for name in names:
        if name not in catalogue():
            reasons.append(f"{name} is not in the catalogue")
            continue
        try:
            metric = build(MetricRef(name=name), agreement)
            row = measure(metric, desk, agreement=agreement, as_of=as_of).row(0, named=True)
        except MeasureError as error:
            reasons.append(str(error))
            continue
        scaled = None if row["value"] is None else _scaled(metric, row["value"])
        if scaled is not None:
            return _Point(
                point, scaled, f"{metric.title} ({name}): {row['value']:.3g} of {row['denominator']}"
            )
        reasons.append(_why(metric, suppressed=bool(row["suppressed"]), value=row["value"]))
    return _Point(point, None, "; ".join(reasons))


def _why(metric: Metric, *, suppressed: bool, value: float | None) -> str:
    if suppressed:
        return f"{metric.name}: fewer answers than the anonymity threshold"
    if value is not None:
        return f"{metric.name} has no range to place it in"
    return f"{metric.name} has no value: needs {metric.needs}"


def _scaled(metric: Metric, value: float) -> float | None:
    """Return how far the figure lies from the worst to the best end of its range."""
    if metric.low is None or metric.high is None or metric.high <= metric.low:
        return None
    part = min(1.0, max(0.0, (value - metric.low) / (metric.high - metric.low)))
    return part if metric.direction == "higher" else 1 - part


def _weight(objectives: Iterable[Objective]) -> Decimal:
    return sum((item.weight for item in objectives), Decimal(0))


def _kind(objective: Objective, agreement: Agreement) -> str:
    return objective.kind or build(objective.metric, agreement).kind


def _stretches(objective: Objective) -> bool:
    return objective.stretch is not None or any(
        item.stretch is not None for item in objective.levels.values()
    )


def _named(objectives: Iterable[Objective]) -> str:
    names = ", ".join(item.name for item in objectives)
    return f": {names}" if names else ""
