"""Clocks replayed once more, span by span: how much of its limit a cycle had used at an instant."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from xlakit.facts.clocks.limits import terms_of
from xlakit.facts.clocks.replay import replay
from xlakit.facts.clocks.stoppages import stopped
from xlakit.facts.clocks.triggers import track_of
from xlakit.facts.cut import mapped
from xlakit.facts.explain.prepared import Part, Prepared, prepared_from
from xlakit.facts.reading import changes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from xlakit.facts.signals.signal import SignalSources
    from xlakit.model import Clock
    from xlakit.worktime import Calendar

NAMED = ("ticket_id", "cycle", "started_at")


@dataclass(frozen=True, slots=True, eq=False)
class ClockHistory:
    """The cycles of one clock under one version of the agreement, and the spans behind them.

    Attributes
    ----------
    part
        The clock, and the version.
    cycles
        Rows of the cycles of the facts, with ``row`` (their number here), ``ticket`` (the row of the ticket)
        and ``calendar`` (the name of the one they ran on).
    spans
        Per span, by ``row`` and time, stoppages cut out: ``running``, ``begin`` and ``end`` (microseconds),
        ``opened`` (open time in it), ``before`` (open time that the cycle had run before it).
    """

    part: Part
    cycles: pl.DataFrame
    spans: pl.DataFrame

    def used_at(self, asked: pl.DataFrame) -> pl.DataFrame:
        """Return `asked` (``row`` of the cycle, ``at`` in microseconds) with ``ran``: open time run until then."""
        numbered = asked.with_row_index("question")
        passed = (
            numbered.select("question", "row", "at")
            .join(self.spans.filter("running"), on="row")
            .filter(pl.col("begin") < pl.col("at"))
            .join(self.cycles.select("row", "calendar"), on="row")
            .with_columns(end=pl.min_horizontal("end", "at"))
        )
        ran = _opened(passed, self.part.calendars).group_by("question").agg(ran=pl.col("opened").sum())
        return (
            numbered.join(ran, on="question", how="left", maintain_order="left")
            .with_columns(pl.col("ran").fill_null(0))
            .drop("question")
        )


def prepared_by(sources: SignalSources, clocks: Iterable[str]) -> Prepared:
    """Return the records read as facts are, with the `clocks` of the agreement."""
    facts = sources.facts
    return prepared_from(sources.desk, sources.agreement, facts.tickets, clocks, facts.as_of)


def history_of(prepared: Prepared, part: Part, cycles: pl.DataFrame) -> ClockHistory:
    """Return the history behind those of the facts' `cycles` that are under `part`."""
    name, clock, tickets = part.terms.name, part.clock, prepared.tickets
    covered = tickets.get_column("in_scope").to_numpy()
    track, _ = track_of(name, clock, prepared.reading.timeline, prepared.stated, covered)
    mode = "new_cycle" if clock.stop == "next-reply" else clock.reopen_mode
    runs = stopped(replay(track, mode, tickets.height, prepared.now), part.stoppages)
    priorities = changes(prepared.reading.seen, "priority")
    priorities = priorities.with_columns(mapped(pl.col("value"), prepared.priority_of))
    terms, _ = terms_of(name, clock, runs, tickets, priorities)
    ticket = runs.ticket[terms.cycle]
    candidates = pl.DataFrame(
        {
            "row": terms.cycle,
            "ticket": ticket,
            "ticket_id": tickets.get_column("ticket_id").gather(ticket),
            "cycle": runs.number[terms.cycle],
            "started_at": pl.Series(runs.started[terms.cycle]).cast(pl.Datetime("us", "UTC")),
            "calendar": pl.Series(terms.names, dtype=pl.String).gather(terms.calendar),
            "priority": terms.priority.cast(pl.String),
        }
    )
    # Of several candidates of a cycle the one whose priority the facts judged it by.
    own = (
        part.terms.of(candidates, tickets)
        .join(
            cycles.filter(pl.col("clock") == name),
            on=[*NAMED, "priority"],
            how="inner",
            nulls_equal=True,
            maintain_order="left",
        )
        .unique("row", keep="first", maintain_order=True)
    )
    spans = (
        pl.DataFrame({"row": runs.cycle, "running": runs.running, "begin": runs.begin, "end": runs.end})
        .join(own.select("row", "calendar"), on="row", how="inner", maintain_order="left")
        .pipe(_opened, part.calendars)
        .with_columns(ran=pl.when("running").then("opened").otherwise(0))
        .with_columns(before=pl.col("ran").cum_sum().over("row") - pl.col("ran"))
        .drop("ran", "calendar")
    )
    return ClockHistory(part, own, spans)


def on_terms(prepared: Prepared, part: Part, clock: Clock, tickets: pl.DataFrame) -> pl.DataFrame:
    """Return the cycles under `part` as they would be with another `clock`, or other `tickets`."""
    return prepared.cycles(replace(part, clock=clock), tickets)[0]


def _opened(spans: pl.DataFrame, calendars: Mapping[str, Calendar]) -> pl.DataFrame:
    """Return the spans with ``opened``: open time from their begin to their end."""
    parts = [
        part.with_columns(
            opened=calendars[str(name)].open_before(part["end"].to_numpy())
            - calendars[str(name)].open_before(part["begin"].to_numpy())
        )
        for (name,), part in spans.with_row_index("place").group_by("calendar", maintain_order=True)
    ]
    if not parts:
        return spans.with_columns(opened=pl.lit(0, pl.Int64))
    return pl.concat(parts).sort("place").drop("place")
