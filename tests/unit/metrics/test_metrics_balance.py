from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import xlakit as xk
from xlakit import metrics as m
from xlakit import stats
from xlakit.errors import DataError, MeasureError
from xlakit.metrics.analysis import ReopenBand, classify_reopen_rate
from xlakit.metrics.balance import balance, divergence

GOOD, NORMAL, CONCERN, SYSTEMATIC = (
    ReopenBand.GOOD,
    ReopenBand.NORMAL,
    ReopenBand.CONCERN,
    ReopenBand.SYSTEMATIC,
)
sides = st.floats(0, 100)


def test_imbalance_lowers_the_balance() -> None:
    assert balance(80, 80) == 80
    assert balance(95, 60) == pytest.approx(75.498, abs=1e-3)
    assert balance(95, 60, mean="harmonic") == pytest.approx(73.548, abs=1e-3)
    assert balance(100, 0) == balance(100, 0, mean="harmonic") == balance(0, 0, mean="harmonic") == 0
    assert divergence(95, 60) == 35
    assert balance(None, 60) is None
    assert divergence(95, None) is None


@given(sides, sides)
def test_it_lies_between_both_sides_and_below_halfway(one: float, other: float) -> None:
    geometric, harmonic = balance(one, other), balance(one, other, mean="harmonic")
    assert min(one, other) - 1e-9 <= harmonic <= geometric + 1e-9
    assert geometric <= (one + other) / 2 + 1e-9
    assert balance(other, one) == pytest.approx(geometric)


def desk() -> xk.Desk:
    tickets = [
        {
            "ticket_id": str(n),
            "opened_at": "2026-03-02T09:00Z",
            "resolved_at": "2026-03-02T10:00Z",
            "resolved_first_contact": n < 16,
            "team": "West" if n % 2 else "East",
            "requester": f"u{n}",
        }
        for n in range(20)
    ]
    return xk.Desk(
        tickets=tickets, surveys=[{"ticket_id": str(n), "csat": 5 if n < 10 else 1} for n in range(20)]
    )


def test_two_metrics_give_a_metric_with_its_interval() -> None:
    metrics = [
        balance(m.fcr(definition="flag"), m.csat()),
        balance(m.fcr(definition="flag"), m.csat(), mean="harmonic"),
        divergence(m.fcr(definition="flag"), m.csat()),
    ]
    frame = xk.measure(metrics, desk())
    assert frame["value"].to_list() == pytest.approx([math.sqrt(80 * 50), 2 * 80 * 50 / 130, 30.0])
    assert (frame["low"] <= frame["value"]).all()
    assert (frame["value"] <= frame["high"]).all()
    assert frame["metric"][2] == "divergence(efficiency=fcr(definition=flag), experience=csat)"
    assert xk.measure(metrics[2].by("team"), desk()).height == 2


def test_a_side_without_a_value_leaves_none() -> None:
    bare = xk.Desk(tickets=desk().tickets)
    assert xk.measure(divergence(m.fcr(definition="flag"), m.csat()), bare)["value"].to_list() == [None]


def test_a_net_score_is_an_index_once_it_is_moved_to_0_to_100() -> None:
    moved = (m.nps() + 100) / 2
    assert (moved.low, moved.high) == (0, 100)
    assert divergence(m.fcr(), moved).unit == "points"


@pytest.mark.parametrize("side", [m.nps(), m.reopen_rate(), m.resolution_time(), m.csat(variant="mean")])
def test_what_is_no_index_of_which_higher_is_better_is_refused(side: Any) -> None:
    with pytest.raises(MeasureError):
        balance(m.fcr(), side)
    with pytest.raises(MeasureError):
        divergence(side, m.csat())


def test_nonsense_is_refused() -> None:
    for wrong in (lambda: balance(101, 5), lambda: divergence(5, -1), lambda: balance(m.fcr(), 5)):  # type: ignore[call-overload]
        with pytest.raises(MeasureError):
            wrong()
    with pytest.raises(MeasureError, match="no such mean"):
        balance(5, 5, mean="median")  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("rate", "band"),
    [
        (0, GOOD),
        ("4.99%", GOOD),
        (0.05, NORMAL),
        (Fraction(1, 20), NORMAL),
        (0.0999, NORMAL),
        (0.1, CONCERN),
        (0.15, CONCERN),
        (Decimal("0.15"), CONCERN),
        ("15%", CONCERN),
        ("15.01%", SYSTEMATIC),
        (1, SYSTEMATIC),
    ],
)
def test_a_rate_lies_in_the_band_of_the_seed(rate: Any, band: ReopenBand) -> None:
    found = classify_reopen_rate(rate)
    assert (found.band, found.touched, found.certain) == (band, (band,), True)


@pytest.mark.parametrize(
    ("hits", "of", "band", "touched"),
    [
        (5, 100, NORMAL, (GOOD, NORMAL, CONCERN)),  # 5 % [2.15 %, 11.18 %]
        (0, 10, GOOD, (GOOD, NORMAL, CONCERN, SYSTEMATIC)),  # [0, 27.75 %]
        (200, 1000, SYSTEMATIC, (SYSTEMATIC,)),
        (10, 1000, GOOD, (GOOD,)),
    ],
)
def test_every_band_that_the_interval_touches_is_named(
    hits: int, of: int, band: ReopenBand, touched: tuple[ReopenBand, ...]
) -> None:
    found = classify_reopen_rate(stats.proportion(hits, of))
    assert (found.band, found.touched) == (band, touched)


def test_a_desk_that_does_not_track_reopens_is_told_so() -> None:
    for nothing in (None, stats.proportion(0, 0)):
        found = classify_reopen_rate(nothing)
        assert (found.band, found.touched, found.certain) == (ReopenBand.NOT_TRACKED, (), False)


@pytest.mark.parametrize("rate", [5, -0.1, "5", "many", 1.5, float("nan"), "120%"])
def test_what_is_no_share_is_refused(rate: Any) -> None:
    with pytest.raises(DataError, match="not a share"):
        classify_reopen_rate(rate)
