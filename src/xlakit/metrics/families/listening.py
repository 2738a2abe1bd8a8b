"""Metrics of feedback itself: how soon, how often, who hears it, who answers it, what is praised."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import polars as pl

from xlakit.errors import MeasureError, message
from xlakit.metrics import define
from xlakit.metrics.combined import combine
from xlakit.metrics.entry import MetricEntry
from xlakit.metrics.families.satisfaction import RESOLVED
from xlakit.metrics.formula import Product
from xlakit.metrics.summaries import VALUE

if TYPE_CHECKING:
    from datetime import timedelta

    from xlakit.metrics.leaf import Leaf
    from xlakit.metrics.metric import Metric

SOURCE = "S-82"
NEWEST = 2**30
"""What the newest event weighs where older ones weigh less."""


def feedback_latency() -> Leaf:
    """Return the mean time from the resolution to the user's answer.

    Lower is better: feedback that comes while the issue is fresh. Left out: answers without an instant, answers
    from before the resolution, and answers to tickets without one.

    Returns
    -------
    Leaf
        Reads ``answers.answered_at``, ``answers.rated_at``, ``answers.first_resolved_at``. Unit: seconds, at least 0.

    References
    ----------
    Measurement framework S-82.

    Examples
    --------
    >>> feedback_latency().percentile("50%").name
    'feedback_latency(percentile=50%)'
    """
    late = pl.col("answered_at") - pl.col("rated_at")
    return define.mean(
        "feedback_latency",
        pl.when(pl.col("answered") & RESOLVED & (late >= pl.duration())).then(late.dt.total_seconds()),
        title="time from resolution to answer",
        unit="seconds",
        low=0,
        needs="surveys.answered_at; tickets.resolved_at, or status events",
        **_said("lower"),
    )


def feedback_cadence() -> Leaf:
    """Return how many answers a user of the service gives in a month.

    Higher is better: a running conversation instead of a yearly one. A user-month is a requester with a
    resolved ticket in a calendar month (UTC). Left out: tickets without a requester. Without surveys there is
    no value; users do not add up over parts.

    Returns
    -------
    Leaf
        Reads ``tickets.voice_answers``, ``tickets.requester``, ``tickets.first_resolved_at``. Unit: ratio, at
        least 0.

    References
    ----------
    Measurement framework S-82.

    Examples
    --------
    >>> feedback_cadence().additive, feedback_cadence().unit
    (False, 'ratio')
    """
    return define.summary(
        "feedback_cadence",
        pl.when(RESOLVED & pl.col("requester").is_not_null()).then(pl.col("voice_answers")),
        per_user_month,
        reads=("voice_answers", "requester", "first_resolved_at"),
        title="answers per user and month",
        unit="ratio",
        low=0,
        side="experience",
        direction="higher",
        basis="user_reported",
        personal=True,
        needs="surveys; tickets.requester; tickets.resolved_at, or status events",
        source=SOURCE,
    )


def loop_closure_rate() -> Leaf:
    """Return the share of answers that needed an answer and were answered back.

    Higher is better. An unhappy answer needs one. Left out: other answers, and desks that record no answering
    back at all.

    Returns
    -------
    Leaf
        Reads ``answers.unhappy``, ``answers.answered_back_at``. Unit: share, in [0, 1].

    References
    ----------
    Measurement framework S-82.

    Examples
    --------
    >>> loop_closure_rate().title
    'unhappy answers that were answered back'
    """
    needing = pl.col("answered") & pl.col("unhappy") & pl.col("voice_answering_recorded")
    return define.share(
        "loop_closure_rate",
        pl.when(needing).then(pl.col("answered_back_at").is_not_null()),
        title="unhappy answers that were answered back",
        needs="surveys.answered_back_at, and csat, happiness, nps or effort",
        **_said("higher"),
    )


def two_way_rate() -> Leaf:
    """Return the share of resolved tickets in which the agent wrote to the user and the user to the agent.

    Higher is better: a conversation, not an announcement. Public messages after the opening, up to the first
    resolution, count. Left out: unresolved tickets, and tickets of which messages are not known.

    Returns
    -------
    Leaf
        Reads ``tickets.agent_contacts``, ``tickets.customer_replies``. Unit: share, in [0, 1].

    References
    ----------
    Measurement framework S-82.

    Examples
    --------
    >>> two_way_rate().basis
    'observed'
    """
    return define.share(
        "two_way_rate",
        pl.when(RESOLVED).then((pl.col("agent_contacts") > 0) & (pl.col("customer_replies") > 0)),
        title="tickets with messages both ways",
        side="experience",
        direction="higher",
        needs="reply events; tickets.resolved_at, or status events",
        source=SOURCE,
    )


def feedback_seen_rate() -> Leaf:
    """Return the share of answers that the analyst they speak of has seen.

    Higher is better. Left out: desks that do not record at all who saw an answer.

    Returns
    -------
    Leaf
        Reads ``answers.answered``, ``answers.seen_by_agent_at``. Unit: share, in [0, 1].

    References
    ----------
    Measurement framework S-82: real-time feedback to the analyst.

    Examples
    --------
    >>> feedback_seen_rate().direction
    'higher'
    """
    return define.share(
        "feedback_seen_rate",
        pl.when(pl.col("answered") & pl.col("voice_seeing_recorded")).then(
            pl.col("seen_by_agent_at").is_not_null()
        ),
        title="answers seen by the analyst",
        needs="surveys.seen_by_agent_at",
        **_said("higher"),
    )


def recognition_rate() -> Metric:
    """Return the share of resolved tickets that earned praise.

    Higher is better. The silent did not praise. Left out: unresolved tickets. There is no value where nobody
    answered, and on desks that record no praise at all.

    Returns
    -------
    Metric
        Reads ``tickets.voice_praised``, ``tickets.first_resolved_at``. Unit: share, in [0, 1].

    References
    ----------
    Measurement framework S-78.

    Examples
    --------
    >>> recognition_rate().direction, recognition_rate().unit
    ('higher', 'share')
    """
    described = {"side": "experience", "direction": "higher", "needs": "surveys.praise", "source": "S-78"}
    # Praised of those who answered, times those who answered of all: so it rests on answers, as it should.
    praised = define.share(
        "praised_when_answered",
        pl.when(RESOLVED).then(pl.col("voice_praised")),
        title="answered tickets with praise",
        basis="user_reported",
        personal=True,
        **described,
    )
    answered = define.share(
        "tickets_that_could_praise",
        pl.when(RESOLVED & pl.col("voice_praise_recorded")).then(pl.col("voice_praised").is_not_null()),
        title="tickets with an answer",
        **described,
    )
    return combine(Product(), praised, answered, low=0, high=1).named(
        "recognition_rate",
        title="tickets that earned praise",
        kind="experience",
        basis="user_reported",
        needs="surveys.praise; tickets.resolved_at, or status events",
    )


def recognition_balance(*, half_life: timedelta | None = None) -> Leaf:
    """Return how many praises there are for each complaint.

    Higher is better. A complaint is an answer in the unhappy band. Left out: answers of desks that record no
    praise at all. Without a complaint there is no value.

    Parameters
    ----------
    half_life
        Let older praise and older complaints weigh less: half after this time. None (default) weighs all alike.
        Weighted parts of a desk do not add up to its figure.

    Returns
    -------
    Leaf
        Reads ``answers.praise``, ``answers.unhappy``. Unit: ratio, at least 0.

    Raises
    ------
    MeasureError
        `half_life` is no length of time above 0.

    References
    ----------
    Measurement framework S-77.

    Examples
    --------
    >>> from datetime import timedelta
    >>> recognition_balance(half_life=timedelta(days=30)).name
    'recognition_balance(half_life=30d)'
    """
    counted = pl.col("answered") & pl.col("voice_praise_recorded")
    praise = pl.when(counted).then(pl.col("praise").fill_null(value=False).cast(pl.Int64))
    complaint = pl.when(counted).then(pl.col("unhappy").fill_null(value=False).cast(pl.Int64))
    described = _said("higher", "S-77") | {
        "title": "praises for each complaint",
        "needs": "surveys.praise, and csat, happiness, nps or effort",
        "low": 0,
    }
    if half_life is None:
        return define.ratio("recognition_balance", praise, complaint, **described)
    written = define.text_of(half_life)
    if not half_life:
        raise MeasureError(
            message(
                "metric recognition_balance: half_life", "is a length of time above 0", got="0", hint="30d"
            )
        )
    return define.summary(
        "recognition_balance",
        praise,
        partial(faded, half_life=half_life),
        params={"half_life": written},
        reads=("answered", "praise", "unhappy", "voice_praise_recorded", "rated_at"),
        **described,
    )


def per_user_month(rows: pl.DataFrame) -> tuple[int, int, int]:
    """Return answers, distinct users by month, and the tickets they come from.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> at = [datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 9, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)]
    >>> per_user_month(pl.DataFrame({"_value": [1, 0, None], "requester": "ann", "first_resolved_at": at}))
    (1, 1, 2)
    """
    known = rows.filter(pl.col(VALUE).is_not_null())
    months = known.select("requester", pl.col("first_resolved_at").dt.truncate("1mo"))
    return int(known.get_column(VALUE).sum()), months.n_unique(), known.height


def faded(rows: pl.DataFrame, half_life: timedelta) -> tuple[int, int, int]:
    """Return praise and complaints, each weighed down by its age, and how many answers there are.

    Examples
    --------
    >>> from datetime import UTC, datetime, timedelta
    >>> at = [datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 3, tzinfo=UTC)]
    >>> rows = pl.DataFrame({"_value": [1, 0], "unhappy": [False, True], "rated_at": at})
    >>> praise, complaints, answers = faded(rows, timedelta(days=1))
    >>> praise / complaints, answers
    (0.25, 2)
    """
    known = rows.filter(pl.col(VALUE).is_not_null())
    if known.is_empty():
        return 0, 0, 0
    age = (pl.col("rated_at").max() - pl.col("rated_at")).dt.total_microseconds()
    half = half_life.total_seconds() * 1_000_000
    weight = ((-age / half * 0.6931471805599453).exp() * NEWEST).round(0).cast(pl.Int64)
    praise, complaints = known.select(
        (weight * pl.col(VALUE)).sum().alias("praise"),
        weight.filter(pl.col("unhappy").fill_null(value=False)).sum().alias("complaints"),
    ).row(0)
    return int(praise), int(complaints), known.height


def _said(direction: str, source: str = SOURCE) -> dict[str, Any]:
    return {"grain": "answers", "side": "experience", "direction": direction, "source": source}


ENTRIES = (
    MetricEntry("feedback_cadence", feedback_cadence),
    MetricEntry("feedback_latency", feedback_latency),
    MetricEntry("feedback_seen_rate", feedback_seen_rate),
    MetricEntry("loop_closure_rate", loop_closure_rate),
    MetricEntry("recognition_balance", recognition_balance, {"half_life": "duration"}),
    MetricEntry("recognition_rate", recognition_rate),
    MetricEntry("two_way_rate", two_way_rate),
)
