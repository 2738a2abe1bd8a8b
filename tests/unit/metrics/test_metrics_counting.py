from __future__ import annotations

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from xlakit.metrics import Cell, Leaf, Plan, build, count
from xlakit.metrics.counting.spans import FEW, SPAN, with_span
from xlakit.model import MetricRef, Window
from xlakit.testing import random_facts

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
FACTS = random_facts(11, 200)
WHOLE = Window(start=BEGIN, end=BEGIN + timedelta(days=2 * FEW), label="whole")
DAYS = tuple(
    Window(start=BEGIN + timedelta(days=day), end=BEGIN + timedelta(days=day + 1), label=str(day))
    for day in range(2 * FEW)
)


def leaf(name: str) -> Leaf:
    made = build(MetricRef(name=name))
    assert isinstance(made, Leaf)
    return made


def summed(name: str, windows: tuple[Window, ...]) -> Cell:
    total = Cell()
    for cell in count(FACTS, [Plan("x", leaf(name), windows)]).cells.values():
        total = total + cell
    return total


@pytest.mark.parametrize("name", ["resolution_time", "csat", "jargon_index"])
def test_many_windows_hold_what_one_window_over_them_does(name: str) -> None:
    whole = summed(name, (WHOLE,))
    assert whole.count
    assert summed(name, DAYS) == whole
    assert summed(name, (*DAYS[:FEW], Window(start=DAYS[FEW].start, end=WHOLE.end, label="rest"))) == whole


@pytest.mark.parametrize("many", [2, FEW, FEW + 1])
def test_a_span_holds_its_beginning_and_not_its_end(many: int) -> None:
    edges = [BEGIN + timedelta(days=day) for day in range(many)]
    tick = timedelta(microseconds=1)
    instants = [BEGIN - tick, BEGIN, edges[1] - tick, edges[1], edges[-1] - tick, edges[-1], None]
    rows = pl.LazyFrame({"at": instants}, schema={"at": pl.Datetime("us", "UTC")})
    found = with_span(rows, pl.col("at"), edges).select(SPAN).collect().to_series().to_list()
    assert found == [0, 0, *([1] if many > 2 else []), many - 2]


@pytest.mark.parametrize("many", [0, 1])
def test_without_two_edges_there_is_no_span(many: int) -> None:
    rows = pl.LazyFrame({"at": [BEGIN, None]}, schema={"at": pl.Datetime("us", "UTC")})
    assert with_span(rows, pl.col("at"), [BEGIN] * many).collect().is_empty()


def test_what_is_counted_together_is_what_is_counted_alone() -> None:
    mean = leaf("resolution_time")
    plans = [
        Plan("mean", mean, DAYS, ((), ("team",), ("team", "priority"))),
        Plan("median", mean.percentile("50%"), (WHOLE,), ((), ("priority",))),
        Plan("ratio", leaf("jargon_index"), (WHOLE,), (("team",),)),
        Plan("share", leaf("csat"), (WHOLE,), ((), ("team",))),
    ]
    alone = {}
    for plan in plans:
        for cut in plan.cuts:
            alone |= count(FACTS, [Plan(plan.key, plan.metric, plan.windows, (cut,))]).cells
    assert count(FACTS, plans).cells == alone
