"""Facts made by chance: every column that a metric may read, with nulls wherever they may stand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from xlakit.facts import FAMILIES, FRAMES, Facts, groups_behind
from xlakit.tables import dtypes_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

AS_OF = datetime(2026, 7, 1, tzinfo=UTC)
BEGIN = datetime(2025, 12, 20, tzinfo=UTC)
MISSING = 0.15
SELDOM = 0.3
TIME = pl.Datetime("us", "UTC")
HISTORY: Mapping[str, pl.DataType] = MappingProxyType(
    {
        "first_resolved_at": TIME,
        "next_contact_at": TIME,
        "first_reopened_at": TIME,
        "first_response_replayed": TIME,
        "resolved_replayed": TIME,
        "contact_known": pl.Boolean(),
        "denied": pl.Boolean(),
        "resolutions": pl.Int64(),
        "reopens": pl.Int64(),
        "bounces": pl.Int64(),
        "agent_contacts": pl.Int64(),
        "customer_replies": pl.Int64(),
        "escalations": pl.Int64(),
        "response_seconds": pl.Int64(),
        "resolution_seconds": pl.Int64(),
    }
)
"""The columns of tickets that are read from their history."""

DOMAINS: Mapping[str, tuple[Any, ...]] = MappingProxyType(
    {
        "csat": (1.0, 3.0, 4.0, 4.5, 5.0),
        "nps": (0.0, 6.5, 7.0, 8.5, 9.0, 10.0),
        "happiness": (0.0, 6.0, 8.0, 10.0),
        "effort": (1.0, 4.0, 7.0),
        "empathy": (1.0, 3.0, 5.0),
        "experience": (0.0, 5.0, 10.0),
        "solved": ("yes", "partly", "no"),
        "disposition": ("complete", "partial", "no_reply"),
        "response_seconds": (0, 60, 86_400),
        "resolution_seconds": (0, 3600, 864_000),
        "support_model": ("GENERALIZED_L1", "SPECIALIZED", "DEDICATED", "AI_ROUTED"),
        "complexity": ("low", "high"),
        "team": ("West", "East"),
        "name": ("uptime", "patching"),
        "priority": ("P1", "P2"),
        "requester": tuple(f"u{index}" for index in range(25)),
        "kind": ("maintenance", "known_issue", "degradation"),
    }
)
"""What stands in a column whose words or range mean something; what is not listed is drawn by its type."""


def random_facts(seed: int, rows: int = 40, *, domains: Mapping[str, tuple[Any, ...]] | None = None) -> Facts:
    """Return facts of `rows` tickets, answers, clock cycles (of the clock ``fix``) and rows of every frame.

    Parameters
    ----------
    seed
        Equal seeds give equal facts.
    rows
        Rows of each frame.
    domains
        Column → its possible values, beside and before those of `DOMAINS`.

    Returns
    -------
    Facts
        As of 1 July 2026, with instants from December 2025 on. Columns know nothing of each other: a metric
        must keep its range whatever they hold.

    Examples
    --------
    >>> random_facts(1).tickets.height, random_facts(1).as_of == random_facts(2).as_of
    (40, True)
    """
    rng = np.random.default_rng(seed)
    own = {name: values for family in FAMILIES for name, values in family.domains.items()}
    draw = _Draw(rng, rows, {**DOMAINS, **own, **(domains or {})})
    ids = [f"t{index}" for index in range(rows)]
    further = {name: kind for family in FAMILIES for name, kind in family.columns.items()}
    tickets = draw.frame({**dtypes_of("tickets"), **HISTORY, **further}, whole=("opened_at",)).with_columns(
        pl.Series("ticket_id", ids), pl.Series("in_scope", draw.flags(0.8))
    )
    tickets = tickets.with_columns(random_group=groups_behind(tickets, ("requester", "ticket_id")))
    answers = (
        draw.frame(dtypes_of("surveys"))
        .with_columns(
            pl.Series("ticket_id", ids),
            pl.Series("unhappy", draw.column(pl.Boolean(), "unhappy", SELDOM)),
            pl.Series("clocks_met", draw.column(pl.Boolean(), "clocks_met")),
            pl.Series("answered", draw.flags(0.6)),
            pl.Series("asked", draw.flags(0.7)),
            pl.Series("repeat_respondent", draw.flags(0.5)),
            pl.Series("rated_at", draw.instants(MISSING), dtype=TIME),
            pl.Series("respondent_id", [f"u{index}" for index in rng.integers(0, 25, rows)]),
            pl.Series("random_group", rng.integers(0, 64, rows)),
        )
        .pipe(lambda made: made.join(_rest(tickets, made.columns), on="ticket_id"))
    )
    return Facts(tickets, answers, _cycles(draw, rows), AS_OF, (), _frames(draw))


def part_of(facts: Facts, tickets: Iterable[str], *, rows: Iterable[int] = ()) -> Facts:
    """Return the rows of facts that belong to some tickets, and some `rows` of every further frame."""
    mine = pl.col("ticket_id").is_in(sorted(tickets))
    places = sorted(rows)
    return replace(
        facts,
        tickets=facts.tickets.filter(mine),
        answers=facts.answers.filter(mine),
        cycles=facts.cycles.filter(mine),
        frames={name: frame[places] for name, frame in facts.frames.items()},
    )


def _rest(tickets: pl.DataFrame, taken: list[str]) -> pl.DataFrame:
    return tickets.select("ticket_id", *(name for name in tickets.columns if name not in taken))


def _frames(draw: _Draw) -> dict[str, pl.DataFrame]:
    tables = {"sessions", "articles", "notices", "staff", "measurements"}
    made = {}
    for frame in FRAMES:
        columns = {**(dtypes_of(frame.name) if frame.name in tables else {}), **frame.columns}
        rows = draw.frame(columns, domains=frame.domains)
        made[frame.name] = rows.with_columns(pl.Series("in_scope", draw.flags(0.8)))
    return made


def _cycles(draw: _Draw, rows: int) -> pl.DataFrame:
    met = draw.column(pl.Boolean(), "met", 0.2)
    decided = [None if one is None else at for one, at in zip(met, draw.instants(0), strict=True)]
    length = pl.Duration("us")
    return pl.DataFrame(
        {
            "ticket_id": [f"t{index}" for index in draw.rng.integers(0, rows, rows)],
            "clock": ["fix"] * rows,
            "cycle": [1] * rows,
            "priority": draw.column(pl.String(), "priority"),
            "state": [
                str(word) for word in draw.rng.choice(["met", "breached", "running", "cancelled"], rows)
            ],
            "started_at": draw.instants(0),
            "stopped_at": draw.instants(SELDOM),
            "elapsed": draw.lengths(),
            "elapsed_calendar": draw.lengths(),
            "paused": draw.lengths(),
            "limit": draw.lengths(),
            "left": draw.lengths(),
            "overrun": draw.lengths(),
            "used": [float(value) for value in draw.rng.random(rows)],
            "decided_at": decided,
            "met": met,
        },
        schema_overrides={
            **dict.fromkeys(("decided_at", "started_at", "stopped_at"), TIME),
            **dict.fromkeys(("elapsed", "elapsed_calendar", "paused", "limit", "left", "overrun"), length),
            "met": pl.Boolean(),
        },
    )


class _Draw:
    """Columns by chance."""

    def __init__(self, rng: np.random.Generator, rows: int, domains: Mapping[str, tuple[Any, ...]]) -> None:
        self.rng, self.rows, self.domains = rng, rows, domains

    def frame(
        self,
        columns: Mapping[str, pl.DataType],
        *,
        whole: tuple[str, ...] = (),
        domains: Mapping[str, tuple[Any, ...]] | None = None,
    ) -> pl.DataFrame:
        """Return a frame of `columns`, without nulls in those of `whole`."""
        return pl.DataFrame(
            [
                pl.Series(name, self.column(kind, name, 0 if name in whole else MISSING, domains), dtype=kind)
                for name, kind in columns.items()
            ]
        )

    def column(
        self,
        kind: pl.DataType,
        name: str,
        missing: float = MISSING,
        domains: Mapping[str, tuple[Any, ...]] | None = None,
    ) -> list[Any]:
        """Return the values of a column, some of them null."""
        known = {**self.domains, **(domains or {})}
        if name in known:
            return self._some(known[name], missing)
        if isinstance(kind, pl.Datetime):
            return self.instants(missing)
        if isinstance(kind, pl.List):
            return [
                self._some(("speed", "attitude", "not_solved"), 0)[:2]
                if self.rng.random() > missing
                else None
                for _ in range(self.rows)
            ]
        return self._some(_values(kind), missing)

    def instants(self, missing: float) -> list[datetime | None]:
        """Return instants of half a year and more."""
        minutes = self.rng.integers(0, 200 * 24 * 60, self.rows)
        gone = self.rng.random(self.rows) < missing
        return [
            None if skip else BEGIN + timedelta(minutes=int(minute))
            for minute, skip in zip(minutes, gone, strict=True)
        ]

    def lengths(self) -> list[timedelta]:
        """Return lengths of time."""
        return [timedelta(minutes=int(minutes)) for minutes in self.rng.integers(0, 9999, self.rows)]

    def flags(self, share: float) -> list[bool]:
        """Return flags, a `share` of them true."""
        return [bool(value) for value in self.rng.random(self.rows) < share]

    def _some(self, values: tuple[Any, ...], missing: float) -> list[Any]:
        places = self.rng.integers(0, len(values), self.rows)
        gone = self.rng.random(self.rows) < missing
        return [None if skip else values[place] for place, skip in zip(places, gone, strict=True)]


def _values(kind: pl.DataType) -> tuple[Any, ...]:
    if isinstance(kind, pl.Boolean):
        return True, False
    if kind.is_integer():
        return 0, 0, 1, 3
    if kind.is_numeric():
        return 0.0, 0.5, 7.0
    if isinstance(kind, pl.Duration):
        return timedelta(0), timedelta(hours=5)
    return "a", "b", "c"
