from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import Any

import polars as pl
import pytest

import xlakit as xk
from xlakit import metrics as m
from xlakit.errors import MeasureError

COLUMNS = [
    "value",
    "numerator",
    "denominator",
    "low",
    "high",
    "level",
    "method",
    "response_rate",
    "not_mature",
    "suppressed",
]


@cache
def desk() -> xk.Desk:
    return xk.Desk(**xk.datasets.synthetic_desk("watermelon", tickets=1500, seed=4).tables())


def answers(*scores: float | None, team: str = "West", start: int = 0) -> tuple[list[Any], list[Any]]:
    numbers = range(start, start + len(scores))
    tickets = [
        {
            "ticket_id": str(n),
            "opened_at": "2026-03-02T09:00Z",
            "resolved_at": "2026-03-02T10:00Z",
            "team": team,
            "requester": f"u{n}",
        }
        for n in numbers
    ]
    surveys = [{"ticket_id": str(n), "csat": score} for n, score in zip(numbers, scores, strict=True)]
    return tickets, surveys


def test_the_columns_are_the_documented_ones_in_their_order() -> None:
    frame = xk.measure(m.csat(), desk(), by=("team", "channel"), every="quarter")
    assert frame.columns == ["metric", "window_start", "team", "channel", *COLUMNS]
    assert xk.measure(m.csat(), desk()).columns == ["metric", "window_start", *COLUMNS]


def test_months_add_up_to_the_whole() -> None:
    whole = xk.measure(m.reopen_rate(), desk())
    months = xk.measure(m.reopen_rate(), desk(), every="month")
    assert months["denominator"].sum() == whole["denominator"].item()
    assert months["numerator"].sum() == whole["numerator"].item()


def test_windows_begin_at_midnight_of_the_zone_that_is_asked_for() -> None:
    starts = xk.measure(m.bounces(), desk(), every="month", timezone="Asia/Tokyo")["window_start"]
    assert {(at.hour, at.day) for at in starts} == {(0, 1)}
    assert starts.dtype == pl.Datetime("us", "Asia/Tokyo")


def test_a_segment_below_the_threshold_is_withheld_and_so_is_its_complement() -> None:
    west = answers(*[5.0] * 40)
    east = answers(*[1.0] * 4, team="East", start=100)
    north = answers(*[4.0] * 12, team="North", start=200)
    tickets, surveys = west[0] + east[0] + north[0], west[1] + east[1] + north[1]
    frame = xk.measure(m.csat().by("team"), xk.Desk(tickets=tickets, surveys=surveys)).sort("team")
    assert frame.select("team", "suppressed", "value", "denominator").rows() == [
        ("East", True, None, None),
        ("North", True, None, None),
        ("West", False, 1.0, 40),
    ]


def test_a_table_of_answers_alone_has_no_response_rate() -> None:
    tickets, surveys = answers(*[5.0] * 12)
    assert xk.measure(m.csat(), xk.Desk(tickets=tickets, surveys=surveys))["response_rate"].item() is None
    tickets, surveys = answers(*[5.0] * 12, None, None, None)
    assert xk.measure(m.csat(), xk.Desk(tickets=tickets, surveys=surveys))["response_rate"].item() == 0.8


def test_respondents_who_repeat_widen_the_interval() -> None:
    tickets, surveys = answers(*([5.0, 1.0] * 60))
    single = xk.measure(m.csat(), xk.Desk(tickets=tickets, surveys=surveys)).row(0, named=True)
    alike = [
        ticket | {"requester": f"u{int(ticket['ticket_id']) % 2}-{int(ticket['ticket_id']) // 12}"}
        for ticket in tickets
    ]
    repeated = xk.measure(m.csat(), xk.Desk(tickets=alike, surveys=surveys)).row(0, named=True)
    assert (single["method"], repeated["method"]) == ("wilson", "wilson_random_groups")
    assert single["value"] == repeated["value"] == 0.5
    assert repeated["high"] - repeated["low"] > 1.5 * (single["high"] - single["low"])


