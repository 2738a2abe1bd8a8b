"""Metrics of telling users before they ask: maintenance, known issues, degradations, closing."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from xlakit.errors import MeasureError, message
from xlakit.metrics import define
from xlakit.metrics.entry import MetricEntry

if TYPE_CHECKING:
    from xlakit.metrics.leaf import Leaf

LEAD = timedelta(days=2)
ANSWER_WINDOW = timedelta(days=3)
BUCKETS = ("explicit", "elapsed", "either")


def maintenance_notice_coverage(*, lead: timedelta = LEAD) -> Leaf:
    """Return the share of users affected by a maintenance who were told early enough.

    Higher is better. Users notified, never more than affected, count where the notice was sent at least
    `lead` before the start, else nobody does. Left out: notices without a start or without one of both
    numbers, and reminders: the first notice of a service and start speaks for that maintenance.

    Parameters
    ----------
    lead
        How long before the start; exactly that long is early enough. Two days are our choice, not a norm.

    Returns
    -------
    Leaf
        Reads ``notices.lead_seconds``, ``notified``, ``affected``, ``reminder``. Unit: share, in [0, 1].

    References
    ----------
    Measurement framework S-57.

    Examples
    --------
    >>> maintenance_notice_coverage(lead=timedelta(days=7)).name
    'maintenance_notice_coverage(lead=7d)'
    """
    params = define.defaults(lead=(define.text_of(lead), define.text_of(LEAD)))
    affected = pl.col("affected")
    told = pl.when(pl.col("notified") < affected).then(pl.col("notified")).otherwise(affected)
    early = pl.col("lead_seconds") >= lead // timedelta(seconds=1)
    reached = pl.when(early).then(told).when(~early).then(0)
    return define.ratio(
        "maintenance_notice_coverage",
        pl.when(_first("maintenance") & pl.col("notified").is_not_null()).then(reached),
        affected,
        params=params,
        title="users told of maintenance early enough",
        side="experience",
        unit="share",
        direction="higher",
        low=0,
        high=1,
        grain="notices",
        needs="maintenance notices with starts_at, affected and notified",
        source="S-57",
    )


def notice_lead_time() -> Leaf:
    """Return the mean time by which notices of maintenance came before its start.

    Higher is better. A notice sent after the start counts with a negative time. Left out: notices without a
    start, and reminders.

    Returns
    -------
    Leaf
        Reads ``notices.lead_seconds``, ``kind``, ``reminder``. Unit: seconds.

    References
    ----------
    Measurement framework S-57.

    Examples
    --------
    >>> notice_lead_time().direction
    'higher'
    """
    return define.mean(
        "notice_lead_time",
        pl.when(_first("maintenance")).then(pl.col("lead_seconds")),
        unit="seconds",
        **_of_notices("lead time of maintenance notices", "maintenance notices with starts_at", "S-57"),
    )


def known_issue_alert_first() -> Leaf:
    """Return the share of known issues of which users were told before anyone reported them.

    Higher is better. The first report is the stated one or the first ticket of the notice's problem,
    whichever is earlier; at the same instant is not before. Left out: further notices of a problem, and those
    of which no report can be known: none stated, and no problem that tickets could name.

    Returns
    -------
    Leaf
        Reads ``notices.reported_at``, ``report_known``, ``sent_at``. Unit: share, in [0, 1].

    References
    ----------
    Measurement framework S-58.

    Examples
    --------
    >>> known_issue_alert_first().unit
    'share'
    """
    return _ahead("known_issue_alert_first", "known_issue", "known issues told before a report", "S-58")


def degradation_acknowledged_first() -> Leaf:
    """Return the share of degradations that were acknowledged before the first complaint.

    Higher is better. The first complaint is the stated one or the first ticket of the notice's problem,
    whichever is earlier; at the same instant is not before. Left out: further notices of a problem, and those
    of which no complaint can be known.

    Returns
    -------
    Leaf
        Reads ``notices.reported_at``, ``report_known``, ``sent_at``. Unit: share, in [0, 1].

    References
    ----------
    Measurement framework S-59.

    Examples
    --------
    >>> degradation_acknowledged_first().grain
    'notices'
    """
    title = "degradations acknowledged before a complaint"
    return _ahead("degradation_acknowledged_first", "degradation", title, "S-59")


def reports_before_alert() -> Leaf:
    """Return the mean number of tickets on a known issue that came before users were told of it.

    Lower is better. Left out: further notices of a problem, notices without a problem, and all of a desk whose
    tickets name none.

    Returns
    -------
    Leaf
        Reads ``notices.reports_before``, ``kind``, ``reminder``. Unit: count, at least 0.

    References
    ----------
    Measurement framework S-58.

    Examples
    --------
    >>> reports_before_alert().direction
    'lower'
    """
    described = _of_notices(
        "tickets on a known issue before the alert",
        "known issue notices with problem_id; tickets.problem_id",
        "S-58",
    )
    return define.mean(
        "reports_before_alert",
        pl.when(_first("known_issue") & (pl.col("reports_before") >= 0)).then(pl.col("reports_before")),
        unit="count",
        low=0,
        **{**described, "direction": "lower"},
    )


def closure_confirmation_rate(
    *, bucket: Literal["explicit", "elapsed", "either"] = "explicit", window: timedelta = ANSWER_WINDOW
) -> Leaf:
    """Return the share of closed tickets that were closed with the user's word, or after asking for it.

    Higher is better. Both ways are told apart, for silence is no consent; ``either`` joins them. Left out:
    tickets that are not closed, and all of a desk that records neither confirmations nor asking.

    Parameters
    ----------
    bucket
        ``explicit`` (default): a confirmed event up to the closing and since the last reopening. ``elapsed``:
        not that, but confirmation was asked for at least `window` before the closing. ``either`` of both.
    window
        How long the user must have had to answer. Three days are our choice, not a norm.

    Returns
    -------
    Leaf
        Reads ``tickets.closing_at``, ``closing_confirmed_at``, ``closing_asked_at``. Unit: share, in [0, 1].

    References
    ----------
    Measurement framework S-60.

    Examples
    --------
    >>> closure_confirmation_rate(bucket="elapsed", window=timedelta(days=5)).name
    'closure_confirmation_rate(bucket=elapsed, window=5d)'
    """
    if bucket not in BUCKETS:
        raise MeasureError(
            message(
                "closure_confirmation_rate: bucket",
                "is not one of its values",
                got=str(bucket),
                hint=", ".join(BUCKETS),
            )
        )
    closing = pl.col("closing_at")
    said = pl.col("closing_confirmed_at").is_not_null()
    waited = (closing - pl.col("closing_asked_at") >= window).fill_null(value=False)
    counted = {"explicit": said, "elapsed": ~said & waited, "either": said | waited}[bucket]
    return define.share(
        "closure_confirmation_rate",
        pl.when(closing.is_not_null() & pl.col("closing_recorded")).then(counted),
        params=define.defaults(
            bucket=(bucket, "explicit"), window=(define.text_of(window), define.text_of(ANSWER_WINDOW))
        ),
        title={
            "explicit": "closed tickets that the user confirmed",
            "elapsed": "closed tickets whose user was asked and did not answer",
            "either": "closed tickets that the user confirmed or let pass",
        }[bucket],
        side="experience",
        direction="higher",
        at=closing,
        needs="tickets.closed_at or status events; confirmed or asked events",
        source="S-60",
    )


def proactivity_ratio(*, unit: Literal["messages", "users"] = "messages") -> Leaf:
    """Return the share of touchpoints that the provider began: notices, among notices and opened tickets.

    Higher is better. Left out: in ``users`` notices without a number of users notified. No value on a desk
    without a table of notices.

    Parameters
    ----------
    unit
        ``messages`` (default): a notice counts once, however many users it went to, so mass mail buys
        nothing. ``users``: it counts once for each user notified.

    Returns
    -------
    Leaf
        Reads ``touchpoints.proactive``, ``users``. Unit: share, in [0, 1].

    References
    ----------
    Measurement framework S-61.

    Examples
    --------
    >>> proactivity_ratio(unit="users").name
    'proactivity_ratio(unit=users)'
    """
    if unit not in {"messages", "users"}:
        raise MeasureError(message("proactivity_ratio: unit", "is not one of messages, users", got=str(unit)))
    many = pl.col("users") if unit == "users" else pl.lit(1, pl.Int64)
    told: dict[str, Any] = {
        "params": define.defaults(unit=(unit, "messages")),
        "title": "touchpoints that the provider began",
        "side": "combined",
        "direction": "higher",
        "grain": "touchpoints",
        "at": pl.col("at"),
        "needs": "notices" + (" with notified" if unit == "users" else ""),
        "source": "S-61",
    }
    if unit == "messages":
        return define.share("proactivity_ratio", pl.col("proactive"), **told)
    began = pl.when(pl.col("proactive")).then(many).when(~pl.col("proactive")).then(0)
    known = pl.when(many >= 0).then(many)
    return define.ratio("proactivity_ratio", began, known, unit="share", low=0, high=1, **told)


def _first(kind: str) -> pl.Expr:
    """Whether the row is the first notice of its matter, and of that kind."""
    return (pl.col("kind") == kind) & ~pl.col("reminder")


def _ahead(name: str, kind: str, title: str, source: str) -> Leaf:
    reported = pl.col("reported_at")
    ahead = (pl.col("sent_at") < reported) | reported.is_null()
    return define.share(
        name,
        pl.when(_first(kind) & pl.col("report_known")).then(ahead),
        **_of_notices(title, f"{kind} notices with first_report_at, or problem_id in tickets too", source),
    )


def _of_notices(title: str, needs: str, source: str) -> dict[str, Any]:
    return {
        "title": title,
        "side": "experience",
        "direction": "higher",
        "grain": "notices",
        "needs": needs,
        "source": source,
    }


ENTRIES = (
    MetricEntry(
        "closure_confirmation_rate",
        closure_confirmation_rate,
        {"bucket": f"choice:{'|'.join(BUCKETS)}", "window": "duration"},
    ),
    MetricEntry("degradation_acknowledged_first", degradation_acknowledged_first),
    MetricEntry("known_issue_alert_first", known_issue_alert_first),
    MetricEntry("maintenance_notice_coverage", maintenance_notice_coverage, {"lead": "duration"}),
    MetricEntry("notice_lead_time", notice_lead_time),
    MetricEntry("proactivity_ratio", proactivity_ratio, {"unit": "choice:messages|users"}),
    MetricEntry("reports_before_alert", reports_before_alert),
)
