"""Metrics of whether it was really solved: what users say, and what came after."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import polars as pl

from xlakit.errors import MeasureError, message
from xlakit.metrics import define
from xlakit.metrics.arithmetic import rest_of
from xlakit.metrics.combined import combine
from xlakit.metrics.entry import MetricEntry
from xlakit.metrics.families.observed import FOLLOW_UP, reopen_rate, verified_fcr
from xlakit.metrics.joining import Capped, Index

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import timedelta

    from xlakit.metrics.families.observed import FcrDefinition
    from xlakit.metrics.leaf import Leaf
    from xlakit.metrics.metric import Metric

    Weight = Decimal | Fraction | int

HALF, MILLION = Decimal("0.5"), 1_000_000
MILLIONTH = Decimal("1e-6")
RESOLVED = pl.col("first_resolved_at")
SOLVED = pl.col("solved")
WEIGHTS = ("reopen", "repeat", "completeness", "verified_fcr")


def completeness(*, strict: bool | str = False) -> Leaf:
    """Return how completely issues were solved, as users say: yes counts 1, partly ½, no 0.

    Higher is better. Left out: invitations without an answer to this question.

    Parameters
    ----------
    strict
        Count yes alone; partly then counts 0.

    Returns
    -------
    Leaf
        Reads ``answers.solved``. Unit: share, in [0, 1].

    References
    ----------
    Measurement framework S-13.

    Examples
    --------
    >>> completeness().name, completeness(strict=True).name
    ('completeness', 'completeness(strict=true)')
    """
    described = {
        "title": "issues solved, as users say",
        "side": "experience",
        "direction": "higher",
        "grain": "answers",
        "needs": "surveys.solved",
        "source": "S-13",
    }
    if str(strict).lower() == "true":
        return define.share("completeness", SOLVED == "yes", params={"strict": "true"}, **described)
    halves = SOLVED.replace_strict({"yes": 2, "partly": 1, "no": 0}, default=None, return_dtype=pl.Int64)
    return define.mean("completeness", halves, quantum=HALF, unit="share", low=0, high=1, **described)


def false_closure_rate() -> Leaf:
    """Return the share of closed tickets whose user says that it was not solved.

    Lower is better. Closed is resolved or closed; any "no" to "was it solved?" counts. Left out: tickets of
    which no user answered this question.

    Returns
    -------
    Leaf
        Reads ``tickets.denied``, ``tickets.first_resolved_at``, ``tickets.closed_at``. Unit: share, in [0, 1].

    References
    ----------
    Measurement framework S-84.

    Examples
    --------
    >>> false_closure_rate().direction, false_closure_rate().from_answers
    ('lower', True)
    """
    closed = pl.coalesce(RESOLVED, pl.col("closed_at"))
    return define.share(
        "false_closure_rate",
        pl.when(closed.is_not_null()).then(pl.col("denied")),
        at=closed,
        title="closed, and not solved as the user says",
        side="experience",
        direction="lower",
        basis="user_reported",
        personal=True,
        needs="surveys.solved; tickets.resolved_at, tickets.closed_at or status events",
        source="S-84",
    )


def suppressed_recurrence() -> Leaf:
    """Return the share of users who say that the issue came back and that they did not report it.

    Lower is better. Such tickets look solved at first contact and are not. Left out: invitations without an
    answer to this question.

    Returns
    -------
    Leaf
        Reads ``answers.recurred_unreported``. Unit: share, in [0, 1].

    References
    ----------
    Measurement framework S-32.

    Examples
    --------
    >>> suppressed_recurrence().basis
    'user_reported'
    """
    return define.share(
        "suppressed_recurrence",
        pl.col("recurred_unreported"),
        title="issues that came back unreported",
        side="experience",
        direction="lower",
        grain="answers",
        needs="surveys.recurred_unreported",
        source="S-32",
    )


def excess_repeat_rate(*, follow_up: timedelta = FOLLOW_UP) -> Leaf:
    """Return the share of repeat contacts beyond those that would have come anyway.

    Lower is better; below 0 fewer came back than by chance. From each ticket's repeat (1 or 0) the chance of
    a coincidence is taken, by the requester's own rate of other tickets: a rate pooled over all requesters
    would accuse those who always ask a lot. Left out: tickets without a requester, those of which that rate is
    not known, and those not yet watched for `follow_up` (counted as not mature).

    Returns
    -------
    Leaf
        Reads ``tickets.next_contact_at``, ``tickets.background_per_day``. Unit: share, in [-1, 1].

    References
    ----------
    ``1 - exp(-λ w)`` for each ticket: contracts reference, finding 11 and 3.4.

    Examples
    --------
    >>> excess_repeat_rate().low, excess_repeat_rate().follow_up.days
    (-1, 7)
    """
    params = define.defaults(follow_up=(define.text_of(follow_up), define.text_of(FOLLOW_UP)))
    came_back = (pl.col("next_contact_at") - RESOLVED <= follow_up).fill_null(value=False)
    days = follow_up.total_seconds() / 86_400
    chance = 1 - (pl.col("background_per_day") * -days).exp()
    by_chance = (chance * MILLION).round(0).cast(pl.Int64)
    return define.mean(
        "excess_repeat_rate",
        pl.when(RESOLVED.is_not_null() & pl.col("contact_known")).then(
            came_back.cast(pl.Int64) * MILLION - by_chance
        ),
        params=params,
        title="repeat contacts beyond chance",
        side="experience",
        direction="lower",
        unit="share",
        quantum=MILLIONTH,
        low=-1,
        high=1,
        follow_up=follow_up,
        watched_from=RESOLVED,
        needs="tickets.requester (and tickets.category)",
        source="S-09",
    )


def resolution_quality(
    *,
    follow_up: timedelta = FOLLOW_UP,
    definition: FcrDefinition = "one_contact",
    reopen: Weight = 1,
    repeat: Weight = 1,
    completeness: Weight = 1,
    verified_fcr: Weight = 1,
) -> Metric:
    """Return the resolution quality score: how well what was resolved stayed resolved, from 0 to 100.

    Higher is better. 100 times the weighted mean of 1 - reopen rate, 1 - repeat contacts beyond the
    requester's own background (at most 1), completeness as users say, and verified first contact resolution.
    Weights are renormalised over the parts that can be measured; ``method`` of the result names the others.
    Left out: what the parts leave out. With none of them there is no value.

    Parameters
    ----------
    follow_up, definition
        As in the parts.
    reopen, repeat, completeness, verified_fcr
        The weights; 0 leaves a part out.

    Returns
    -------
    Metric
        Reads what its parts read. Unit: points, in [0, 100].

    Raises
    ------
    MeasureError
        A weight is negative, or all are 0.

    References
    ----------
    Measurement framework S-12.

    Examples
    --------
    >>> resolution_quality().name, resolution_quality().high
    ('resolution_quality', 100)
    >>> resolution_quality(verified_fcr=0, reopen=2).name
    'resolution_quality(reopen=2, verified_fcr=0)'
    """
    given = dict(zip(WEIGHTS, (reopen, repeat, completeness, verified_fcr), strict=True))
    weights = {name: Fraction(weight) for name, weight in given.items()}
    if min(weights.values()) < 0 or not any(weights.values()):
        got = ", ".join(f"{name}={weight}" for name, weight in weights.items())
        raise MeasureError(
            message("metric resolution_quality", "needs weights of 0 or more, one above 0", got=got)
        )
    parts = _parts(follow_up, definition)
    kept = [name for name in WEIGHTS if weights[name]]
    return combine(Index(tuple(weights[name] for name in kept)), *(parts[name] for name in kept)).named(
        "resolution_quality",
        params=define.defaults(
            follow_up=(define.text_of(follow_up), define.text_of(FOLLOW_UP)),
            definition=(definition, "one_contact"),
            **{name: (str(weight), "1") for name, weight in given.items()},
        ),
        title="resolution quality",
        kind="experience",
        unit="points",
        direction="higher",
        low=0,
        high=100,
        needs="status events or tickets.reopen_count; tickets.requester; surveys.solved; reply events",
        source="S-12",
    )


def _parts(follow_up: timedelta, definition: FcrDefinition) -> Mapping[str, Metric]:
    return {
        "reopen": rest_of(1, reopen_rate(follow_up=follow_up)),
        "repeat": combine(Capped(), rest_of(1, excess_repeat_rate(follow_up=follow_up)), low=0, high=1),
        "completeness": completeness(),
        "verified_fcr": verified_fcr(definition=definition, follow_up=follow_up),
    }


ENTRIES = (
    MetricEntry("completeness", completeness, {"strict": "choice:true|false"}),
    MetricEntry("excess_repeat_rate", excess_repeat_rate, {"follow_up": "duration"}),
    MetricEntry("false_closure_rate", false_closure_rate),
    MetricEntry(
        "resolution_quality",
        resolution_quality,
        {
            "follow_up": "duration",
            "definition": "choice:one_contact|no_reassignment|flag",
            **dict.fromkeys(WEIGHTS, "number"),
        },
    ),
    MetricEntry("suppressed_recurrence", suppressed_recurrence),
)
