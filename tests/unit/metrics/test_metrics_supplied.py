from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

import xlakit as xk
from xlakit.errors import MeasureError
from xlakit.metrics.families.supplied import supplied

if TYPE_CHECKING:
    from xlakit.metrics import Metric

LATER = datetime(2026, 5, 1, tzinfo=UTC)
TICKETS = [{"ticket_id": "1", "opened_at": "2026-01-01T00:00Z"}]


def month(number: int, name: str = "up", **told: Any) -> dict[str, Any]:
    return {
        "name": name,
        "window_start": f"2026-{number:02d}-01T00:00Z",
        "window_end": f"2026-{number + 1:02d}-01T00:00Z",
        **told,
    }


def values(metric: Metric, *rows: dict[str, Any], every: Any = None, as_of: datetime = LATER) -> list[Any]:
    desk = xk.Desk(tickets=TICKETS, measurements=list(rows))
    return xk.measure(metric, desk, every=every, as_of=as_of)["value"].to_list()


def test_good_and_total_add_up_over_longer_windows() -> None:
    rows = [
        month(1, good="999", total="1000"),
        month(2, good="50", total="100"),
        month(4, good="3", total="4"),
    ]
    assert values(supplied("up"), *rows, every="month") == [0.999, 0.5, None, 0.75, None]
    assert values(supplied("up"), *rows, every="quarter") == [1049 / 1100, 0.75]


def test_values_of_a_series_are_averaged_row_by_row() -> None:
    rows = [month(1, value="0.99"), month(2, value="0.98"), month(3, "other", value="0.1")]
    assert values(supplied("up"), *rows) == [0.985]


def test_a_series_with_counts_is_read_by_them_alone() -> None:
    assert values(supplied("up"), month(1, good="1", total="2"), month(2, value="1")) == [0.5]


@pytest.mark.parametrize(
    "told", [{"value": "99.5"}, {"value": "-0.1"}, {"good": "3", "total": "2"}, {"good": "1"}, {}]
)
def test_a_row_that_is_no_share_is_left_out(told: dict[str, str]) -> None:
    assert values(supplied("up"), month(1, **told), month(2, good="1", total="2")) == [0.5]


def test_other_units_have_no_bounds_and_their_own_direction() -> None:
    metric = supplied("up", unit="seconds", better="lower")
    assert values(metric, month(1, value="31.5"), month(2, value="-1.5")) == [15.0]
    assert (metric.direction, metric.low, metric.high) == ("lower", None, None)


def test_a_month_is_not_known_before_it_is_over() -> None:
    assert values(supplied("up"), month(1, value="1"), as_of=datetime(2026, 1, 31, tzinfo=UTC)) == [None]


def test_segments_are_read_by_name_or_stand_in_for_the_whole() -> None:
    rows = [
        month(1, good=good, total="10", segment=segment) for segment, good in (("oslo", "9"), ("rome", "5"))
    ]
    assert values(supplied("up"), *rows) == [0.7]
    assert values(supplied("up", segment="oslo"), *rows) == pytest.approx([0.9])
    assert values(supplied("up"), *rows, month(1, good="8", total="10")) == pytest.approx([0.8])


def test_it_comes_without_an_interval() -> None:
    desk = xk.Desk(tickets=TICKETS, measurements=[month(n, good="9", total="10") for n in range(1, 5)])
    assert xk.measure(supplied("up"), desk, as_of=LATER).select("low", "high").row(0) == (None, None)


@pytest.mark.parametrize("wrong", [{"unit": "percent"}, {"better": "more"}])
def test_a_choice_that_does_not_exist_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(MeasureError, match="is not one of its values"):
        supplied("up", **wrong)


def test_an_agreement_judges_it_month_by_month_on_its_exact_value() -> None:
    agreement = xk.load_agreement(
        """
apiVersion: xlakit/v1
kind: Agreement
metadata: {name: tiny}
term: {start: 2026-01-01, end: 2026-12-31, timezone: UTC}
objectives:
  - {name: up, metric: {name: supplied, series: up}, expected: {at_least: 99.5%}, weight: 1}
  - name: asa
    metric: {name: supplied, series: calls, unit: seconds, better: lower}
    expected: {at_most: 30s}
    weight: 1
"""
    )
    rows = [
        month(1, good="995", total="1000"),
        month(2, good="99499999", total="100000000"),
        month(1, "calls", value="30.000001"),
        month(2, "calls", value="30"),
    ]
    desk = xk.Desk(
        tickets=[*TICKETS, {"ticket_id": "2", "opened_at": "2026-03-31T00:00Z"}], measurements=rows
    )
    card = xk.evaluate(agreement, desk, as_of=LATER)
    told = {name: [item.outcome.value for item in card[name]] for name in ("up", "asa")}
    assert told == {
        "up": ["MET", "BELOW_EXPECTED", "NOT_MEASURED"],
        "asa": ["BELOW_EXPECTED", "MET", "NOT_MEASURED"],
    }
    assert not card.not_evaluated
    assert all(item.to_spare is None for item in card["up"])
