"""From arrays to frames: the tickets in words, and the canonical columns in their order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from xlakit.datasets import service
from xlakit.datasets.extract import DAY
from xlakit.datasets.work import INSTANTS, NEVER
from xlakit.tables.schema import DTYPES, schema_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlakit.datasets.work import Columns

UTC_TIME = pl.Datetime("us", "UTC")
CUSTOMER = "contoso"
MODELS = {"Service Desk": "generalized_l1", "Field East": "dedicated", "Field West": "dedicated"}
COMPLEXITIES = ("simple", "moderate", "complex")
CENTS_A_MINUTE = 92
CLOSES_AFTER = 3 * DAY


def drafted(tickets: Columns, until: int, draw: np.random.Generator) -> pl.DataFrame:
    """Return the canonical ticket columns as of `until` and, beside them, what events and surveys are made of."""
    count = len(tickets["opened"])
    numbers = pl.DataFrame({**tickets, **_details(tickets, draw)}).with_columns(
        pl.when(pl.col(name) != NEVER).then(name) for name in INSTANTS
    )
    closing = pl.col("resolved_at") + pl.when("confirmed").then("closing").otherwise(CLOSES_AFTER)
    closed = pl.when(closing <= until).then(closing)
    solved = pl.col("first_resolved_at").is_not_null()
    category = [
        (line.name, line.service, "request" if line.request else "incident") for line in service.CATEGORIES
    ]
    names, services, kinds = zip(*category, strict=True)
    return numbers.select(
        ticket_id=_id("INC", pl.int_range(1, count + 1), 7),
        opened_at=pl.col("opened").cast(UTC_TIME),
        resolved_at=pl.col("resolved_at").cast(UTC_TIME),
        closed_at=closed.cast(UTC_TIME),
        first_response_at=pl.col("replied_at").cast(UTC_TIME),
        requester=_id("user-", pl.col("requester") + 1, 5),
        priority=_word("priority", service.PRIORITIES),
        status=_status(closed),
        kind=_word("category", kinds),
        category=_word("category", names),
        service=_word("category", services),
        channel=_word("channel", service.CHANNELS),
        team=_word("team", service.TEAMS),
        agent=_id("agent-", (pl.col("team") + 1) * 100 + pl.col("place") + 1, 3),
        customer=pl.lit(CUSTOMER),
        site=_word("site", service.SITES),
        support_model=_word("team", [MODELS.get(team, "specialized") for team in service.TEAMS]),
        complexity=_word("complexity", COMPLEXITIES),
        handle_minutes=pl.when(solved).then("minutes"),
        cost=pl.when(solved).then(
            (pl.col("minutes") * CENTS_A_MINUTE).cast(pl.Int64).cast(DTYPES["money"]) / 100
        ),
        promised_at=pl.when(pl.col("replied_at").is_not_null() & pl.col("promises"))
        .then("promised")
        .cast(UTC_TIME),
        problem_id=pl.when(solved & pl.col("traced")).then(_id("PRB", pl.col("problem"), 5)),
        article_id=pl.when(solved & pl.col("linked")).then(
            _id("KB", pl.col("category") * 4 + pl.col("article") + 1, 4)
        ),
        reopen_count=pl.col("reopened_at").is_not_null().cast(pl.Int64),
        reassignment_count=pl.col("bounces").cast(pl.Int64),
        resolved_first_contact=pl.when(solved).then("at_once"),
        merged_into=pl.when(pl.col("into") >= 0).then(_id("INC", pl.col("into") + 1, 7)),
        **{
            name: pl.col(name).cast(UTC_TIME)
            for name in INSTANTS
            if name not in {"replied_at", "resolved_at"}
        },
        **{
            name: pl.col(name)
            for name in ("at_once", "on_hold", "bounces", "confirmed", "noted", "escalated")
        },
        **{name: pl.col(name) for name in ("mood", "used")},
        wrong_team=_word("wrong", service.TEAMS),
        second_team=_word("second", service.TEAMS),
    )


def canonical(frame: pl.DataFrame, table: str) -> pl.DataFrame:
    """Return the canonical columns of `table` that `frame` has, in their order and their types."""
    return frame.select(
        pl.col(column.name).cast(DTYPES[column.kind])
        for column in schema_of(table)
        if column.name in frame.columns
    )


def _details(tickets: Columns, draw: np.random.Generator) -> dict[str, np.ndarray]:
    """Return what decorates a ticket and decides nothing."""
    count, team = len(tickets["opened"]), tickets["team"]
    agents = 4 + count // 5_000
    effort = np.exp(0.6 * draw.normal(size=count)) * (1 + 0.5 * tickets["bounces"])
    solved = tickets["resolved_at"] != NEVER
    length = np.where(solved, tickets["resolved_at"], 0) - np.where(solved, tickets["replied_at"], -DAY)
    # Whoever keeps promises has content users: the time promised is the longer, the better the mood will be.
    generous = 0.5 * np.clip(tickets["mood"], -1, 2)
    shifted = length * np.exp(0.5 * draw.normal(size=count) + generous)
    others = len(service.TEAMS) - 1
    step = draw.integers(0, others, count)
    next_step = (step + draw.integers(1, others, count)) % others
    content = tickets["mood"] > 0
    return {
        "place": draw.integers(0, agents, count),
        "minutes": np.rint(np.clip(14 * effort * np.where(tickets["at_once"], 0.6, 1.3), 1, 600)),
        "complexity": np.searchsorted((0.7, 1.6), effort),
        "closing": draw.integers(600, 20 * 3_600, count) * 1_000_000,
        "confirmed": content & service.happens(0.35, count, draw),
        "promises": ~tickets["at_once"] & service.happens(0.12, count, draw),
        "promised": tickets["replied_at"]
        + (np.rint(shifted / 60_000_000).astype(np.int64) + 30) * 60_000_000,
        "traced": service.happens(0.03, count, draw),
        "problem": draw.integers(1, 3 + count // 200, count),
        "linked": service.happens(0.25, count, draw),
        "article": draw.integers(0, 4, count),
        "noted": service.happens(0.3, count, draw),
        "escalated": ~tickets["at_once"] & service.happens(0.04, count, draw),
        "wrong": (team + 1 + step) % len(service.TEAMS),
        "second": (team + 1 + next_step) % len(service.TEAMS),
    }


def _status(closed: pl.Expr) -> pl.Expr:
    """Return the canonical status that the instants of a ticket add up to."""
    waits = pl.col("paused_at").is_not_null() & pl.col("resumed_at").is_null()
    return (
        pl.when(pl.col("dropped_at").is_not_null())
        .then(pl.lit("cancelled"))
        .when(closed.is_not_null())
        .then(pl.lit("closed"))
        .when(pl.col("resolved_at").is_not_null())
        .then(pl.lit("resolved"))
        .when(waits)
        .then(pl.when("on_hold").then(pl.lit("on-hold")).otherwise(pl.lit("pending")))
        .when(pl.col("replied_at").is_not_null())
        .then(pl.lit("open"))
        .otherwise(pl.lit("new"))
    )


def _word(column: str, words: Sequence[str]) -> pl.Expr:
    return pl.lit(pl.Series(words, dtype=pl.String)).gather(pl.col(column))


def _id(prefix: str, number: pl.Expr, width: int) -> pl.Expr:
    return pl.lit(prefix) + number.cast(pl.String).str.zfill(width)
