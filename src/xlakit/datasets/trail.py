"""The event log of the synthetic tickets."""

from __future__ import annotations

import polars as pl

AUTOMATIC = "We have received your request."
FIRST = "I am looking into it."
SOLUTION = "This should work again now."
QUESTION = "Could you tell us what you see on the screen?"
ANSWER = "Here is what I see."
SORRY = "I am sorry, I will look at it again."
BACK = "It does not work yet."
MOMENT = pl.duration(seconds=20)
"""After the opening, automatic rules route the ticket and acknowledge it."""
OPENING, ROUTE, MOVE, HOLD, RESUME, REPLY, STATUS, REOPEN, SETTLE = range(9)
"""The order of events that happen in the same instant."""


def events(tickets: pl.DataFrame, until: int) -> pl.DataFrame:
    """Return what happened to `tickets` up to `until`, in the order of time; ``seq`` orders equal instants.

    `tickets` holds, beside the canonical columns, the instants that no ticket column has room for.
    """
    rows = pl.concat([*_opening(tickets), *_handling(tickets), *_pauses(tickets), *_endings(tickets)])
    ordered = rows.filter(pl.col("at").dt.epoch("us") <= until).sort(
        "at", "ticket_id", "rank", "kind", maintain_order=True
    )
    return ordered.drop("rank").with_columns(seq=pl.int_range(1, pl.len() + 1, dtype=pl.Int64))


def _row(
    tickets: pl.DataFrame,
    at: str | pl.Expr,
    kind: str,
    rank: int,
    *,
    by: str = "agent",
    value: str | pl.Expr | None = None,
    text: str | None = None,
) -> pl.DataFrame:
    """Return one event for each of `tickets`; `by` names the role, whose column says who acted."""
    actor = pl.col(by) if by in {"agent", "requester"} else pl.lit(by)
    said = pl.lit(value, pl.String) if value is None or isinstance(value, str) else value
    return tickets.select(
        "ticket_id",
        at=pl.col(at) if isinstance(at, str) else at,
        kind=pl.lit(kind),
        value=said,
        actor=actor,
        role=pl.lit(by),
        public=pl.lit(value=True if kind == "reply" else False if kind == "note" else None, dtype=pl.Boolean),
        text=pl.lit(text, pl.String),
        rank=pl.lit(rank, pl.Int8),
    )


def _opening(tickets: pl.DataFrame) -> list[pl.DataFrame]:
    called = pl.col("channel") == "phone"
    routed = pl.when(pl.col("bounces") >= 1).then("wrong_team").otherwise("team")
    moved = pl.when(pl.col("bounces") > 1).then("second_team").otherwise("team")
    return [
        _row(tickets.filter(called), "opened_at", "opened", OPENING),
        _row(tickets.filter(~called), "opened_at", "opened", OPENING, by="requester"),
        _row(tickets, pl.col("opened_at") + MOMENT, "assigned", ROUTE, by="system", value=routed),
        _row(
            tickets.filter(pl.col("channel") == "email"),
            pl.col("opened_at") + MOMENT,
            "reply",
            ROUTE,
            by="bot",
            text=AUTOMATIC,
        ),
        _row(tickets, "moved_at", "assigned", MOVE, value=moved),
        _row(tickets, "moved_again_at", "assigned", MOVE, value=pl.col("team")),
    ]


def _handling(tickets: pl.DataFrame) -> list[pl.DataFrame]:
    later = tickets.filter(~pl.col("at_once"))
    promised = later.filter(pl.col("promised_at").is_not_null())
    return [
        _row(later, "first_response_at", "status", STATUS, value="open"),
        _row(later, "first_response_at", "reply", REPLY, text=FIRST),
        _row(
            promised,
            "first_response_at",
            "promised",
            SETTLE,
            value=pl.col("promised_at").dt.strftime("%Y-%m-%dT%H:%M:%SZ"),
        ),
        _row(later.filter(pl.col("noted")), "first_response_at", "note", SETTLE),
        _row(later.filter(pl.col("escalated")), "first_response_at", "escalated", SETTLE, value="L2"),
        _row(tickets, "first_resolved_at", "reply", REPLY, text=SOLUTION),
        _row(tickets, "first_resolved_at", "status", STATUS, value="resolved"),
        _row(
            tickets.filter(pl.col("article_id").is_not_null()),
            "first_resolved_at",
            "article",
            HOLD,
            value=pl.col("article_id"),
        ),
        _row(
            tickets.filter(pl.col("problem_id").is_not_null()),
            "first_resolved_at",
            "root_cause",
            HOLD,
            value=pl.col("problem_id"),
        ),
    ]


def _pauses(tickets: pl.DataFrame) -> list[pl.DataFrame]:
    paused = tickets.filter(pl.col("paused_at").is_not_null())
    asked, held = paused.filter(~pl.col("on_hold")), paused.filter(pl.col("on_hold"))
    return [
        _row(asked, "paused_at", "reply", HOLD, text=QUESTION),
        _row(asked, "paused_at", "asked", HOLD),
        _row(asked, "paused_at", "status", RESUME, value="pending"),
        _row(asked, "resumed_at", "reply", HOLD, by="requester", text=ANSWER),
        _row(asked, "resumed_at", "status", RESUME, by="system", value="open"),
        _row(held, "paused_at", "status", RESUME, value="on-hold"),
        _row(held, "resumed_at", "status", RESUME, by="system", value="open"),
    ]


def _endings(tickets: pl.DataFrame) -> list[pl.DataFrame]:
    back = tickets.filter(pl.col("reopened_at").is_not_null())
    confirmed = pl.col("confirmed")
    return [
        _row(back, "reopened_at", "reply", HOLD, by="requester", text=BACK),
        _row(back, "reopened_at", "status", REOPEN, by="requester", value="open"),
        _row(back, "replied_again_at", "reply", REPLY, text=SORRY),
        _row(back, "resolved_at", "reply", REPLY, text=SOLUTION),
        _row(back, "resolved_at", "status", STATUS, value="resolved"),
        _row(tickets.filter(confirmed), "closed_at", "confirmed", HOLD, by="requester"),
        _row(tickets.filter(confirmed), "closed_at", "status", SETTLE, by="requester", value="closed"),
        _row(tickets.filter(~confirmed), "closed_at", "status", SETTLE, by="system", value="closed"),
        _row(tickets, "dropped_at", "status", SETTLE, value="cancelled"),
    ]
