"""Estimates over everything a desk holds, in one go."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from xlakit.facts import build_facts
from xlakit.metrics.counting import Plan, count
from xlakit.metrics.cube import Key
from xlakit.metrics.measure import needed
from xlakit.model import Window

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlakit.facts import Facts
    from xlakit.metrics.metric import Metric
    from xlakit.model import Agreement, Estimate
    from xlakit.tables import Desk

BEGINNING = datetime(1, 1, 2, tzinfo=UTC)


def over_everything(
    metrics: Sequence[Metric],
    desk: Desk,
    *,
    agreement: Agreement | None = None,
    as_of: datetime | None = None,
    also: Sequence[str] = (),
) -> tuple[tuple[Estimate, ...], Facts]:
    """Return one estimate a metric over all rows known at `as_of`, and the facts they come from.

    Parameters
    ----------
    metrics, desk, agreement, as_of
        As for `measure`.
    also
        Further frames and fact columns that the caller reads.
    """
    facts = build_facts(desk, agreement, as_of=as_of, needed=needed(metrics, also))
    window = Window(start=BEGINNING, end=facts.as_of + timedelta(microseconds=1), label="all")
    cube = count(facts, [Plan(f"{place}", metric, (window,)) for place, metric in enumerate(metrics)])
    found = tuple(metric.estimate(cube[Key(f"{place}", window)]) for place, metric in enumerate(metrics))
    return found, facts