def test_half_points_fall_into_no_gap_between_the_buckets() -> None:
    tickets, _ = answers(*[0.0] * 20)
    scores = [9.0] * 5 + [8.5] * 5 + [6.5] * 10
    surveys = [{"ticket_id": str(n), "nps": score} for n, score in enumerate(scores)]
    row = xk.measure(m.nps(), xk.Desk(tickets=tickets, surveys=surveys)).row(0, named=True)
    assert (row["numerator"], row["denominator"], row["value"]) == (-5, 20, -25.0)


def test_variants_of_a_metric_have_names_of_their_own() -> None:
    frame = xk.measure([m.csat(), m.csat(variant="mean"), m.csat().where(channel="phone")], desk())
    assert frame["metric"].to_list() == ["csat", "csat(variant=mean)", "csat where channel=phone"]
    assert 1 <= frame["value"][1] <= 5


def test_what_reads_clocks_needs_the_agreement_that_holds_them() -> None:
    with pytest.raises(
        MeasureError, match=r"metric within\(clock=resolution\): reads clocks. Hint: pass agreement="
    ):
        xk.measure(m.within("resolution"), desk())
    agreement = xk.load_agreement(xk.datasets.example_agreement())
    with pytest.raises(MeasureError, match="there is no such clock; got 'resolutoin'"):
        xk.measure(m.within("resolutoin"), desk(), agreement=agreement)
    with pytest.raises(MeasureError, match="has a value only where efficiency objectives were judged"):
        xk.measure(m.frustration_gap(), desk(), agreement=agreement)


def test_a_column_that_is_not_there_is_an_error_with_a_near_miss() -> None:
    with pytest.raises(
        MeasureError, match="no such column to cut by; got 'teams'. Hint: did you mean 'team'"
    ):
        xk.measure(m.csat(), desk(), by="teams")


def test_tickets_not_watched_long_enough_are_counted_apart() -> None:
    tickets, _ = answers(*[0.0] * 3)
    late = {
        "ticket_id": "9",
        "opened_at": "2026-03-10T09:00Z",
        "resolved_at": "2026-03-10T10:00Z",
        "reopen_count": 1,
    }
    known = [ticket | {"reopen_count": 0} for ticket in tickets]
    frame = xk.measure(
        m.reopen_rate(), xk.Desk(tickets=[*known, late]), as_of=datetime(2026, 3, 12, tzinfo=UTC)
    )
    assert frame.select("numerator", "denominator", "not_mature").row(0) == (0, 3, 1)


def test_cubes_of_an_agreement_add_up_over_time_and_refuse_people() -> None:
    agreement = xk.load_agreement(xk.datasets.example_agreement())
    cube = xk.cube(agreement, desk())
    assert (cube + xk.Cube(cube.as_of)).cells == dict(cube.cells)
    text = (
        xk.datasets.example_agreement()
        .replace("metric: nps", "metric: frustration_gap")
        .replace("{at_least: 40}", "{at_most: 30%}")
        .replace("{at_least: 20}", "{at_most: 40%}")
    )
    people = xk.cube(xk.load_agreement(text), desk())
    with pytest.raises(MeasureError, match="whole desk"):
        people + people


def test_an_objective_on_the_frustration_gap_is_measured_only_where_efficiency_was_met() -> None:
    text = (
        xk.datasets.example_agreement()
        .replace("metric: nps", "metric: frustration_gap")
        .replace("{at_least: 40}", "{at_most: 5%}")
        .replace("{at_least: 20}", "{at_most: 60%}")
    )
    agreement = xk.load_agreement(text)
    green = xk.evaluate(agreement, desk())["recommended"]
    assert {item.outcome.value for item in green} <= {"BELOW_EXPECTED", "NOT_MEASURED", "IN_PROGRESS"}
    assert any(item.estimate.value for item in green)
    slow = xk.Desk(**xk.datasets.synthetic_desk("red", tickets=1500, seed=4).tables())
    red = xk.evaluate(agreement, slow)["recommended"]
    assert {item.outcome.value for item in red} <= {"NOT_MEASURED", "IN_PROGRESS"}
    assert any(item.reason == "efficiency was not met in this window" for item in red)
