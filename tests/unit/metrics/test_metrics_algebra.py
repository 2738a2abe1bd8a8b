"""Arithmetic, indices and percentiles of metrics: values by hand, intervals by leaving groups out."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest
from scipy import special

import xlakit as xk
from xlakit import metrics as m
from xlakit.errors import MeasureError
from xlakit.metrics import Cell, Metric, Plan, count
from xlakit.metrics.cell import RANDOM_GROUPS
from xlakit.model import Window
from xlakit.testing import random_facts
from xlakit.testing.random_facts import AS_OF, BEGIN

if TYPE_CHECKING:
    from fractions import Fraction

ALL = Window(start=BEGIN, end=AS_OF, label="all")
FACTS = random_facts(5, 400)


def cell_of(metric: Metric) -> Cell:
    return next(iter(count(FACTS, [Plan("x", metric, (ALL,))]).cells.values()), Cell())


def exact(metric: Metric) -> Fraction:
    found = metric.estimate(cell_of(metric)).exact
    assert found is not None
    return found


CSAT, FCR, REOPEN = m.csat(), m.fcr(), m.reopen_rate()


@pytest.mark.parametrize(
    ("made", "by_hand"),
    [
        (CSAT + FCR, lambda: exact(CSAT) + exact(FCR)),
        (CSAT - FCR, lambda: exact(CSAT) - exact(FCR)),
        (CSAT * FCR, lambda: exact(CSAT) * exact(FCR)),
        (CSAT / FCR, lambda: exact(CSAT) / exact(FCR)),
        (1 - REOPEN, lambda: 1 - exact(REOPEN)),
        (100 * CSAT, lambda: 100 * exact(CSAT)),
        (CSAT / 4, lambda: exact(CSAT) / 4),
        (2 + CSAT, lambda: 2 + exact(CSAT)),
        (CSAT - 1, lambda: exact(CSAT) - 1),
        (m.weighted({CSAT: 3, FCR: 1}), lambda: (3 * exact(CSAT) + exact(FCR)) / 4),
        (m.minimum(CSAT, FCR), lambda: min(exact(CSAT), exact(FCR))),
        (m.harmonic(CSAT, FCR), lambda: 2 / (1 / exact(CSAT) + 1 / exact(FCR))),
    ],
    ids=lambda item: item.name if isinstance(item, Metric) else "",
)
def test_the_value_of_a_combination_is_that_of_its_formula_exactly(made: Metric, by_hand: object) -> None:
    assert callable(by_hand)
    assert exact(made) == by_hand()


def test_a_geometric_mean_is_right_to_twelve_digits() -> None:
    found = float(exact(m.geometric(CSAT, FCR)))
    assert found == pytest.approx(math.sqrt(exact(CSAT) * exact(FCR)), abs=1e-11)


@pytest.mark.parametrize(
    "made",
    [
        CSAT - FCR,
        CSAT * FCR,
        CSAT / FCR,
        m.weighted({CSAT: 3, 1 - REOPEN: 1}),
        m.geometric(CSAT, FCR),
        m.harmonic(CSAT, FCR),
        m.resolution_time() / m.response_time(),
        m.difference(CSAT, {"team": "West"}, {"team": "East"}),
    ],
    ids=lambda made: made.name,
)
def test_the_interval_of_a_combination_is_that_of_leaving_each_group_out(made: Metric) -> None:
    cell = cell_of(made)
    whole = made.estimate(cell)
    replicates = [made.figure(without(cell, group)).value for group in range(RANDOM_GROUPS)]
    left = np.array([float(value) for value in replicates if value is not None])
    error = math.sqrt((left.size - 1) / left.size * float(((left - left.mean()) ** 2).sum()))
    assert whole.low is not None
    assert whole.high is not None
    assert whole.value is not None
    half = (whole.high - whole.low) / 2
    if made.low is not None and whole.low == made.low:
        half = whole.high - whole.value
    quantile = float(special.stdtrit(made.figure(cell).freedom, 0.975))
    assert half == pytest.approx(quantile * error, rel=0.06)


def without(cell: Cell, group: int) -> Cell:
    """The sums without one group of people, literally."""
    if cell.parts:
        return Cell(parts=tuple(without(part, group) for part in cell.parts))
    assert cell.groups is not None
    bases, totals = (list(side) for side in cell.groups)
    base, total = bases[group], totals[group]
    bases[group] = totals[group] = 0
    return replace(
        cell,
        count=cell.count - (base if not cell.base else 0),
        total=cell.total - total,
        base=cell.base - base if cell.base else 0,
        groups=(tuple(bases), tuple(totals)),
    )


def test_people_in_both_groups_make_a_difference_surer_than_strangers_would() -> None:
    people = [f"u{index}" for index in range(200)]
    rows = [
        {
            "ticket_id": f"{team}{person}",
            "opened_at": "2026-03-01T09:00Z",
            "resolved_at": "2026-03-01T10:00Z",
            "requester": person if team == "a" or shared else person + "'",
            "team": team,
        }
        for shared in (True,)
        for team in ("a", "b")
        for person in people
    ]
    rng = np.random.default_rng(2)
    mood = {person: int(rng.integers(1, 6)) for person in people}
    surveys = [
        {
            "ticket_id": row["ticket_id"],
            "answered_at": "2026-03-02T09:00Z",
            "csat": mood[str(row["requester"])],
        }
        for row in rows
    ]
    gap = m.difference(m.csat(variant="mean"), {"team": "a"}, {"team": "b"})
    same = xk.measure(gap, xk.Desk(tickets=rows, surveys=surveys)).row(0, named=True)
    assert same["value"] == 0
    assert same["high"] == pytest.approx(
        0, abs=1e-9
    )  # every person is as happy with one team as with the other


def test_an_unknown_part_makes_the_result_unknown_except_in_a_weighted_mean() -> None:
    nothing = m.nps().where(team="nowhere")
    assert (CSAT - FCR * nothing.named("none")).estimate(cell_of(CSAT - FCR * nothing)).value is None
    index = m.weighted({CSAT: 1, 1 - REOPEN.where(team="nowhere"): 9})
    found = index.estimate(cell_of(index))
    assert found.exact == exact(CSAT)
    assert "without (1 - reopen_rate where team=nowhere)" in found.method
    assert m.minimum(CSAT, FCR.where(team="nowhere")).estimate(cell_of(CSAT)).value is None


def test_a_quotient_by_zero_has_no_value() -> None:
    never = m.fcr().where(team="nowhere")
    assert (CSAT / (never - never)).estimate(Cell()).value is None
    zero = m.csat() - m.csat()
    assert (CSAT / zero).estimate(cell_of(CSAT / zero)).value is None


@pytest.mark.parametrize("share", ["50%", "90%", "99%"])
def test_a_percentile_of_the_histogram_is_less_than_one_percent_off_the_exact_one(share: str) -> None:
    times = m.resolution_time()
    rough, sharp = times.percentile(share), times.percentile(share, exact=True)
    near, true = rough.estimate(cell_of(rough)), sharp.estimate(cell_of(sharp))
    assert near.value == pytest.approx(true.value, rel=0.01)
    known = FACTS.tickets.filter(pl.col("in_scope") & pl.col("resolution_seconds").is_not_null())
    inside = known.filter(
        (pl.col("opened_at") + pl.duration(seconds=pl.col("resolution_seconds"))).is_between(
            BEGIN, AS_OF, closed="left"
        )
    )["resolution_seconds"]
    assert true.value == pytest.approx(float(np.quantile(inside.to_numpy(), float(share[:-1]) / 100)))
    assert near.low is None or near.low <= (true.value or 0)
    assert near.high is None or near.high >= (true.value or 0)


def test_what_cannot_be_combined_says_so() -> None:
    with pytest.raises(MeasureError, match="does not combine"):
        m.resolution_time().percentile("90%") - m.response_time()
    with pytest.raises(MeasureError, match="exact number; got '0.5'"):
        0.5 * CSAT  # type: ignore[operator]  # the refusal is the test
    with pytest.raises(MeasureError, match="one unit and one direction"):
        m.minimum(CSAT, REOPEN)
    with pytest.raises(MeasureError, match="weights must be positive"):
        m.weighted({CSAT: 0, FCR: 1})
    with pytest.raises(MeasureError, match="division by zero"):
        CSAT / 0
    with pytest.raises(MeasureError, match="only the rows of a mean have percentiles"):
        CSAT.percentile("90%")
    with pytest.raises(MeasureError, match="strictly between 0 and 1"):
        m.resolution_time().percentile("100%")


def test_arithmetic_knows_direction_unit_and_range() -> None:
    kept = 1 - REOPEN
    assert (kept.direction, kept.low, kept.high) == ("higher", 0.0, 1.0)
    points = 100 * kept
    assert (points.unit, points.high) == ("points", 100.0)
    assert (-1 * CSAT).direction == "lower"
    assert (CSAT - FCR).kind == "combined"
    assert (CSAT.by("team") - FCR.by("site")).segments == ("team", "site")


def test_where_narrows_every_part_and_the_name_says_so() -> None:
    gap = (m.fcr() - m.verified_fcr()).named("gap")
    west = gap.where(team="West")
    assert west.name == "gap where team=West"
    assert all(dict(leaf.condition) == {"team": ("West",)} for leaf in west.leaves)


def test_a_combination_over_answers_is_withheld_like_its_answers() -> None:
    rows = [
        {
            "ticket_id": str(index),
            "opened_at": "2026-03-01T09:00Z",
            "resolved_at": "2026-03-01T10:00Z",
            "requester": f"u{index}",
            "reopen_count": 0,
            "team": "small" if index < 4 else "big",
        }
        for index in range(60)
    ]
    surveys = [
        {"ticket_id": str(index), "answered_at": "2026-03-02T09:00Z", "csat": 5} for index in range(60)
    ]
    desk = xk.Desk(tickets=rows, surveys=surveys)
    frame = xk.measure(m.csat() - m.bounces(), desk, by="team", as_of=AS_OF)
    assert dict(frame.select("team", "suppressed").rows())["small"]
    assert frame.filter(pl.col("team") == "small")["value"].to_list() == [None]
