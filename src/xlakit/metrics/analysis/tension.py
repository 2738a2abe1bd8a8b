"""The two sides of a desk, figure against figure, ticket by ticket."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from xlakit.errors import MeasureError, message, near_miss
from xlakit.facts import build_facts
from xlakit.metrics.analysis.association import contrast, rank_association
from xlakit.metrics.catalogue import build, catalogue
from xlakit.metrics.counting.rows import GROUP, frame_of, parts_of, with_groups
from xlakit.metrics.kind import Kind
from xlakit.metrics.leaf import Leaf
from xlakit.metrics.measure import needed
from xlakit.metrics.metric import Metric
from xlakit.model import MetricRef, SurveyTerms
from xlakit.stats import withheld

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from xlakit.facts import Facts
    from xlakit.metrics.measure import Every
    from xlakit.model import Agreement
    from xlakit.tables import Desk

    Asked = Metric | str | Sequence[Metric | str] | None

EFFICIENCY = (
    "within",
    "response_time",
    "resolution_time",
    "average_handle_time",
    "fcr",
    "bounces",
    "escalation_rate",
)
EXPERIENCE = ("csat", "happiness", "nps", "ces", "completeness", "reopen_rate", "repeat_contact_rate")
"""What is set side by side unless stated, as far as the desk has it."""

EVERY: Mapping[str, str] = {"week": "1w", "month": "1mo", "quarter": "1q"}
KINDS = frozenset({Kind.SHARE, Kind.NET, Kind.MEAN})
GRAINS = frozenset({"tickets", "answers", "clock_tickets", "clock_cycles"})
LEVEL = 0.95
SCHEMA: dict[str, type[pl.DataType]] = {
    "n": pl.Int64,
    "association": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "level": pl.Float64,
    "good_is": pl.String,
    "n_good": pl.Int64,
    "when_good": pl.Float64,
    "n_bad": pl.Int64,
    "when_bad": pl.Float64,
    "difference": pl.Float64,
    "difference_low": pl.Float64,
    "difference_high": pl.Float64,
    "suppressed": pl.Boolean,
}


@dataclass(frozen=True, slots=True, eq=False)
class _Side:
    """One metric with the figure of each ticket of which it is known."""

    metric: Leaf
    rows: pl.DataFrame


def tension(
    desk: Desk,
    agreement: Agreement | None = None,
    *,
    efficiency: Asked = None,
    experience: Asked = None,
    by: str | Sequence[str] = (),
    every: Every | None = None,
    timezone: str = "UTC",
    as_of: datetime | None = None,
) -> pl.DataFrame:
    """Set each efficiency metric against each experience metric, ticket by ticket.

    A row is one pair, over the tickets of which both are known: those that were answered, for what users said.
    It is an association and says nothing of causes: hard tickets are slow and unhappy alike.

    Parameters
    ----------
    desk, agreement
        The records; clocks, scales and scope of the agreement hold.
    efficiency, experience
        Metrics or names of the catalogue whose rows have a figure of their own: shares, means and net scores of
        tickets, answers or clocks. Unless stated the usual ones, as far as the desk has them.
    by
        Columns of the tickets to cut by.
    every
        ``week``, ``month`` or ``quarter``, by the window of the experience; None takes everything together.
    timezone
        IANA zone in which windows begin at midnight; the agreement's own where there is one.
    as_of
        The instant to look from; the last in the records unless stated.

    Returns
    -------
    polars.DataFrame
        ``efficiency, experience, window_start``, the segments, and

        - ``n``: tickets of which both are known;
        - ``association, low, high, level``: Spearman's rank correlation with both sides turned so that higher is
          better. Above 0 they go together, below 0 one is had at the price of the other. Null with fewer than three
          tickets, or where a side never changes.
        - ``good_is``: when the efficiency of a ticket was good: ``yes`` or ``no`` for a share (a promise kept), else
          at least as good as the median of all tickets of the pair.
        - ``n_good, when_good, n_bad, when_bad``: the experience, in its own unit, where efficiency was good and
          where it was bad; ``difference`` of the two with its interval.
        - ``suppressed``: all but the counts is null, for the pair or one of its two sides rests on fewer answers than
          the anonymity threshold.

    Raises
    ------
    MeasureError
        A metric without figures of single tickets, one that reads a clock without an agreement, or a column to cut by
        that the tickets do not have.

    References
    ----------
    Measurement framework S-18.

    Examples
    --------
    >>> import xlakit as xk
    >>> minutes, scores = (5, 10, 15, 240, 300, None), (2, 1, 3, 5, 4, 5)
    >>> desk = xk.Desk(
    ...     tickets=[
    ...         {
    ...             "ticket_id": str(n),
    ...             "opened_at": "2026-03-02T09:00Z",
    ...             "resolved_at": None if spent is None else f"2026-03-02T{9 + spent // 60:02}:{spent % 60:02}Z",
    ...         }
    ...         for n, spent in enumerate(minutes)
    ...     ],
    ...     surveys=[{"ticket_id": str(n), "csat": score} for n, score in enumerate(scores)],
    ... )
    >>> from xlakit import metrics as m
    >>> few = tension(desk, efficiency="resolution_time", experience=m.csat(variant="mean"))
    >>> few.select("n", "association", "suppressed").rows()
    [(5, None, True)]
    """
    columns = (by,) if isinstance(by, str) else tuple(by)
    ones = _chosen(efficiency, EFFICIENCY, agreement)
    others = _chosen(experience, EXPERIENCE, agreement)
    facts = build_facts(desk, agreement, as_of=as_of, needed=needed([*ones, *others], columns))
    zone = agreement.term.timezone if agreement is not None else timezone
    cases = _cases(facts, columns)
    left = _sides(facts, ones, stated=efficiency is not None)
    right = _sides(facts, others, stated=experience is not None)
    k = (agreement.surveys if agreement is not None else SurveyTerms()).anonymity
    rows = [
        row
        for one in left
        for other in right
        for row in _pair(one, other, cases, columns, _window(every, zone), k)
    ]
    schema: dict[str, pl.DataType | type[pl.DataType]] = {
        "efficiency": pl.String,
        "experience": pl.String,
        "window_start": pl.Datetime("us", zone),
        **dict.fromkeys(columns, pl.String),
        **SCHEMA,
    }
    return pl.DataFrame(rows, schema=schema)


def _chosen(asked: Asked, usual: tuple[str, ...], agreement: Agreement | None) -> list[Leaf]:
    """Return the metrics that were asked for, or those of the usual ones that there are."""
    if asked is None:
        found = (metric for name in usual for metric in _usual(name, agreement))
        return [metric for metric in found if isinstance(metric, Leaf) and _fits(metric)]
    listed = (asked,) if isinstance(asked, Metric | str) else tuple(asked)
    made = [item if isinstance(item, Metric) else build(MetricRef(name=item), agreement) for item in listed]
    for metric in made:
        if not isinstance(metric, Leaf) or not _fits(metric):
            hint = "a share, mean or net score of tickets, answers or clocks"
            raise MeasureError(
                message(f"metric {metric.name}", "has no figure for a single ticket", hint=hint)
            )
        unknown = metric.clocks - set(agreement.clocks if agreement is not None else ())
        if unknown or ("clocks_met" in metric.columns and agreement is None):
            raise MeasureError(
                message(f"metric {metric.name}", "reads clocks", hint="pass the agreement that has them")
            )
    return [metric for metric in made if isinstance(metric, Leaf)]


def _usual(name: str, agreement: Agreement | None) -> Iterator[Metric]:
    entry = catalogue().get(name)
    if entry is None or not entry.required <= {"clock"}:
        return
    if not entry.required:
        yield build(MetricRef(name=name), agreement)
        return
    for clock in agreement.clocks if agreement is not None else ():
        yield build(MetricRef(name=name, params={"clock": clock}), agreement)


def _fits(metric: Leaf) -> bool:
    return metric.additive and metric.statistic.kind in KINDS and metric.grain in GRAINS


def _cases(facts: Facts, columns: tuple[str, ...]) -> pl.DataFrame:
    """Return one row a ticket: its person's random group, and its segment."""
    tickets = frame_of(facts, "tickets", None)
    for column in columns:
        if column not in tickets.columns:
            hint = near_miss(column, tickets.columns)
            raise MeasureError(
                message("tension", "the tickets have no such column to cut by", got=column, hint=hint)
            )
    segment = (pl.col(column).cast(pl.String) for column in columns)
    return with_groups(tickets, "tickets").select("ticket_id", GROUP, *segment).sort("ticket_id")


