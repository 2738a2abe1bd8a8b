"""Metrics of satisfaction told of tickets: how the silent are counted is said, never silently chosen."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, get_args

import polars as pl

from xlakit.errors import MeasureError, message
from xlakit.metrics import define
from xlakit.metrics.carried_over import carried_over
from xlakit.metrics.combined import combine
from xlakit.metrics.entry import MetricEntry
from xlakit.metrics.formula import Linear, Product
from xlakit.metrics.kind import Kind
from xlakit.metrics.poststratified import poststratified

if TYPE_CHECKING:
    from xlakit.metrics.leaf import Leaf
    from xlakit.metrics.metric import Metric

NonResponse = Literal["exclude", "neutral", "bounds", "post_stratified"]
WHOLE, THOUSANDTH = 1000, Decimal("0.001")
BILLIONTH, MILLIONTH = Decimal("1e-9"), Decimal("1e-6")
NEUTRAL = Fraction(1, 2)
RESOLVED = pl.col("first_resolved_at").is_not_null()
NEEDS = "surveys with csat, happiness, nps or effort; tickets.resolved_at, or status events"


def satisfaction_per_ticket(
    *, nonresponse: NonResponse = "exclude", strata: str | tuple[str, ...] = ()
) -> Metric:
    """Return the mean satisfaction of resolved tickets, from 0 (worst answer) to 1 (best answer).

    Higher is better. A ticket's answer is the last one given: satisfaction, else Happiness, else
    recommendation, else effort, each scaled to 0 … 1. Left out: unresolved tickets, and the silent as
    `nonresponse` says. Without a single answer there is no value, whatever it says.

    Parameters
    ----------
    nonresponse
        ``exclude`` (default): the silent are left out. ``neutral``: they count as ½. ``bounds``: the value is
        that of ``exclude``, the interval runs from all silent at 0 to all silent at 1. ``post_stratified``:
        each of the `strata` weighs as much as it has resolved tickets; a stratum without answers has no
        weight. None of them repairs answers that are missing because of the feeling.
    strata
        Ticket columns, for ``post_stratified`` and only there: ``"channel"`` or ``("channel", "priority")``.

    Returns
    -------
    Metric
        Reads ``tickets.voice``, ``tickets.first_resolved_at``. Unit: share, in [0, 1].

    Raises
    ------
    MeasureError
        ``post_stratified`` without strata, strata without it, or an unknown way.

    References
    ----------
    Measurement framework S-11; Manski bounds and post-stratification, contracts reference 2.6.

    Examples
    --------
    >>> satisfaction_per_ticket(nonresponse="bounds").name
    'satisfaction_per_ticket(nonresponse=bounds)'
    >>> satisfaction_per_ticket(nonresponse="post_stratified", strata="channel").additive
    False
    """
    columns = (strata,) if isinstance(strata, str) else tuple(strata)
    _check(nonresponse, columns)
    said = pl.when(RESOLVED).then(pl.col("voice"))
    common = _described("satisfaction_per_ticket", "satisfaction per ticket", nonresponse, columns)
    if nonresponse == "exclude":
        return define.mean(value=said, quantum=THOUSANDTH, **common)
    if nonresponse == "bounds":
        everyone = pl.when(RESOLVED).then(pl.lit(1))
        return define.leaf(
            value=said, per=everyone, kind=Kind.BOUNDED, quantum=THOUSANDTH, most=WHOLE, **common
        )
    if nonresponse == "post_stratified":
        return define.summary(
            value=said,
            function=partial(poststratified, strata=columns, counted=RESOLVED),
            quantum=BILLIONTH,
            reads=("voice", "first_resolved_at", *columns),
            **common,
        )
    heard = define.mean(value=said, quantum=THOUSANDTH, **common)
    # The silent at ½: (mean - ½) · share that answered + ½. So it rests on answers, and has no value without.
    above = combine(Linear((Fraction(1),), -NEUTRAL), heard)
    mixed = combine(Linear((Fraction(1),), NEUTRAL), combine(Product(), above, answering()), low=0, high=1)
    described = {key: common[key] for key in ("title", "needs", "source", "unit", "direction")}
    return mixed.named(
        common["name"], params=common["params"], kind="experience", basis="user_reported", **described
    )


def satisfied_tickets(*, strata: str | tuple[str, ...] = ()) -> Metric:
    """Return how many resolved tickets ended with a satisfied user: the satisfied share times the tickets.

    Higher is better. It is not the number of good ratings: the share of those who answered is carried over
    to the silent, stratum by stratum where `strata` are stated. The interval is that of the share; the
    number of tickets is known. Left out: unresolved tickets. Without an answer there is no value.

    Parameters
    ----------
    strata
        Ticket columns by which the share is weighted to all resolved tickets; a stratum without answers
        takes the share of the others. None: everyone is one stratum.

    Returns
    -------
    Metric
        Reads ``tickets.voice_satisfied``, ``tickets.first_resolved_at``. Unit: count, at least 0.

    References
    ----------
    Measurement framework S-11; contracts reference 2.1.

    Examples
    --------
    >>> satisfied_tickets(strata="channel").name, satisfied_tickets().unit
    ('satisfied_tickets(strata=channel)', 'count')
    """
    columns = (strata,) if isinstance(strata, str) else tuple(strata)
    said = pl.when(RESOLVED).then(pl.col("voice_satisfied"))
    common = _described("satisfied_share", "satisfied share of resolved tickets", "exclude", ())
    if columns:
        share = define.summary(
            value=said,
            function=partial(poststratified, strata=columns, counted=RESOLVED),
            quantum=MILLIONTH,
            reads=("voice_satisfied", "first_resolved_at", *columns),
            **common,
        )
    else:
        share = define.share(value=said, **common)
    return carried_over(share, resolved_count()).named(
        "satisfied_tickets",
        params={"strata": "|".join(columns)} if columns else {},
        title="satisfied tickets",
        kind="experience",
        basis="user_reported",
        unit="count",
        direction="higher",
        low=0,
        high=None,
        needs="surveys.csat; tickets.resolved_at, or status events",
        source="S-11",
    )


def answering() -> Leaf:
    """Return the share of resolved tickets of which a user said something; no metric of the catalogue."""
    return define.share(
        "tickets_with_an_answer",
        pl.when(RESOLVED).then(pl.col("voice").is_not_null()),
        title="tickets with an answer",
        side="experience",
        direction="higher",
        needs=NEEDS,
        source="S-11",
    )


def resolved_count() -> Leaf:
    """Return the number of resolved tickets; no metric of the catalogue: it stands below others."""
    return define.total(
        "number_of_resolved_tickets",
        pl.when(RESOLVED).then(pl.lit(1)),
        title="number of resolved tickets",
        side="efficiency",
        direction="higher",
        needs="tickets.resolved_at, or status events",
        source="S-03",
        low=0,
    )


def _check(nonresponse: str, columns: tuple[str, ...]) -> None:
    where = "metric satisfaction_per_ticket"
    if nonresponse not in get_args(NonResponse):
        raise MeasureError(
            message(
                f"{where}: nonresponse",
                "is not one of its values",
                got=nonresponse,
                hint=", ".join(get_args(NonResponse)),
            )
        )
    if (nonresponse == "post_stratified") != bool(columns):
        raise MeasureError(
            message(
                f"{where}: strata",
                "go with nonresponse='post_stratified', and it with them",
                got=", ".join(columns),
                hint="nonresponse='post_stratified', strata='channel'",
            )
        )


def _described(name: str, title: str, nonresponse: str, columns: tuple[str, ...]) -> dict[str, Any]:
    """Return what these metrics share."""
    params = define.defaults(nonresponse=(nonresponse, "exclude"), strata=("|".join(columns), ""))
    return {
        "name": name,
        "params": params,
        "title": title,
        "side": "experience",
        "direction": "higher",
        "basis": "user_reported",
        "unit": "share",
        "low": 0,
        "high": 1,
        "personal": True,
        "needs": NEEDS,
        "source": "S-11",
    }


ENTRIES = (
    MetricEntry(
        "satisfaction_per_ticket",
        satisfaction_per_ticket,
        {"nonresponse": "choice:exclude|neutral|bounds|post_stratified", "strata": "words"},
    ),
    MetricEntry("satisfied_tickets", satisfied_tickets, {"strata": "words"}),
)
