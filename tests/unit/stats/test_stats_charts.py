from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import polars as pl
import pytest

from xlakit.errors import DataError
from xlakit.stats import Signal, laney_p, laney_u, p_chart, u_chart, xmr

MONTHS = (94.1, 95.2, 93.8, 94.9, 95.6, 94.4, 95.1, 93.9, 94.7, 95.3, 94.8, 91.0)
GOOD = (950, 1890, 930, 1405, 1872, 940, 968, 1940, 1385, 955, 1930, 920)
COUNTS = (1000, 2000, 1000, 1500, 2000, 1000, 1000, 2000, 1500, 1000, 2000, 1000)


def test_the_published_individuals_chart_is_reproduced() -> None:
    found = xmr(MONTHS)
    assert found.centre == pytest.approx(94.4)
    assert round(found.mean_moving_range, 6) == 1.190909
    assert {(round(low, 4), round(high, 4)) for low, high in zip(found.lower, found.upper, strict=True)} == {
        (91.2322, 97.5678)
    }
    assert round(found.moving_range_limit, 4) == 3.8907
    assert found.signals == (Signal("outside", (11,), "below"),)
    assert found.outside == (11,)
    assert found.moving_ranges[0] is None
    assert found.moving_ranges[1] == pytest.approx(1.1)


def test_the_published_share_charts_are_reproduced() -> None:
    plain, laney = p_chart(GOOD, COUNTS), laney_p(GOOD, COUNTS)
    assert round(plain.centre, 6) == round(laney.centre, 6) == 0.946176
    assert len(plain.outside) == 5
    assert laney.outside == ()
    assert round(laney.sigma_z, 6) == 2.760345
    assert (round(plain.lower[0], 4), round(plain.upper[0], 4)) == (0.9248, 0.9676)
    assert (round(laney.lower[0], 4), laney.upper[0]) == (0.8871, 1.0)
    assert plain.sigma_z is None


def test_lists_arrays_and_columns_give_the_same_chart() -> None:
    assert xmr(MONTHS) == xmr(np.array(MONTHS)) == xmr(pl.Series(MONTHS))
    gap = [*MONTHS, None]
    assert xmr(gap) == xmr(np.array([*MONTHS, math.nan])) == xmr(pl.Series(gap))
    assert p_chart(GOOD, COUNTS) == p_chart(np.array(GOOD), np.array(COUNTS))
    assert laney_p(GOOD, COUNTS) == laney_p(pl.Series(GOOD), pl.Series(COUNTS))
    assert xmr([Decimal("0.5"), Fraction(1, 2), 1, 0] * 2).centre == 0.5


def test_fewer_than_eight_points_have_a_centre_but_no_limits() -> None:
    for found in (
        xmr(range(7)),
        p_chart([1] * 7, [2] * 7),
        laney_p([1] * 7, [2] * 7),
        u_chart([1] * 7, [2] * 7),
    ):
        assert set(found.lower) == set(found.upper) == {None}
        assert found.signals == ()
        assert found.centre is not None
        assert found.note == "no limits: 7 known points, fewer than 8"
        assert found.assurance(0.9) is None
    assert xmr(range(8)).note == ""
    assert xmr([]).points == ()


def test_a_series_of_lone_points_has_no_limits() -> None:
    lone = [1, None] * 8
    assert "no two are neighbours" in xmr(lone).note
    assert "no two are neighbours" in laney_p(lone, [2] * 16).note
    assert p_chart(lone, [2] * 16).note == ""


def test_a_gap_stays_a_gap_and_breaks_what_runs_across_it() -> None:
    through = [0] * 8 + [9, 1, 9, 1] * 3
    gapped = [0] * 4 + [None] + [0] * 4 + [9, 1, 9, 1] * 3
    assert [signal.rule for signal in xmr(through).signals] == ["run"]
    found = xmr(gapped)
    assert found.points[4] is found.lower[4] is found.upper[4] is found.moving_ranges[4] is None
    assert found.moving_ranges[5] is None
    assert found.moving_ranges[6] == 0
    assert not found.signals


def test_a_period_in_which_nothing_was_counted_is_a_gap() -> None:
    found = p_chart([*GOOD, 0], [*COUNTS, 0])
    assert found.points[-1] is found.lower[-1] is None
    assert found.centre == p_chart(GOOD, COUNTS).centre
    assert u_chart([1] * 8 + [0], [2] * 8 + [0]).points[-1] is None


def test_eight_in_a_row_on_one_side_signal_and_seven_on_request() -> None:
    series = [11, 9, 12, 8] * 5 + [10.9, 11.1] * 3 + [10.9] + [9, 9, 8]
    assert [signal.rule for signal in xmr(series).signals] == []
    assert [(s.rule, s.points, s.side) for s in xmr(series, run=7).signals] == [
        ("run", tuple(range(20, 27)), "above")
    ]


