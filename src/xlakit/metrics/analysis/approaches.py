"""What each way to resolve a ticket was expected to lead to, and what it led to."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl

from xlakit.facts import build_facts
from xlakit.facts.families.aftermath import LATER, LATEST
from xlakit.facts.families.approach import EXPECTED_OF_APPROACH, WATCHED, Approach
from xlakit.metrics import define
from xlakit.metrics.analysis.beside import beside, columns_of
from xlakit.metrics.catalogue import build
from xlakit.metrics.families.work_volume import throughput
from xlakit.metrics.leaf import Leaf
from xlakit.metrics.measure import measure
from xlakit.metrics.summaries import VALUE
from xlakit.model import MetricRef, SurveyTerms

if TYPE_CHECKING:
    from datetime import datetime

    from xlakit.model import Agreement
    from xlakit.tables import Desk

ORDER = (
    Approach.QUICK_FIX,
    Approach.THOROUGH,
    Approach.ESCALATE_IMMEDIATELY,
    Approach.GUIDED,
    Approach.UNCLASSIFIED,
)
NAMES = ("speed_percentile", "quality", "csat_at_close", "csat_later", "repeat_later")
_RESOLVED = pl.col("first_resolved_at")


def approach_report(
    desk: Desk, agreement: Agreement | None = None, *, as_of: datetime | None = None
) -> pl.DataFrame:
    """Return what was expected of each way to resolve a ticket beside what was seen.

    Parameters
    ----------
    desk
        The records.
    agreement
        Its scope, scales and anonymity hold.
    as_of
        The instant to look from; the last instant in the data unless stated.

    Returns
    -------
    polars.DataFrame
        One row an approach: ``approach, expected_speed, expected_quality, expected_experience, tickets``, and for
        each figure its value, ``_low``, ``_high`` (95 %) and ``_n``:

        - ``speed_percentile``: mean place among the tickets of the category, 0 the fastest, 1 the slowest;
        - ``quality``: share neither reopened, nor followed by a repeat contact within seven days, nor denied by
          the user;
        - ``csat_at_close``: satisfied share of the answers on these tickets, given within 30 days (or at an
          unknown instant);
        - ``csat_later``: share of tickets whose user's first answer on any ticket 30 to 90 days later was
          satisfied, of those with such an answer; withheld where these are of too few users;
        - ``repeat_later``: share followed by a ticket of the same user and category 30 to 90 days later.

        ``withheld`` names the survey figures of too few answers. What nobody can know is null.

    Notes
    -----
    Measurement framework S-23 to S-27. Approaches are not assigned by chance: hard tickets are escalated and
    easy ones are fixed quickly, so a difference between rows is not the effect of the approach.

    Examples
    --------
    >>> from xlakit.tables import Desk
    >>> desk = Desk(
    ...     tickets=[
    ...         {"ticket_id": "1", "opened_at": "2026-03-02T09:00Z", "resolved_at": "2026-03-02T10:00Z"},
    ...         {"ticket_id": "2", "opened_at": "2026-03-02T09:00Z", "resolved_at": "2026-03-04T10:00Z"},
    ...         {"ticket_id": "3", "opened_at": "2026-03-02T09:00Z", "resolved_at": None},
    ...     ]
    ... )
    >>> approach_report(desk).select("approach", "expected_speed", "tickets", "speed_percentile").rows()[0]
    ('QUICK_FIX', 'fast', 1, 0.25)
    """
    csat = build(MetricRef(name="csat"), agreement)
    terms = SurveyTerms() if agreement is None else agreement.surveys
    metrics = (throughput(), _speed(), _quality(), _at_close(csat), _csat_later(terms), _repeat_later())
    measured = measure(metrics, desk, by="approach", as_of=as_of, agreement=agreement)
    names = {metric.name: name for metric, name in zip(metrics, ("tickets", *NAMES), strict=True)}
    rows = beside(measured, "approach", [item.value for item in ORDER], names)
    for row, approach in zip(rows, ORDER, strict=True):
        expected = EXPECTED_OF_APPROACH.get(approach)
        row |= {"approach": approach.value, "tickets": row["tickets_n"] or 0}
        row |= {
            f"expected_{side}": None if expected is None else getattr(expected, side)
            for side in ("speed", "quality", "experience")
        }
    texts = ("approach", "expected_speed", "expected_quality", "expected_experience")
    schema = {**dict.fromkeys(texts, pl.String), "tickets": pl.Int64, **columns_of(NAMES)}
    return pl.DataFrame([{name: row[name] for name in schema} for row in rows], schema=schema)


def resolution_approach(
    desk: Desk, agreement: Agreement | None = None, *, as_of: datetime | None = None
) -> pl.DataFrame:
    """Return how each resolved ticket was resolved, why it is seen so, and what was expected of that.

    Parameters
    ----------
    desk, agreement, as_of
        As for `approach_report`.

    Returns
    -------
    polars.DataFrame
        One row a resolved ticket: ``ticket_id, approach, approach_because, expected_speed, expected_quality,
        expected_experience``. What no rule matches is UNCLASSIFIED, of which nothing is expected.

    Notes
    -----
    Measurement framework S-23 to S-26.

    Examples
    --------
    >>> from xlakit.tables import Desk
    >>> desk = Desk(
    ...     tickets=[
    ...         {"ticket_id": "1", "opened_at": "2026-03-02T09:00Z", "resolved_at": "2026-03-02T10:00Z"},
    ...         {"ticket_id": "2", "opened_at": "2026-03-02T09:00Z", "resolved_at": None},
    ...     ]
    ... )
    >>> resolution_approach(desk).select("ticket_id", "approach").rows()
    [('1', 'QUICK_FIX')]
    """
    facts = build_facts(desk, agreement, as_of=as_of, needed=("approach",))
    sides = ("speed", "quality", "experience")
    found = facts.tickets.filter(pl.col("in_scope") & pl.col("approach").is_not_null())
    return found.select(
        "ticket_id",
        "approach",
        "approach_because",
        *(
            pl.col("approach")
            .replace_strict(
                {item.value: getattr(text, side) for item, text in EXPECTED_OF_APPROACH.items()},
                default=None,
                return_dtype=pl.String,
            )
            .alias(f"expected_{side}")
            for side in sides
        ),
    )


def _speed() -> Leaf:
    return define.mean(
        "speed_percentile",
        (pl.col("speed_rank") * 1000).round(0).cast(pl.Int64),
        title="place by speed among the category",
        side="efficiency",
        direction="lower",
        unit="ratio",
        quantum=Decimal("0.001"),
        low=0,
        high=1,
        needs="tickets.resolved_at, or status events",
        source="S-27",
    )


def _quality() -> Leaf:
    came_back = (pl.col("next_contact_at") - _RESOLVED <= WATCHED).fill_null(value=False)
    stayed = (pl.col("reopens") == 0) & ~came_back & ~pl.col("denied").fill_null(value=False)
    known = pl.col("reopens").is_not_null() & pl.col("contact_known")
    return define.share(
        "quality",
        pl.when(known & _RESOLVED.is_not_null()).then(stayed),
        title="resolutions that stayed",
        side="experience",
        direction="higher",
        needs="reopens; tickets.requester",
        source="S-27",
        follow_up=WATCHED,
        watched_from=_RESOLVED,
    )


def _at_close(csat: object) -> Leaf:
    """Return satisfaction from answers that were given soon after the resolution."""
    if not isinstance(csat, Leaf):
        raise TypeError
    soon = (pl.col("answered_at") - pl.col("rated_at") < LATER).fill_null(value=True)
    return replace(
        csat,
        ref=MetricRef(name="csat_at_close"),
        value=pl.when(soon).then(csat.value),
        reads=(*csat.reads, "answered_at"),
    )


def _csat_later(terms: SurveyTerms) -> Leaf:
    box = terms.csat.satisfied
    return define.summary(
        "csat_later",
        pl.col("csat_later").is_between(box.low, box.high).cast(pl.Int64),
        _over_users,
        title="satisfied one to three months later",
        unit="share",
        side="experience",
        basis="user_reported",
        direction="higher",
        low=0,
        high=1,
        needs="surveys.csat and answered_at; tickets.requester",
        source="S-27",
        personal=True,
        reads=("csat_later", "first_resolved_at", "requester"),
    )


def _over_users(rows: pl.DataFrame) -> tuple[int, int, int]:
    known = rows.filter(pl.col(VALUE).is_not_null())
    return int(known.get_column(VALUE).sum()), known.height, known.get_column("requester").n_unique()


def _repeat_later() -> Leaf:
    return define.share(
        "repeat_later",
        pl.col("contact_later"),
        title="came back one to three months later",
        side="experience",
        direction="lower",
        needs="tickets.requester",
        source="S-27",
        follow_up=LATEST,
        watched_from=_RESOLVED,
        grouped=True,
    )
