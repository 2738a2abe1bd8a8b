"""Estimates as a frame: any metrics, by window and segment, straight from a desk."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal
from zoneinfo import ZoneInfo

import polars as pl

from xlakit.errors import MeasureError, message
from xlakit.facts import build_facts
from xlakit.metrics.count import Plan, count
from xlakit.metrics.cube import Key
from xlakit.metrics.disclosure import withheld
from xlakit.metrics.metric import Metric
from xlakit.metrics.respond import invitations_known, response_rate
from xlakit.model import SurveyTerms, Window, windows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlakit.facts import Facts
    from xlakit.metrics.cube import Cube, Segment
    from xlakit.model import Agreement
    from xlakit.tables import Desk

Every = Literal["week", "month", "quarter"]
FIGURES: dict[str, type[pl.DataType]] = {
    "value": pl.Float64,
    "numerator": pl.Int64,
    "denominator": pl.Int64,
    "low": pl.Float64,
    "high": pl.Float64,
    "level": pl.Float64,
    "method": pl.String,
    "response_rate": pl.Float64,
    "not_mature": pl.Int64,
    "suppressed": pl.Boolean,
}


def measure(
    metrics: Metric | Sequence[Metric],
    desk: Desk,
    *,
    by: str | Sequence[str] = (),
    every: Every | None = None,
    timezone: str = "UTC",
    as_of: datetime | None = None,
    agreement: Agreement | None = None,
) -> pl.DataFrame:
    """Return estimates with intervals, one row a metric, window and segment.

    Parameters
    ----------
    metrics
        One metric or several, from ``xlakit.metrics``.
    desk
        The desk to measure.
    by
        Columns to cut by, beside each metric's own ``.by()``; the combination of their values is the segment.
    every
        ``week``, ``month`` or ``quarter``; None measures everything in one row.
    timezone
        IANA zone in which windows begin at midnight. An agreement's own zone holds where one is given.
    as_of
        The instant to look from; the last instant in the data unless stated. Later records are not seen.
    agreement
        Needed by metrics that read clocks; its scales, scope and priorities hold.

    Returns
    -------
    polars.DataFrame
        ``metric, window_start``, the segment columns, ``value, numerator, denominator, low, high, level,
        method, response_rate, not_mature, suppressed``. ``value`` is null where nothing was counted. Figures
        that rest on answers are null, and ``suppressed`` is true, below the anonymity threshold.

    Raises
    ------
    MeasureError
        A metric needs an agreement and none is given, or a column to cut by does not exist.

    Examples
    --------
    >>> import xlakit as xk
    >>> from xlakit import metrics as m
    >>> desk = xk.Desk(
    ...     tickets=[
    ...         {"ticket_id": "1", "opened_at": "2026-03-01T09:00Z", "resolved_at": "2026-03-01T11:00Z"},
    ...         {"ticket_id": "2", "opened_at": "2026-03-02T09:00Z", "resolved_at": None},
    ...     ]
    ... )
    >>> xk.measure(m.resolution_time(), desk).select("value", "denominator").rows()
    [(7200.0, 1)]
    """
    wanted = (metrics,) if isinstance(metrics, Metric) else tuple(metrics)
    for metric in wanted:
        _check(metric, agreement)
    columns = (by,) if isinstance(by, str) else tuple(by)
    facts = build_facts(desk, agreement, as_of=as_of)
    zone = agreement.term.timezone if agreement is not None else timezone
    spans = _windows(facts, every, zone)
    plans = [
        Plan(f"{index}", metric, spans, (tuple(dict.fromkeys((*metric.segments, *columns))),))
        for index, metric in enumerate(wanted)
    ]
    cube = count(facts, plans)
    k = (agreement.surveys if agreement is not None else SurveyTerms()).anonymity
    rows = [row for plan in plans for row in _rows(cube, plan, k, known=invitations_known(facts))]
    segments = dict.fromkeys(column for plan in plans for column in plan.cuts[0])
    schema: dict[str, pl.DataType | type[pl.DataType]] = {
        "metric": pl.String,
        "window_start": pl.Datetime("us", zone),
        **dict.fromkeys(segments, pl.String),
        **FIGURES,
    }
    return pl.DataFrame(rows, schema=schema)


def _check(metric: Metric, agreement: Agreement | None) -> None:
    if metric.grain == "respondents":
        raise MeasureError(
            message(
                f"metric {metric.ref.name}",
                "has a value only where efficiency objectives were judged",
                hint="make it the metric of an objective and evaluate, or measure unhappy_when_met",
            )
        )
    needs_clocks = metric.clock is not None or "clocks_met" in metric.columns
    if needs_clocks and agreement is None:
        raise MeasureError(
            message(f"metric {metric.ref.name}", "reads clocks", hint="pass agreement=, which holds them")
        )
    if metric.clock is not None and agreement is not None and metric.clock not in agreement.clocks:
        raise MeasureError(message(f"metric {metric.ref.name}", "there is no such clock", got=metric.clock))


def _windows(facts: Facts, every: Every | None, timezone: str) -> tuple[Window, ...]:
    zone = ZoneInfo(timezone)
    first = facts.tickets.get_column("opened_at").min()
    begin = (first if isinstance(first, datetime) else facts.as_of).astimezone(zone)
    end = facts.as_of.astimezone(zone)
    if every is None:
        start = datetime(begin.year, begin.month, begin.day, tzinfo=zone)
        # The last instant in the data lies in the window, so the window ends just after it.
        return (Window(start=start, end=end + timedelta(microseconds=1), label="all"),)
    return windows(every, _date(begin), _date(end), timezone)


def _date(at: datetime) -> date:
    return at.date()


def _rows(cube: Cube, plan: Plan, k: int, *, known: bool) -> list[dict[str, Any]]:
    cut = plan.cuts[0]
    segments: Sequence[Segment] = cube.segments(plan.key, cut) if cut else ((),)
    rows = []
    for window in plan.windows:
        cells = {segment: cube[Key(plan.key, window, segment)] for segment in segments}
        counts = {segment: cell.count for segment, cell in cells.items()}
        hidden = withheld(counts, k) if plan.metric.from_answers else frozenset()
        for segment, cell in cells.items():
            row: dict[str, Any] = defaultdict(lambda: None)
            row |= {"metric": plan.metric.name, "window_start": window.start, **dict(segment)}
            row |= {"not_mature": cell.immature, "suppressed": segment in hidden, "level": 0.95, "method": ""}
            if segment not in hidden:
                groups = cell.groups if cell.repeats else ()
                found = plan.metric.statistic.estimate(cell.count, cell.total, cell.squares, groups=groups)
                row |= found.model_dump(
                    include={"value", "numerator", "denominator", "low", "high", "level", "method"}
                )
                row["denominator"] = cell.count
                row["response_rate"] = response_rate(plan.metric, cell, known=known)
            rows.append(dict(row))
    return rows
