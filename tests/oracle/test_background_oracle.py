"""Repeat contacts net of the requester's own background: no false alarm without repeats, found with them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from math import exp, sqrt
from typing import Any

import numpy as np
import polars as pl
import pytest

import xlakit as xk
from xlakit import metrics as m
from xlakit.facts import build_facts
from xlakit.metrics.families.solved import excess_repeat_rate

START, DAYS, PEOPLE, WEEK = datetime(2026, 1, 1, tzinfo=UTC), 365, 800, 7


@cache
def desk(seed: int, premature: float) -> xk.Desk:
    """800 requesters, three contacts a year in the mean, some far more; some come back within days."""
    draw = np.random.default_rng(seed)
    rates = draw.gamma(0.5, 6, PEOPLE)
    tickets: list[dict[str, Any]] = []
    for person, rate in enumerate(rates):
        days = list(draw.uniform(0, DAYS, draw.poisson(rate)))
        days += [day + draw.uniform(0.2, 6.5) for day in days if draw.random() < premature]
        for day in days:
            opened = START + timedelta(days=float(day))
            tickets.append(
                {"requester": f"u{person}", "opened_at": opened, "resolved_at": opened + timedelta(hours=2)}
            )
    frame = (
        pl.DataFrame(tickets)
        .with_row_index("n")
        .with_columns(ticket_id=pl.col("n").cast(pl.String))
        .drop("n")
    )
    return xk.Desk(tickets=frame)


def excess(seed: int, premature: float) -> float:
    """Standard deviations by which repeats exceed those that come by chance."""
    as_of = START + timedelta(days=DAYS)
    facts = build_facts(desk(seed, premature), as_of=as_of).tickets
    mature = facts.filter(pl.col("first_resolved_at") + timedelta(days=WEEK) <= as_of)
    gap = (mature["next_contact_at"] - mature["first_resolved_at"]).dt.total_seconds() / 86_400
    observed = int((gap <= WEEK).sum())
    expected = sum(1 - exp(-rate * WEEK) for rate in mature["background_per_day"].drop_nulls())
    return (observed - expected) / sqrt(expected)


def test_chance_alone_raises_hardly_a_false_alarm() -> None:
    found = [excess(seed, 0.0) for seed in range(12)]
    assert sum(z > 1.645 for z in found) <= 2
    assert abs(float(np.mean(found))) < 1


def test_three_in_a_hundred_premature_closures_are_found() -> None:
    assert sum(excess(seed, 0.03) > 1.645 for seed in range(6)) >= 5


def test_the_metric_is_observed_less_expected_over_the_tickets_watched() -> None:
    as_of = START + timedelta(days=DAYS)
    facts = build_facts(desk(1, 0.03), as_of=as_of).tickets
    mature = facts.filter(pl.col("first_resolved_at") + timedelta(days=WEEK) <= as_of)
    value = mean = 0.0
    for since, again, rate in mature.select(
        "first_resolved_at", "next_contact_at", "background_per_day"
    ).rows():
        value += (again is not None and again - since <= timedelta(days=WEEK)) - (1 - exp(-rate * WEEK))
    mean = value / mature.height
    found = xk.measure(excess_repeat_rate(), desk(1, 0.03), as_of=as_of)
    assert found["value"].item() == pytest.approx(mean, abs=1e-6)
    assert found["denominator"].item() == mature.height
    assert (
        found["value"].item()
        < xk.measure(m.repeat_contact_rate(), desk(1, 0.03), as_of=as_of)["value"].item()
    )
