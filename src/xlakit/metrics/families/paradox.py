"""What a good first-contact figure hides: early closure, problems that come back, reopens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from xlakit.errors import MeasureError, message
from xlakit.metrics import define
from xlakit.metrics.entry import MetricEntry
from xlakit.metrics.families.evidence import either
from xlakit.metrics.families.observed import FCR_CHOICES, FOLLOW_UP, FcrDefinition, fcr

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import timedelta

    from xlakit.metrics.leaf import Leaf

COMPLEX = ("complex", "high")
"""Words that mark a complex ticket unless others are stated."""

ANY = "any"
AT_LEAST = 2
_RESOLVED = pl.col("first_resolved_at")


def premature_close_rate(
    *,
    complexity: Sequence[str] = COMPLEX,
    definition: FcrDefinition = "one_contact",
    follow_up: timedelta = FOLLOW_UP,
) -> Leaf:
    """Return the share of complex tickets claimed as resolved at first contact that were not.

    Lower is better. Closed too early: reopened, or the user answered that it was not solved. Left out: tickets
    that are not complex, not claimed, or of which one of these is unknown; tickets whose reopens are not tracked
    and whose user did not answer; tickets not yet watched for `follow_up` (counted as not mature).

    Parameters
    ----------
    complexity
        The values of ``tickets.complexity`` that mean complex, in any case of letters; ``("any",)`` takes every
        ticket.
    definition
        What counts as first contact resolution, as for `fcr`.
    follow_up
        How long after the first resolution a ticket is watched before it counts.

    Returns
    -------
    Leaf
        Reads ``tickets.complexity``, ``reopens``, ``denied`` and what `fcr` reads. Unit: share, in [0, 1].

    References
    ----------
    Measurement framework S-31.

    Examples
    --------
    >>> premature_close_rate().name, premature_close_rate(complexity=("hard",)).name
    ('premature_close_rate', 'premature_close_rate(complexity=hard)')
    """
    words = [complexity] if isinstance(complexity, str) else list(complexity)
    claimed = fcr(definition=definition).value
    level = pl.col("complexity").cast(pl.String).str.strip_chars().str.to_lowercase()
    counted = claimed if words == [ANY] else claimed & level.is_in([word.lower() for word in words])
    return define.share(
        "premature_close_rate",
        pl.when(counted).then(either(pl.col("reopens") > 0, pl.col("denied"))),
        params=define.defaults(
            complexity=("|".join(words), "|".join(COMPLEX)),
            definition=(definition, "one_contact"),
            follow_up=(define.text_of(follow_up), define.text_of(FOLLOW_UP)),
        ),
        title="complex tickets closed too early",
        side="combined",
        direction="lower",
        needs=f"tickets.complexity; {fcr(definition=definition).needs}; "
        "status events, tickets.reopen_count or surveys.solved",
        source="S-31",
        follow_up=follow_up,
        watched_from=_RESOLVED,
    )


def unlinked_repeat_share(*, at_least: int = AT_LEAST) -> Leaf:
    """Return the share of problems that came back, of which nobody opened a problem record.

    Lower is better. A problem that came back: `at_least` tickets of one requester on one matter, each opened
    within 7 days of the one before (see ``disconnect.ticket_multiplicity``). It belongs to the window in which its
    first ticket was opened. Left out: problems of fewer tickets; everything on a desk none of whose tickets
    names a problem, which cannot tell.

    Parameters
    ----------
    at_least
        How many tickets make it a repeat: 2 (default), 3 or more.

    Returns
    -------
    Leaf
        Reads ``tickets.cluster_first``, ``cluster_size``, ``cluster_linked``. Unit: share, in [0, 1].

    Raises
    ------
    MeasureError
        `at_least` is below 2.

    References
    ----------
    Measurement framework S-33.

    Examples
    --------
    >>> unlinked_repeat_share(at_least=3).name
    'unlinked_repeat_share(at_least=3)'
    """
    if at_least < AT_LEAST:
        raise MeasureError(
            message(
                "metric unlinked_repeat_share: at_least",
                "one ticket is no repeat",
                got=str(at_least),
                hint="2",
            )
        )
    repeated = pl.col("cluster_first") & (pl.col("cluster_size") >= at_least)
    return define.share(
        "unlinked_repeat_share",
        pl.when(repeated).then(~pl.col("cluster_linked")),
        params=define.defaults(at_least=(str(at_least), str(AT_LEAST))),
        title="repeated problems without a problem record",
        side="experience",
        direction="lower",
        at=pl.col("opened_at"),
        needs="tickets.requester, tickets.problem_id (and tickets.category)",
        source="S-33",
    )


def reopens_per_ticket(*, follow_up: timedelta = FOLLOW_UP) -> Leaf:
    """Return how often a resolved ticket was reopened, on average.

    Lower is better. A ticket that was reopened three times counts three times here, and once in `reopen_rate`.
    Left out: tickets not yet watched for `follow_up` since their first resolution (counted as not mature), and
    tickets of a desk that does not track reopens.

    Returns
    -------
    Leaf
        Reads ``tickets.reopens``. Unit: count, at least 0.

    References
    ----------
    Measurement framework S-08.

    Examples
    --------
    >>> reopens_per_ticket().unit
    'count'
    """
    return define.mean(
        "reopens_per_ticket",
        pl.when(_RESOLVED.is_not_null()).then(pl.col("reopens")),
        params=define.defaults(follow_up=(define.text_of(follow_up), define.text_of(FOLLOW_UP))),
        title="reopens per resolved ticket",
        side="experience",
        unit="count",
        direction="lower",
        needs="status events, or tickets.reopen_count",
        source="S-08",
        low=0,
        follow_up=follow_up,
        watched_from=_RESOLVED,
    )


ENTRIES = (
    MetricEntry(
        "premature_close_rate",
        premature_close_rate,
        {"complexity": "words", "definition": FCR_CHOICES, "follow_up": "duration"},
    ),
    MetricEntry("reopens_per_ticket", reopens_per_ticket, {"follow_up": "duration"}),
    MetricEntry("unlinked_repeat_share", unlinked_repeat_share, {"at_least": "whole"}),
)
