"""Metrics of what happened to the user, seen in the records: reopens, repeats, first contact, reassignments."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Literal, get_args

import polars as pl

from xlakit.metrics import define
from xlakit.metrics.entry import MetricEntry

if TYPE_CHECKING:
    from xlakit.metrics.leaf import Leaf
    from xlakit.metrics.metric import Direction
    from xlakit.model.objective import ObjectiveKind

FOLLOW_UP = timedelta(days=7)
FcrDefinition = Literal["one_contact", "no_reassignment", "flag"]
_RESOLVED = pl.col("first_resolved_at")


def reopen_rate(*, follow_up: timedelta = FOLLOW_UP) -> Leaf:
    """Return the share of resolved tickets that were reopened at least once.

    Lower is better. Left out: tickets not yet watched for `follow_up` since their first resolution (counted
    as not mature), and tickets of a desk that does not track reopens.

    Returns
    -------
    Leaf
        Reads ``tickets.reopens``. Unit: share, in [0, 1].

    References
    ----------
    Measurement framework S-08.

    Examples
    --------
    >>> reopen_rate().direction, reopen_rate().follow_up.days
    ('lower', 7)
    """
    return _share(
        "reopen_rate",
        _params(follow_up),
        title="reopened tickets",
        direction="lower",
        value=pl.col("reopens") > 0,
        needs="status events, or tickets.reopen_count",
        source="S-08",
        follow_up=follow_up,
    )


def repeat_contact_rate(*, follow_up: timedelta = FOLLOW_UP) -> Leaf:
    """Return the share of resolved tickets whose requester came back with the same category in time.

    Lower is better. A repeat is a new ticket of the same requester (and category, where the desk has them)
    opened within `follow_up` after the first resolution. Left out: tickets without a requester, and those not
    yet watched for `follow_up` (counted as not mature).

    Returns
    -------
    Leaf
        Reads ``tickets.next_contact_at``. Unit: share, in [0, 1].

    References
    ----------
    Measurement framework S-09.

    Examples
    --------
    >>> repeat_contact_rate(follow_up=timedelta(days=14)).name
    'repeat_contact_rate(follow_up=14d)'
    """
    return _share(
        "repeat_contact_rate",
        _params(follow_up),
        title="repeat contacts",
        direction="lower",
        value=_repeated(follow_up),
        needs="tickets.requester (and tickets.category)",
        source="S-09",
        follow_up=follow_up,
    )


def fcr(*, definition: FcrDefinition = "one_contact") -> Leaf:
    """Return the share of resolved tickets that were resolved at the first contact, as claimed.

    Higher is better. Left out: unresolved tickets, and tickets of which the definition's facts are unknown.

    Parameters
    ----------
    definition
        ``one_contact`` (default): at most one public agent reply up to the resolution, no reassignment, no
        escalation; without events the ticket's own ``resolved_first_contact``. Reassignments that are not on
        record are taken for none. ``no_reassignment``: never reassigned. ``flag``: ``resolved_first_contact``
        alone. It is kept in the metric's name.

    Returns
    -------
    Leaf
        Reads ``tickets.agent_contacts``, ``bounces``, ``escalations``. Unit: share, in [0, 1].

    References
    ----------
    Measurement framework S-29.

    Examples
    --------
    >>> fcr(definition="no_reassignment").name
    'fcr(definition=no_reassignment)'
    """
    return _share(
        "fcr",
        _definition(definition),
        title="first contact resolution, as claimed",
        direction="higher",
        value=_first_contact(definition),
        needs=_fcr_needs(definition),
        source="S-29",
        kind="efficiency",
    )


def verified_fcr(*, definition: FcrDefinition = "one_contact", follow_up: timedelta = FOLLOW_UP) -> Leaf:
    """Return the share of resolved tickets resolved at the first contact that stayed resolved.

    Higher is better. Verified: first contact by `definition`, not reopened, no repeat contact within
    `follow_up`, and not denied by the user ("solved: no"). Left out: tickets not yet watched for
    `follow_up`, and tickets of which one of these facts is unknown.

    Returns
    -------
    Leaf
        Reads ``tickets.agent_contacts``, ``bounces``, ``reopens``, ``next_contact_at``, ``denied``.
        Unit: share, in [0, 1].

    References
    ----------
    Measurement framework S-30.

    Examples
    --------
    >>> verified_fcr().kind, verified_fcr().unit
    ('combined', 'share')
    """
    return _share(
        "verified_fcr",
        _definition(definition) | _params(follow_up),
        title="first contact resolution, verified",
        direction="higher",
        value=_both_known(_first_contact(definition), _stayed(follow_up), negate=False),
        needs=_verified_needs(definition),
        source="S-30",
        kind="combined",
        follow_up=follow_up,
    )


def bounces() -> Leaf:
    """Return the mean number of reassignments of resolved tickets.

    Lower is better. Left out: unresolved tickets, and tickets whose reassignments are unknown.

    Returns
    -------
    Leaf
        Reads ``tickets.bounces``. Unit: count, at least 0.

    References
    ----------
    Measurement framework S-84.

    Examples
    --------
    >>> bounces().title
    'reassignments'
    """
    return define.mean(
        "bounces",
        pl.when(_RESOLVED.is_not_null()).then(pl.col("bounces")),
        title="reassignments",
        side="efficiency",
        unit="count",
        direction="lower",
        needs="assigned events, or tickets.reassignment_count",
        source="S-84",
        low=0,
    )


def fcr_inflation(*, definition: FcrDefinition = "one_contact", follow_up: timedelta = FOLLOW_UP) -> Leaf:
    """Return the share of resolved tickets claimed as first contact resolution that did not stay resolved.

    Lower is better. It is ``fcr - verified_fcr`` on the same tickets. Left out: tickets not yet watched for
    `follow_up`, and tickets of which one of these facts is unknown.

    Returns
    -------
    Leaf
        Reads what `verified_fcr` reads. Unit: share, in [0, 1].

    References
    ----------
    Measurement framework S-30.

    Examples
    --------
    >>> fcr_inflation().direction
    'lower'
    """
    return _share(
        "fcr_inflation",
        _definition(definition) | _params(follow_up),
        title="first contact resolution claimed but not verified",
        direction="lower",
        value=_both_known(_first_contact(definition), _stayed(follow_up), negate=True),
        needs=_verified_needs(definition),
        source="S-30",
        kind="combined",
        follow_up=follow_up,
    )


def resolved_tickets() -> Leaf:
    """Return the share of resolved tickets among resolved tickets: its count is their number.

    Reads ``tickets.first_resolved_at``. It stands beside figures that rest on answers, so that the silent can be
    counted; as a figure of its own it says nothing.
    """
    return _share(
        "resolved_tickets",
        {},
        title="resolved tickets",
        direction="higher",
        value=pl.lit(value=True),
        needs="tickets.resolved_at, or status events",
        source="S-03",
        kind="efficiency",
    )


def _repeated(follow_up: timedelta) -> pl.Expr:
    came_back = pl.col("next_contact_at") - _RESOLVED <= follow_up
    return pl.when(pl.col("contact_known")).then(came_back.fill_null(value=False))


def _first_contact(definition: FcrDefinition) -> pl.Expr:
    if definition == "flag":
        return pl.col("resolved_first_contact")
    if definition == "no_reassignment":
        return pl.col("bounces") == 0
    # Unknown reassignments would keep the claimed tickets out and let the others count: a rate of 0.
    unmoved = pl.col("bounces").fill_null(0) == 0
    seen = (pl.col("agent_contacts") <= 1) & unmoved & (pl.col("escalations") == 0)
    return (
        pl.when(pl.col("agent_contacts").is_not_null()).then(seen).otherwise(pl.col("resolved_first_contact"))
    )


def _fcr_columns(definition: FcrDefinition) -> tuple[str, ...]:
    if definition == "one_contact":
        return ("agent_contacts", "bounces", "escalations", "resolved_first_contact")
    return ("bounces",) if definition == "no_reassignment" else ("resolved_first_contact",)


def _fcr_needs(definition: FcrDefinition) -> str:
    if definition == "one_contact":
        return "reply events, or tickets.resolved_first_contact"
    if definition == "flag":
        return "tickets.resolved_first_contact"
    return "assigned events, or tickets.reassignment_count"


def _stayed(follow_up: timedelta) -> pl.Expr:
    """Not reopened, no repeat contact in time, not denied by the user; null where one of them is unknown."""
    return (pl.col("reopens") == 0) & ~_repeated(follow_up) & ~pl.col("denied").fill_null(value=False)


def _both_known(claimed: pl.Expr, stayed: pl.Expr, *, negate: bool) -> pl.Expr:
    """Return both facts joined, where both are known: else the unclaimed would count and the claimed not."""
    return pl.when(claimed.is_not_null() & stayed.is_not_null()).then(claimed & (stayed ^ negate))


def _verified_needs(definition: FcrDefinition) -> str:
    return f"{_fcr_needs(definition)}; status events or tickets.reopen_count; tickets.requester"


def _definition(definition: FcrDefinition) -> dict[str, str]:
    define.one_of("fcr: definition", definition, get_args(FcrDefinition))
    return {} if definition == "one_contact" else {"definition": definition}


def _params(follow_up: timedelta) -> dict[str, str]:
    return define.defaults(follow_up=(define.text_of(follow_up), define.text_of(FOLLOW_UP)))


def _share(  # noqa: PLR0913 - the fields these metrics do not share
    name: str,
    params: dict[str, str],
    *,
    title: str,
    direction: Direction,
    value: pl.Expr,
    needs: str,
    source: str,
    kind: ObjectiveKind = "experience",
    follow_up: timedelta | None = None,
) -> Leaf:
    return define.share(
        name,
        pl.when(_RESOLVED.is_not_null()).then(value),
        params=params,
        title=title,
        side=kind,
        direction=direction,
        needs=needs,
        source=source,
        follow_up=follow_up,
        watched_from=_RESOLVED if follow_up is not None else None,
    )


FCR_CHOICES = "choice:one_contact|no_reassignment|flag"
ENTRIES = (
    MetricEntry("bounces", bounces),
    MetricEntry("fcr", fcr, {"definition": FCR_CHOICES}),
    MetricEntry("fcr_inflation", fcr_inflation, {"definition": FCR_CHOICES, "follow_up": "duration"}),
    MetricEntry("reopen_rate", reopen_rate, {"follow_up": "duration"}),
    MetricEntry("repeat_contact_rate", repeat_contact_rate, {"follow_up": "duration"}),
    MetricEntry("verified_fcr", verified_fcr, {"definition": FCR_CHOICES, "follow_up": "duration"}),
)
