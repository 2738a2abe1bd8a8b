"""Response rates beside survey figures, where the records tell who was asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from xlakit.facts import Facts
    from xlakit.metrics.cell import Cell
    from xlakit.metrics.metric import Metric


def invitations_known(facts: Facts) -> bool:
    """Whether the surveys tell who was asked, not only who answered.

    A table of answers alone has no invitations: its response rate is unknown, not 100 %.
    """
    answers = facts.answers
    if answers.is_empty():
        return False
    told = [
        pl.col(column).is_not_null().any()
        for column in ("sent_at", "disposition")
        if column in answers.columns
    ]
    return bool(answers.select(pl.any_horizontal((~pl.col("answered")).any(), *told)).item())


def response_rate(metric: Metric, cell: Cell, *, known: bool) -> float | None:
    """Return answers over invitations (AAPOR RR1 per question), or None where that is unknown.

    For a combined metric it is that of its first part that rests on answers.
    """
    if not known:
        return None
    for part, own in metric.with_cells(cell):
        if part.grain in {"answers", "respondents"} and own.asked:
            return own.count / own.asked
    return None
