"""Metrics of the self-service: whether it solved something, and whether users wanted it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from xlakit.errors import MeasureError, message
from xlakit.metrics import define
from xlakit.metrics.entry import MetricEntry

if TYPE_CHECKING:
    from xlakit.metrics.leaf import Leaf

Match = Literal["requester", "topic"]
WINDOW = timedelta(hours=24)
FOLLOWED = {
    "requester": ("ticket_opened_at", "ticket_known"),
    "topic": ("topic_ticket_opened_at", "topic_ticket_known"),
}
"""How a ticket is matched → the columns of when it came, and of whether it would be known."""


def deflection_rate(*, window: timedelta = WINDOW, match: Match = "requester") -> Leaf:
    """Return the share of self-service sessions that no ticket followed.

    Higher is better, but silence is no success: read it beside `verified_deflection`. A ticket follows when
    the same requester opens one within `window` after the start of the session, or when the session names
    one. Left out: sessions not yet watched for `window` (counted as not mature), and sessions of which a
    ticket would not be known, because neither their requester nor tickets of sessions are recorded.

    Parameters
    ----------
    window
        How long after the start a ticket still counts against the session; exactly that long counts.
    match
        ``requester`` (default): any ticket of the requester. ``topic``: only one whose category is the
        session's topic.

    Returns
    -------
    Leaf
        Reads ``sessions.ticket_opened_at``, ``ticket_known``. Unit: share, in [0, 1].

    References
    ----------
    Measurement framework S-36.

    Examples
    --------
    >>> deflection_rate(window=timedelta(hours=48)).name, deflection_rate().direction
    ('deflection_rate(window=2d)', 'higher')
    """
    return _share(
        "deflection_rate",
        ~followed_by_ticket(window, match),
        window=window,
        match=match,
        title="self-service sessions without a ticket (deflection)",
        side="efficiency",
        direction="higher",
        needs=needs_of(match),
        source="S-36",
    )


def verified_deflection(*, window: timedelta = WINDOW, match: Match = "requester") -> Leaf:
    """Return the share of self-service sessions that the user confirmed as helpful and that no ticket followed.

    Higher is better. Left out: sessions not yet watched for `window` (counted as not mature), those of which
    a ticket would not be known, and all of a desk that does not ask whether it helped. A session without an
    answer is no confirmation: it counts below the line alone.

    Returns
    -------
    Leaf
        Reads ``sessions.confirmed``, ``ticket_opened_at``. Unit: share, in [0, 1].

    References
    ----------
    Measurement framework S-37.

    Examples
    --------
    >>> verified_deflection(match="topic").name
    'verified_deflection(match=topic)'
    """
    helped, followed = pl.col("confirmed"), followed_by_ticket(window, match)
    return _share(
        "verified_deflection",
        pl.when(helped.is_not_null() & followed.is_not_null()).then(helped & ~followed),
        window=window,
        match=match,
        title="self-service sessions that helped and needed no ticket",
        side="experience",
        direction="higher",
        needs=f"{needs_of(match)}; sessions.helpful",
        source="S-37",
    )


def self_service_failure(*, window: timedelta = WINDOW, match: Match = "requester") -> Leaf:
    """Return the share of self-service sessions that a ticket followed.

    Lower is better. It is ``1 - deflection_rate`` of the same sessions. Left out: as for `deflection_rate`.

    Returns
    -------
    Leaf
        Reads ``sessions.ticket_opened_at``, ``ticket_known``. Unit: share, in [0, 1].

    References
    ----------
    Measurement framework S-39.

    Examples
    --------
    >>> self_service_failure().direction
    'lower'
    """
    return _share(
        "self_service_failure",
        followed_by_ticket(window, match),
        window=window,
        match=match,
        title="self-service sessions that ended in a ticket",
        side="experience",
        direction="lower",
        needs=needs_of(match),
        source="S-39",
    )


def silent_abandonment(*, window: timedelta = WINDOW, match: Match = "requester") -> Leaf:
    """Return the share of ended self-service sessions without a word: no confirmation, no refusal, no ticket.

    Lower is better: nobody knows whether they were a success, so they are not counted as one. Left out:
    sessions that are not over, those not yet watched for `window` (counted as not mature), those of which a
    ticket would not be known, and all of a desk that does not ask whether it helped. A session without a
    recorded end is over a day after its start.

    Returns
    -------
    Leaf
        Reads ``sessions.over``, ``helpful``, ``confirmed``, ``ticket_opened_at``. Unit: share, in [0, 1].

    References
    ----------
    Measurement framework S-39.

    Examples
    --------
    >>> silent_abandonment().title
    'self-service sessions that ended in silence'
    """
    followed = followed_by_ticket(window, match)
    known = pl.col("over") & pl.col("confirmed").is_not_null() & followed.is_not_null()
    return _share(
        "silent_abandonment",
        pl.when(known).then(pl.col("helpful").is_null() & ~followed),
        window=window,
        match=match,
        title="self-service sessions that ended in silence",
        side="experience",
        direction="lower",
        needs=f"{needs_of(match)}; sessions.helpful",
        source="S-39",
    )


def self_service_preference() -> Leaf:
    """Return the share of sessions in which the user stayed with the self-service although a human was offered.

    Higher is better. Left out: sessions in which no human was offered, those that are not over and in which
    none was asked for, and all of a desk that does not record who asked.

    Returns
    -------
    Leaf
        Reads ``sessions.human_offered``, ``human_asked``. Unit: share, in [0, 1].

    References
    ----------
    Measurement framework S-40.

    Examples
    --------
    >>> self_service_preference().name
    'self_service_preference'
    """
    return define.share(
        "self_service_preference",
        pl.when(pl.col("human_offered")).then(~pl.col("human_asked")),
        title="self-service chosen where a human was offered",
        side="experience",
        direction="higher",
        grain="sessions",
        needs="sessions with human_offered and human_asked_at",
        source="S-40",
    )


def followed_by_ticket(window: timedelta, match: Match) -> pl.Expr:
    """Return whether a ticket came within the window; null where it would not be known.

    Raises
    ------
    MeasureError
        `match` is no way to match a ticket.
    """
    if match not in FOLLOWED:
        raise MeasureError(
            message(
                "self-service: match", "is not one of its values", got=str(match), hint=", ".join(FOLLOWED)
            )
        )
    opened, known = FOLLOWED[match]
    came = (pl.col(opened) - pl.col("started_at") <= window).fill_null(value=False)
    return pl.when(pl.col(known)).then(came)


def needs_of(match: Match) -> str:
    """Return what a desk must hold so that tickets after sessions are known, in words."""
    subject = "" if match == "requester" else "; sessions.topic in the words of tickets.category"
    return f"sessions with ticket_id, or with the requester of tickets{subject}"


def params_of(window: timedelta, match: Match) -> dict[str, str]:
    """Return the parameters that differ from their defaults."""
    return define.defaults(
        window=(define.text_of(window), define.text_of(WINDOW)), match=(match, "requester")
    )


def _share(name: str, value: pl.Expr, *, window: timedelta, match: Match, **described: Any) -> Leaf:  # noqa: ANN401 - as define.share
    return define.share(
        name,
        value,
        params=params_of(window, match),
        grain="sessions",
        follow_up=window,
        watched_from=pl.col("started_at"),
        **described,
    )


FOLLOW = {"window": "duration", "match": "choice:requester|topic"}
ENTRIES = (
    MetricEntry("deflection_rate", deflection_rate, FOLLOW),
    MetricEntry("self_service_failure", self_service_failure, FOLLOW),
    MetricEntry("self_service_preference", self_service_preference),
    MetricEntry("silent_abandonment", silent_abandonment, FOLLOW),
    MetricEntry("verified_deflection", verified_deflection, FOLLOW),
)