def _sides(facts: Facts, metrics: Sequence[Leaf], *, stated: bool) -> list[_Side]:
    """Return each metric with the figures of tickets; the usual ones only where some are known."""
    frames: dict[tuple[str, str | None], pl.DataFrame] = {}
    sides = []
    for metric in metrics:
        place = metric.grain, metric.clock
        if place not in frames:
            frames[place] = frame_of(facts, metric.grain, metric.clock)
        value = parts_of(metric, facts).value.cast(pl.Float64) * float(metric.statistic.quantum)
        rows = (
            frames[place]
            .select("ticket_id", figure=value, at=metric.at)
            .drop_nulls()
            .group_by("ticket_id")
            .agg(pl.col("figure").sort().mean(), pl.col("at").min())
        )
        if stated or rows.height:
            sides.append(_Side(metric, rows))
    return sides


def _window(every: Every | None, zone: str) -> pl.Expr:
    local = pl.col("at").dt.convert_time_zone(zone)
    return local.dt.truncate(EVERY[every]) if every is not None else pl.lit(None, pl.Datetime("us", zone))


def _pair(
    one: _Side, other: _Side, cases: pl.DataFrame, columns: tuple[str, ...], window: pl.Expr, k: int
) -> Iterator[dict[str, Any]]:
    """Yield the rows of one pair of metrics."""
    both = (
        cases.join(one.rows.select("ticket_id", efficiency="figure"), on="ticket_id")
        .join(other.rows.rename({"figure": "experience"}), on="ticket_id")
        .with_columns(window_start=window)
        .sort("ticket_id")
    )
    good, words = _good(one.metric, both.get_column("efficiency").to_numpy())
    keys = ["window_start", *columns]
    cells = both.with_columns(good=pl.Series(good)).partition_by(keys, as_dict=True) if both.height else {}
    if not cells and not columns:
        cells = {(None,): both.with_columns(good=pl.Series(good))}
    counts = {key: part.height for key, part in cells.items()}
    hidden: frozenset[tuple[object, ...]] = frozenset()
    if other.metric.from_answers:
        for start in {key[0] for key in cells}:
            hidden |= withheld({key: rows for key, rows in counts.items() if key[0] == start}, k)
    least = k if other.metric.from_answers else 0
    for key in sorted(cells, key=lambda item: [(part is None, str(part or "")) for part in item]):
        named = {
            "efficiency": one.metric.name,
            "experience": other.metric.name,
            **dict(zip(keys, key, strict=True)),
        }
        blank = dict.fromkeys(SCHEMA) | {"level": LEVEL, "good_is": words, "suppressed": True}
        if key in hidden:
            yield named | blank | {"n": counts[key]}
        else:
            yield named | blank | _figures(cells[key], one.metric, other.metric, least)


