"""Estimates as a frame: any metrics, by window and segment, straight from a desk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import polars as pl

from xlakit.errors import MeasureError, message
from xlakit.facts import build_facts
from xlakit.metrics.catalogue import build
from xlakit.metrics.counting import Plan, count, first_instant
from xlakit.metrics.cube import Key
from xlakit.metrics.disclosure import hidden_figures
from xlakit.metrics.leaf import Leaf
from xlakit.metrics.metric import Metric
from xlakit.metrics.respond import invitations_known, response_rate
from xlakit.model import MetricRef, SurveyTerms, Window, windows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlakit.facts import Facts
    from xlakit.metrics.cell import Cell
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
    metrics: Metric | str | Sequence[Metric | str],
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
        One metric or several, from ``xlakit.metrics``, or names of the catalogue.
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
        A metric needs an agreement and none is given, a column to cut by does not exist, or there is no such
        `every` or `timezone`.

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
    given: Any = metrics
    single = isinstance(given, Metric | str) or not isinstance(given, Iterable)
    listed = (given,) if single else tuple(given)
    for item in listed:
        if not isinstance(item, Metric | str):
            raise MeasureError(
                message(
                    "metrics",
                    "is no metric",
                    got=repr(item),
                    hint="call a function of xlakit.metrics: csat()",
                )
            )
    wanted = tuple(
        item if isinstance(item, Metric) else build(MetricRef(name=item), agreement) for item in listed
    )
    for metric in wanted:
        _check(metric, agreement)
    columns = (by,) if isinstance(by, str) else tuple(by)
    for column in (*columns, *(name for metric in wanted for name in metric.segments)):
        if not isinstance(column, str):
            raise MeasureError(message("by", "needs names of columns", got=repr(column), hint="'team'"))
    facts = build_facts(desk, agreement, as_of=as_of, needed=needed(wanted, columns))
    zone = agreement.term.timezone if agreement is not None else timezone
    _check_windows(every, zone)
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


def needed(metrics: Iterable[Metric], columns: Iterable[str] = ()) -> frozenset[str]:
    """Return the names of the fact columns and frames that `metrics`, cut by `columns`, read."""
    read = {name for metric in metrics for name in (*metric.columns, *metric.segments)}
    return frozenset({*read, *columns, *(leaf.grain for metric in metrics for leaf in metric.leaves)})


def _check(metric: Metric, agreement: Agreement | None) -> None:
    if any(leaf.grain == "respondents" for leaf in metric.leaves):
        raise MeasureError(
            message(
                f"metric {metric.name}",
                "has a value only where efficiency objectives were judged",
                hint="make it the metric of an objective and evaluate, or measure unhappy_when_met",
            )
        )
    needs_clocks = bool(metric.clocks) or "clocks_met" in metric.columns
    if needs_clocks and agreement is None:
        raise MeasureError(
            message(f"metric {metric.name}", "reads clocks", hint="pass agreement=, which holds them")
        )
    for clock in sorted(metric.clocks):
        if agreement is not None and clock not in agreement.clocks:
            raise MeasureError(message(f"metric {metric.name}", "there is no such clock", got=clock))


def _check_windows(every: str | None, timezone: str) -> None:
    if every is not None and every not in get_args(Every):
        hint = ", ".join(get_args(Every))
        raise MeasureError(message("every", "there are no such windows", got=str(every), hint=hint))
    try:
        ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError, TypeError):
        raise MeasureError(
            message(
                "timezone", "there is no such zone", got=str(timezone), hint="an IANA name: Europe/Berlin"
            )
        ) from None


def _windows(facts: Facts, every: Every | None, timezone: str) -> tuple[Window, ...]:
    zone = ZoneInfo(timezone)
    begin = (first_instant(facts) or facts.as_of).astimezone(zone)
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
    places = {
        (window, segment): cube[Key(plan.key, window, segment)]
        for window in plan.windows
        for segment in segments
    }
    hidden = hidden_figures(plan.metric, places, k)
    for window in plan.windows:
        for segment in segments:
            cell = places[window, segment]
            row: dict[str, Any] = defaultdict(lambda: None)
            row |= {"metric": plan.metric.name, "window_start": window.start, **dict(segment)}
            row |= {
                "not_mature": cell.pending,
                "suppressed": (window, segment) in hidden,
                "level": 0.95,
                "method": "",
            }
            if (window, segment) not in hidden:
                found = plan.metric.estimate(cell)
                row |= {
                    "value": found.value,
                    "low": found.low,
                    "high": found.high,
                    "level": found.level,
                    "method": found.method,
                    **_sums(plan.metric, cell),
                }
                row["response_rate"] = response_rate(plan.metric, cell, known=known)
            rows.append(dict(row))
    return rows


def _sums(metric: Metric, cell: Cell) -> dict[str, int | None]:
    """Return the sums behind a figure; a combined metric has a count and no sums of its own."""
    if not isinstance(metric, Leaf):
        return {"numerator": None, "denominator": metric.counted(cell)}
    return {"numerator": cell.total if cell.count else None, "denominator": cell.base or cell.count}