def test_a_point_on_the_centre_is_on_neither_side() -> None:
    assert not xmr([5.0] * 20).signals
    thirds = p_chart([1] * 9, [3] * 9)
    assert not thirds.signals
    flat = laney_p([1, 2] * 6, [3, 6] * 6)
    assert (flat.sigma_z, flat.signals) == (0.0, ())


def test_six_in_a_row_that_rise_signal_a_trend_and_five_do_not() -> None:
    base = [30, 20, 32, 18] * 5
    rising = xmr([*base, 31, 22, 24, 25, 26, 27, 28, 20])
    assert [(s.rule, s.points, s.side) for s in rising.signals] == [
        ("trend", (21, 22, 23, 24, 25, 26), "above")
    ]
    assert not xmr([*base, 31, 22, 24, 25, 26, 27, 20]).signals
    assert not xmr([*base, 31, 22, 24, 25, 25, 27, 28, 20]).signals
    falling = xmr([*base, 28, 27, 26, 25, 24, 22, 30])
    assert [(s.rule, s.side) for s in falling.signals] == [("trend", "below")]


def test_two_of_three_near_the_same_limit_signal() -> None:
    base = [10, 12] * 12
    near = xmr([*base, 15.7, 11, 15.7, *base])
    assert [(s.rule, s.points) for s in near.signals] == [("two_of_three", (24, 26))]
    assert not xmr([*base, 15.7, 11, 11, 15.7, *base]).signals
    assert not xmr([*base, 15.2, 10, 6.8, *base]).signals
    assert not xmr([*base, 15.7, None, 15.7, *base]).signals


def test_limits_are_clipped_to_the_range_of_the_values() -> None:
    found = xmr([99, 95, 100, 96, 98, 93, 100, 97], bounds=(0, 100))
    assert found.upper[0] == 100
    assert xmr([99, 95, 100, 96, 98, 93, 100, 97]).upper[0] > 100
    assert min(u_chart([0, 1, 0, 2, 1, 0, 1, 1], [1] * 8).lower) == 0
    assert p_chart([10] * 8, [10] * 8).upper == (1.0,) * 8


def test_assurance_says_what_the_process_will_do() -> None:
    found = xmr(MONTHS)
    assert found.assurance(91.2) == "will pass"
    assert found.assurance(97.6) == "will fail"
    assert found.assurance(95) == found.assurance(Fraction(95), "lower") == "may"
    assert found.assurance(91.2, "lower") == "will fail"
    assert found.assurance(97.6, "lower") == "will pass"
    edge = xmr([1, 3] * 4)
    assert edge.assurance(edge.upper[0]) == edge.assurance(edge.lower[0]) == "may"


def test_assurance_looks_at_the_limits_of_the_last_known_point() -> None:
    found = p_chart([90] * 11 + [900, None], [100] * 11 + [1000, 5])
    assert found.assurance(0.85) == "will pass"
    assert p_chart([900] + [90] * 11, [1000] + [100] * 11).assurance(0.85) == "may"


def test_events_per_unit_vary_with_the_exposure() -> None:
    found = u_chart([20, 44, 18, 40, 22, 38, 21, 37], [1.0, 2.0] * 4)
    assert found.centre == 20.0
    assert found.upper[0] == pytest.approx(20 + 3 * math.sqrt(20))
    assert found.lower[1] == pytest.approx(20 - 3 * math.sqrt(10))
    assert laney_u([20, 44, 18, 40, 22, 38, 21, 37], [1.0, 2.0] * 4).sigma_z < 1


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        (lambda: xmr([1, math.inf]), "xmr.values: must hold finite numbers"),
        (lambda: xmr(["1"]), "xmr.values: must hold finite numbers"),
        (lambda: xmr([101], bounds=(0, 100)), "xmr.values: must lie within"),
        (lambda: xmr([1], bounds=(1, 0)), "xmr.bounds: must be the least"),
        (lambda: xmr([1], run=1), "xmr.run: must be at least 2"),
        (lambda: p_chart([1], [1, 2]), "p_chart: needs columns of one length"),
        (lambda: laney_p([3], [2]), "laney_p.successes: must not be more than the count 2"),
        (lambda: p_chart([0.5], [1]), "p_chart.successes: must be a whole number"),
        (lambda: p_chart([-1], [1]), "p_chart.successes: must not be negative"),
        (lambda: u_chart([1], [0]), "u_chart.exposure: must be positive"),
        (lambda: u_chart([0], [-1]), "u_chart.exposure: must be positive"),
        (lambda: xmr(MONTHS).assurance(math.nan), "assurance.target: must be a number"),
        (lambda: xmr(MONTHS).assurance(1, "up"), "assurance.direction: is not known"),
    ],
)
def test_nonsense_is_refused_by_name(ask: object, says: str) -> None:
    with pytest.raises(DataError, match=says):
        ask()
