"""Laws that hold for every metric of the catalogue, present and future."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlakit.facts import Facts
from xlakit.metrics import Cell, Metric, Plan, build, catalogue, count
from xlakit.metrics.rows import VALUE, rows_of
from xlakit.model import MetricRef, windows
from xlakit.scoring import finished

AS_OF = datetime(2026, 7, 1, tzinfo=UTC)
MONTHS = windows("month", date(2026, 1, 1), date(2026, 6, 30), "Europe/Berlin")
VARIANTS = {
    "csat": [{}, {"variant": "mean"}],
    "ces": [{}, {"variant": "easy"}],
    "fcr": [{}, {"definition": "no_reassignment"}, {"definition": "flag"}],
    "within": [{"clock": "fix"}, {"clock": "fix", "unit": "cycle"}],
    "response_time": [{}, {"clock": "fix"}],
    "resolution_time": [{}, {"clock": "fix"}],
    "supplied": [{"series": "uptime"}],
    "reopen_rate": [{}, {"follow_up": "14d"}],
}
METRICS = [
    build(MetricRef(name=name, params=params)) for name in catalogue() for params in VARIANTS.get(name, [{}])
]
ADDITIVE = [metric for metric in METRICS if metric.additive]
SEEDS = st.integers(0, 10_000)
every_metric = pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.name)
every_additive_metric = pytest.mark.parametrize("metric", ADDITIVE, ids=lambda metric: metric.name)
few = settings(max_examples=6, deadline=None)


def random_facts(seed: int, rows: int = 40) -> Facts:
    """Facts with every column that metrics read, nulls everywhere they may stand."""
    rng = np.random.default_rng(seed)

    def some(values: Any, missing: float = 0.15) -> list[Any]:
        drawn = rng.choice(np.asarray(values, dtype=object), rows)
        return [None if rng.random() < missing else value for value in drawn]

    def instants(missing: float = 0.15) -> list[datetime | None]:
        start = datetime(2025, 12, 20, tzinfo=UTC)
        minutes = rng.integers(0, 200 * 24 * 60, rows)
        return [None if rng.random() < missing else start + timedelta(minutes=int(m)) for m in minutes]

    ids = [f"t{index}" for index in range(rows)]
    tickets = pl.DataFrame(
        {
            "ticket_id": ids,
            "opened_at": instants(0),
            "resolved_at": instants(),
            "closed_at": instants(),
            "first_resolved_at": instants(),
            "reopens": some([0, 0, 1, 3]),
            "bounces": some([0, 0, 1, 5]),
            "agent_contacts": some([0, 1, 2]),
            "escalations": some([0, 0, 1]),
            "next_contact_at": instants(0.6),
            "contact_known": some([True, True, False], 0),
            "response_seconds": some([0, 60, 86_400]),
            "resolution_seconds": some([0, 3600, 864_000]),
            "resolved_first_contact": some([True, False]),
            "denied": some([True, False]),
            "in_scope": some([True, True, True, False], 0),
            "team": some(["West", "East"]),
        },
        schema_overrides={
            **dict.fromkeys(
                ("opened_at", "resolved_at", "closed_at", "first_resolved_at", "next_contact_at"),
                pl.Datetime("us", "UTC"),
            ),
            **dict.fromkeys(
                (
                    "reopens",
                    "bounces",
                    "agent_contacts",
                    "escalations",
                    "response_seconds",
                    "resolution_seconds",
                ),
                pl.Int64,
            ),
        },
    )
    answers = pl.DataFrame(
        {
            "ticket_id": ids,
            "csat": some([1.0, 3.0, 4.0, 4.5, 5.0], 0.3),
            "nps": some([0.0, 6.5, 7.0, 8.5, 9.0, 10.0], 0.3),
            "happiness": some([0.0, 6.0, 8.0, 10.0], 0.3),
            "effort": some([1.0, 4.0, 7.0], 0.3),
            "unhappy": some([True, False], 0.3),
            "clocks_met": some([True, True, False], 0.2),
            "answered": some([True, False], 0),
            "asked": some([True, True, False], 0),
            "rated_at": instants(),
            "respondent_id": some([f"u{index}" for index in range(25)], 0),
            "repeat_respondent": some([True, False], 0),
            "random_group": some(range(64), 0),
        },
        schema_overrides={"rated_at": pl.Datetime("us", "UTC"), "random_group": pl.Int64},
    ).join(tickets.select("ticket_id", "in_scope", "team"), on="ticket_id")
    met = some([True, False], 0.2)
    decided = [None if one is None else at for one, at in zip(met, instants(0), strict=True)]
    cycles = pl.DataFrame(
        {
            "ticket_id": [f"t{index}" for index in rng.integers(0, rows, rows)],
            "clock": ["fix"] * rows,
            "cycle": [1] * rows,
            "priority": some(["P1", "P2"]),
            "state": some(["met", "breached", "running", "cancelled"], 0),
            "stopped_at": instants(0.3),
            "elapsed": [timedelta(minutes=int(m)) for m in rng.integers(0, 9999, rows)],
            "decided_at": decided,
            "met": met,
        },
        schema_overrides={
            "decided_at": pl.Datetime("us", "UTC"),
            "stopped_at": pl.Datetime("us", "UTC"),
            "elapsed": pl.Duration("us"),
            "met": pl.Boolean,
        },
    )
    return Facts(tickets, answers, cycles, AS_OF, ())


def plan(metric: Metric) -> Plan:
    return Plan("x", metric, MONTHS, ((), ("team",)))


def part(facts: Facts, ids: set[str]) -> Facts:
    """The rows of facts that belong to some tickets."""
    mine = pl.col("ticket_id").is_in(sorted(ids))
    return replace(
        facts,
        tickets=facts.tickets.filter(mine),
        answers=facts.answers.filter(mine),
        cycles=facts.cycles.filter(mine),
    )


@every_metric
@given(seed=SEEDS)
@few
def test_the_order_of_rows_changes_nothing(metric: Metric, seed: int) -> None:
    facts = random_facts(seed)
    shuffled = replace(
        facts,
        tickets=facts.tickets.sample(fraction=1, shuffle=True, seed=seed),
        answers=facts.answers.sample(fraction=1, shuffle=True, seed=seed),
        cycles=facts.cycles.sample(fraction=1, shuffle=True, seed=seed),
    )
    assert count(shuffled, [plan(metric)]) == count(facts, [plan(metric)])


@every_additive_metric
@given(seed=SEEDS, parts=st.integers(2, 5))
@few
def test_cubes_of_parts_add_up_to_the_cube_of_the_whole_bit_for_bit(
    metric: Metric, seed: int, parts: int
) -> None:
    facts = random_facts(seed)
    owner = np.random.default_rng(seed).integers(0, parts, facts.tickets.height)
    ids = facts.tickets.get_column("ticket_id").to_list()
    shares = [
        {name for name, mine in zip(ids, owner, strict=True) if mine == index} for index in range(parts)
    ]
    cubes = [count(part(facts, share), [plan(metric)]) for share in shares]
    total = cubes[0]
    for cube in cubes[1:]:
        total = total + cube
    assert total == count(facts, [plan(metric)])


@every_metric
@given(seed=SEEDS)
@few
def test_every_figure_lies_in_its_range_and_its_interval_holds_it(metric: Metric, seed: int) -> None:
    for cell in count(random_facts(seed), [plan(metric)]).cells.values():
        estimate = finished(metric, cell)
        assert estimate.count == cell.count
        if cell.count == 0:
            assert estimate.value is None
            continue
        assert estimate.value is not None
        assert estimate.exact is not None
        assert estimate.value == pytest.approx(float(estimate.exact))
        assert metric.low is None or estimate.value >= metric.low
        assert metric.high is None or estimate.value <= metric.high
        if metric.unit in {"share", "points"}:
            assert estimate.low is not None
            assert estimate.high is not None
            assert estimate.low - 1e-9 <= estimate.value <= estimate.high + 1e-9


@every_metric
def test_no_rows_give_no_value(metric: Metric) -> None:
    assert count(part(random_facts(1), set()), [plan(metric)]).cells == {}
    assert finished(metric, Cell()).value is None


@every_additive_metric
@given(seed=SEEDS)
@few
def test_every_row_twice_doubles_every_sum(metric: Metric, seed: int) -> None:
    facts = random_facts(seed)
    again = {"ticket_id": pl.col("ticket_id") + "'"}
    twice = replace(
        facts,
        tickets=pl.concat([facts.tickets, facts.tickets.with_columns(**again)]),
        answers=pl.concat([facts.answers, facts.answers.with_columns(**again)]),
        cycles=pl.concat([facts.cycles, facts.cycles.with_columns(**again)]),
    )
    once = count(facts, [plan(metric)])
    assert once + once == count(twice, [plan(metric)])


@every_metric
@given(seed=SEEDS)
@few
def test_where_is_the_same_as_leaving_the_other_rows_out(metric: Metric, seed: int) -> None:
    facts = random_facts(seed)
    west = set(facts.tickets.filter(pl.col("team") == "West").get_column("ticket_id"))
    narrowed = count(facts, [plan(metric.where(team="West"))])
    assert narrowed == count(part(facts, west), [plan(metric)])


@every_metric
@given(seed=SEEDS)
@few
def test_segments_add_up_to_the_whole(metric: Metric, seed: int) -> None:
    if not metric.additive:
        return
    cube = count(random_facts(seed), [plan(metric)])
    for key, cell in cube.cells.items():
        if key.segment == ():
            parts = [cube[other] for other in cube.cells if other.window == key.window and other.segment]
            assert sum((item.count for item in parts), 0) == cell.count
            assert sum((item.total for item in parts), 0) == cell.total


@every_metric
@given(seed=SEEDS)
@few
def test_a_row_without_a_value_is_not_counted(metric: Metric, seed: int) -> None:
    facts = random_facts(seed)
    rows = rows_of(facts, metric, frozenset())
    most = rows.filter(pl.col(VALUE).is_not_null()).height
    assert (
        sum(cell.count for key, cell in count(facts, [plan(metric)]).cells.items() if key.segment == ())
        <= most
    )


@every_metric
def test_every_metric_says_what_a_reader_must_know(metric: Metric) -> None:
    doc = catalogue()[metric.ref.name].make.__doc__ or ""
    assert ("Higher is better" in doc) or ("Lower is better" in doc) or ("direction follows" in doc)
    assert "Reads" in doc
    assert "Unit" in doc
    assert "Left out" in doc or "no value" in doc
    assert ">>>" in doc
    assert "References" in doc
    assert metric.title
    assert metric.needs
    assert metric.columns
    assert build(metric.ref).name == metric.name