def _figures(part: pl.DataFrame, one: Leaf, other: Leaf, least: int) -> dict[str, Any]:
    """Return the figures of one pair in one window and segment."""
    people = part.get_column(GROUP).to_numpy()
    said = part.get_column("experience").to_numpy()
    turned = [
        part.get_column(name).to_numpy() * (1 if metric.direction == "higher" else -1)
        for name, metric in (("efficiency", one), ("experience", other))
    ]
    found = rank_association(turned[0], turned[1], people, level=LEVEL)
    apart = contrast(part.get_column("good").to_numpy(), said, people, level=LEVEL)
    counts = {"n": part.height, "n_good": apart.counts[0], "n_bad": apart.counts[1]}
    if any(0 < count < least for count in apart.counts):
        # With one side, or the correlation of two shares, and the whole from elsewhere, the other can be worked out.
        return counts
    return counts | {
        "association": found.value,
        "low": found.low,
        "high": found.high,
        "when_good": apart.means[0],
        "when_bad": apart.means[1],
        "difference": apart.value,
        "difference_low": apart.low,
        "difference_high": apart.high,
        "suppressed": False,
    }


def _good(
    metric: Leaf, figures: np.ndarray[Any, np.dtype[np.float64]]
) -> tuple[np.ndarray[Any, np.dtype[np.bool_]], str]:
    """Return which tickets did well, and in words when one did."""
    higher = metric.direction == "higher"
    if metric.statistic.kind is Kind.SHARE:
        return (figures >= 1, "yes") if higher else (figures <= 0, "no")
    if not figures.size:
        return np.zeros(0, dtype=np.bool_), ""
    middle = float(np.median(figures))
    good = figures >= middle if higher else figures <= middle
    if good.all():
        good = figures > middle if higher else figures < middle
        return good, f"{'more' if higher else 'less'} than {middle:g}"
    return good, f"at {'least' if higher else 'most'} {middle:g}"
