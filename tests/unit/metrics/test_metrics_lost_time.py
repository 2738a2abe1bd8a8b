"""Working time lost: mean, total, cost, who carries it, days saved."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

import xlakit as xk
from xlakit.errors import MeasureError
from xlakit.metrics.analysis import work_days_saved
from xlakit.metrics.families.lost_time import (
    lost_time_cost,
    lost_time_mean,
    lost_time_pareto,
    lost_time_total,
)

if TYPE_CHECKING:
    from xlakit.metrics import Metric

OPENED = datetime(2026, 3, 2, 9, tzinfo=UTC)


def desk_of(minutes: list[float | None], months: list[int] | None = None) -> xk.Desk:
    starts = [OPENED.replace(month=month) for month in months or [3] * len(minutes)]
    return xk.Desk(
        tickets=[
            {"ticket_id": f"{n}", "opened_at": at, "resolved_at": at + timedelta(hours=1), "team": "West"}
            for n, at in enumerate(starts)
        ],
        surveys=[
            {"ticket_id": f"{n}", "answered_at": at + timedelta(hours=2), "csat": 5, "lost_minutes": lost}
            for n, (at, lost) in enumerate(zip(starts, minutes, strict=True))
        ],
    )


def value(metric: Metric, desk: xk.Desk) -> float | None:
    found: float | None = xk.measure(metric, desk)["value"].item()
    return found


def test_the_mean_is_of_those_who_said_and_the_total_of_all_tickets() -> None:
    desk = desk_of([*[30.0] * 5, *[60.5] * 5, *[None] * 10])
    assert value(lost_time_mean(), desk) == 2715
    assert value(lost_time_total(), desk) == 20 * 2715
    assert value(lost_time_cost("36"), desk) == pytest.approx(20 * 2715 / 100)
    assert value(lost_time_cost(Decimal("36.00")), desk) == value(lost_time_cost(36), desk)
    assert value(lost_time_total(), desk_of([None] * 20)) is None


def test_the_total_is_as_uncertain_as_the_mean_and_no_more() -> None:
    desk = desk_of([*[30.0, 90.0] * 10, *[None] * 20])
    mean = xk.measure(lost_time_mean(), desk).row(0, named=True)
    total = xk.measure(lost_time_total(), desk).row(0, named=True)
    assert total["low"] == pytest.approx(40 * mean["low"])
    assert total["high"] == pytest.approx(40 * mean["high"])


def test_few_tickets_carry_most_of_the_loss() -> None:
    desk = desk_of([400.0, 300.0, 100.0, *[20.0] * 10])  # 1000 in all; 800 reached by three of thirteen
    assert value(lost_time_pareto(), desk) == pytest.approx(3 / 13)
    assert value(lost_time_pareto(0.8), desk) == pytest.approx(3 / 13)
    assert value(lost_time_pareto("81%"), desk) == pytest.approx(4 / 13)
    assert value(lost_time_pareto(Fraction(1)), desk) == 1
    assert value(lost_time_pareto(), desk_of([0.0] * 12)) is None


@pytest.mark.parametrize("share", ["0%", "101%", 0, 1.5, "much"])
def test_a_share_lies_above_nothing_and_within_everything(share: str | float) -> None:
    with pytest.raises(MeasureError, match="share"):
        lost_time_pareto(share)


@pytest.mark.parametrize("rate", [-1, "x", 45.5])
def test_a_rate_is_an_exact_amount(rate: object) -> None:
    with pytest.raises(MeasureError, match="exact amount"):
        lost_time_cost(rate)  # type: ignore[arg-type]


def test_days_saved_are_measured_from_the_first_month_that_can_be_shown() -> None:
    months = [1] * 3 + [2] * 12 + [3] * 12 + [4] * 12
    desk = desk_of([5.0] * 3 + [80.0] * 12 + [40.0] * 12 + [120.0] * 12, months)
    found = work_days_saved(desk, day=timedelta(hours=8))
    assert found["suppressed"].to_list() == [True, False, False, False]
    assert found["days_saved"].to_list() == [None, 0, 1, -1]
    assert found["cumulative_days_saved"].to_list() == [None, 0, 1, 0]
    shorter = work_days_saved(desk, day=timedelta(hours=4), by="team")
    assert shorter["days_saved"].to_list() == [None, 0, 2, -2]
    with pytest.raises(MeasureError, match="day"):
        work_days_saved(desk, day=timedelta())
