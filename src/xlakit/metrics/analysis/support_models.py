"""What each support model was expected to be good at, and what it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from xlakit.facts.families.support_model import EXPECTED_OF_MODEL, SupportModel
from xlakit.metrics.analysis.beside import beside, columns_of
from xlakit.metrics.catalogue import build
from xlakit.metrics.families.observed import bounces
from xlakit.metrics.families.work_paths import continuity, depth, routing_accuracy, same_agent_on_reopen
from xlakit.metrics.families.work_people import throughput_per_agent
from xlakit.metrics.families.work_volume import throughput
from xlakit.metrics.measure import measure
from xlakit.model import MetricRef

if TYPE_CHECKING:
    from datetime import datetime

    from xlakit.model import Agreement
    from xlakit.tables import Desk

NAMES = (
    "throughput_per_agent",
    "depth",
    "continuity",
    "same_agent_on_reopen",
    "routing_accuracy",
    "bounces",
    "csat",
)


def support_model_report(
    desk: Desk, agreement: Agreement | None = None, *, as_of: datetime | None = None
) -> pl.DataFrame:
    """Return what was expected of each support model beside what was seen.

    Parameters
    ----------
    desk
        The records; ``tickets.support_model`` says which model a ticket fell under.
    agreement
        Its scope, scales and anonymity hold.
    as_of
        The instant to look from; the last instant in the data unless stated.

    Returns
    -------
    polars.DataFrame
        One row each of GENERALIZED_L1, SPECIALIZED, DEDICATED and AI_ROUTED: ``model, expected_efficiency,
        expected_experience, tickets``, and for each of ``throughput_per_agent, depth, continuity,
        same_agent_on_reopen, routing_accuracy, bounces`` and ``csat`` its value, ``_low``, ``_high`` (95 %) and
        ``_n``. ``withheld`` names the survey figures of too few answers. What cannot be known is null:
        ``continuity`` where no user has two tickets, ``routing_accuracy`` of a model that a machine does not
        route.

    Notes
    -----
    Measurement framework S-52 to S-56. Models differ in the tickets they get, so a difference between rows
    is not the effect of the model.

    Examples
    --------
    >>> from xlakit.tables import Desk
    >>> ticket = {"opened_at": "2026-03-02T09:00Z", "resolved_at": "2026-03-02T10:00Z", "requester": "u1"}
    >>> desk = Desk(
    ...     tickets=[
    ...         {**ticket, "ticket_id": "1", "agent": "ann", "support_model": "Dedicated"},
    ...         {**ticket, "ticket_id": "2", "agent": "ann", "support_model": "dedicated support"},
    ...         {**ticket, "ticket_id": "3", "agent": "bob", "support_model": None},
    ...     ]
    ... )
    >>> columns = ("model", "tickets", "throughput_per_agent", "continuity", "routing_accuracy")
    >>> support_model_report(desk).select(columns).rows()[2:]
    [('DEDICATED', 2, 2.0, 1.0, None), ('AI_ROUTED', 0, None, None, None)]
    """
    metrics = (
        throughput(),
        throughput_per_agent(),
        depth(),
        continuity(),
        same_agent_on_reopen(),
        routing_accuracy(),
        bounces(),
        build(MetricRef(name="csat"), agreement),
    )
    measured = measure(metrics, desk, by="support_model_kind", as_of=as_of, agreement=agreement)
    names = {metric.name: name for metric, name in zip(metrics, ("tickets", *NAMES), strict=True)}
    rows = beside(measured, "support_model_kind", [model.value for model in SupportModel], names)
    for row, model in zip(rows, SupportModel, strict=True):
        expected = EXPECTED_OF_MODEL[model]
        row |= {
            "model": model.value,
            "expected_efficiency": expected.efficiency,
            "expected_experience": expected.experience,
            "tickets": row["tickets_n"] or 0,
        }
    texts = ("model", "expected_efficiency", "expected_experience")
    schema = {**dict.fromkeys(texts, pl.String), "tickets": pl.Int64, **columns_of(NAMES)}
    return pl.DataFrame([{name: row[name] for name in schema} for row in rows], schema=schema)
