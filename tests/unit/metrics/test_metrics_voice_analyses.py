"""Drivers, hot spots and drifting expectations."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import numpy as np
import polars as pl
import pytest

import xlakit as xk
from xlakit import metrics as m
from xlakit.errors import DataError, MeasureError
from xlakit.metrics.analysis import drivers, expectation_drift, impact

OPENED = datetime(2026, 1, 5, 9, tzinfo=UTC)


@cache
def desk(rows: int = 400, seed: int = 1) -> xk.Desk:
    """Ratings that fall with reopens and not with anything else; wishes that fall by half an hour a month."""
    draw = np.random.default_rng(seed)
    tickets, surveys = [], []
    for n in range(rows):
        days, reopens = float(draw.uniform(0, 180)), int(draw.integers(0, 3))
        opened = OPENED + timedelta(days=days)
        hours = float(draw.uniform(1, 50))
        tickets.append(
            {
                "ticket_id": f"{n}",
                "requester": f"u{n % 150}",
                "opened_at": opened,
                "resolved_at": opened + timedelta(hours=hours),
                "reopen_count": reopens,
                "reassignment_count": int(draw.integers(0, 4)),
                "team": ("West", "East", "Far")[0 if n < 200 else 1 if n < 396 else 2],
            }
        )
        score = 9 - 3 * reopens + draw.normal(0, 0.6) - 0.1 * days / 30.436875
        wish = 12 - days / 30.436875 / 2
        surveys.append(
            {
                "ticket_id": f"{n}",
                "answered_at": opened + timedelta(hours=hours + 1),
                "happiness": float(np.clip(score, 0, 10)),
                "wished_hours": wish,
                "factors": ["speed"],
            }
        )
    return xk.Desk(tickets=tickets, surveys=surveys)


def test_what_moves_the_ratings_is_found_and_called_association() -> None:
    found = drivers(desk(), attributes=["reopens", "bounces", "resolution_seconds"], draws=200, seed=3)
    first = found.row(0, named=True)
    assert first["attribute"] == "reopens"
    assert first["share"] > 0.9
    assert first["correlation"] < 0
    assert first["low"] <= first["share"] <= first["high"]
    assert found["share"].sum() == pytest.approx(1)
    assert found["weight"].sum() == pytest.approx(first["r2"])
    assert set(found["note"]) == {"association, not cause"}
    assert set(found["answers"]) == {400}


def test_the_usual_facts_are_those_that_are_known_and_vary() -> None:
    found = drivers(desk(), draws=0)
    assert set(found["attribute"]) == {"reopens", "bounces", "resolution_seconds"}


def test_drivers_do_not_depend_on_the_order_of_rows() -> None:
    shuffled = xk.Desk(
        tickets=desk().tickets.sample(fraction=1, shuffle=True, seed=1),
        surveys=desk().surveys.sample(fraction=1, shuffle=True, seed=2),
    )
    assert drivers(shuffled, draws=50).equals(drivers(desk(), draws=50))


@pytest.mark.parametrize("name", ["factors", "slowness", "speed"])
def test_factors_are_no_attributes_for_each_rating_saw_another_list(name: str) -> None:
    with pytest.raises(MeasureError, match="each rating class sees its own list"):
        drivers(desk(), attributes=[name])


def test_what_is_no_number_or_not_there_is_refused() -> None:
    with pytest.raises(MeasureError, match="neither a number"):
        drivers(desk(), attributes=["team"])
    with pytest.raises(MeasureError, match="did you mean 'reopens'"):
        drivers(desk(), attributes=["reopnes"])
    with pytest.raises(MeasureError, match="no such column"):
        drivers(desk(), by="planet")
    with pytest.raises(MeasureError, match="no rating"):
        drivers(desk(), metric="mood")  # type: ignore[arg-type]
    with pytest.raises(DataError, match="complete"):
        drivers(desk(25), attributes=["reopens", "bounces", "resolution_seconds"])


def test_small_segments_are_withheld_and_thin_ones_say_so() -> None:
    found = drivers(desk(), attributes=["reopens", "bounces"], by="team", draws=0)
    far, rest = found.filter(team="Far"), found.filter(pl.col("team") != "Far")
    assert far["suppressed"].all()
    assert far["share"].null_count() == 2
    assert rest["suppressed"].any()  # one more is withheld, or the difference would tell
    assert not rest["suppressed"].all()
    thin = drivers(
        desk(30), attributes=["reopens", "bounces", "resolution_seconds", "resolutions"], by="team", draws=0
    )
    assert thin["note"].unique().to_list() == ["needs 40 complete answers, has 30"]


def small(scores: dict[str, list[list[float]]]) -> xk.Desk:
    """Scores by team, and by month within it."""
    tickets: list[dict[str, Any]] = []
    surveys: list[dict[str, Any]] = []
    for team, months in scores.items():
        for month, given in enumerate(months):
            for score in given:
                at = datetime(2026, 1 + month, 5, 9, tzinfo=UTC)
                number = str(len(tickets))
                tickets.append({"ticket_id": number, "opened_at": at, "resolved_at": at, "team": team})
                surveys.append({"ticket_id": number, "answered_at": at, "happiness": score})
    return xk.Desk(tickets=tickets, surveys=surveys)


def test_impact_puts_the_worst_hot_spot_first() -> None:
    # Small and awful: 11 answers at -100. Large and a little off: 60 at 50.
    spots = small({"small": [[1] * 11], "large": [[10] * 45 + [3] * 15], "fine": [[10] * 20]})
    found = impact(m.happiness(), spots, target=80, by="team")
    assert found.select("team", "responses", "impact").rows() == [
        ("small", 11, 11 * (-100 - 80)),
        ("large", 60, 60 * (50 - 80)),
        ("fine", 20, 20 * (100 - 80)),
    ]
    assert (found["low"] < found["impact"]).any()


def test_impact_on_what_is_better_low_puts_the_highest_first() -> None:
    spots = small({"a": [[1] * 10], "b": [[10] * 20]})
    found = impact(m.resolution_time(), spots, target=-1, by="team")
    assert found["impact"].to_list() == [20, 10]


def test_impact_against_the_desk_adds_up_to_nothing() -> None:
    spots = small({"a": [[1] * 10], "b": [[10] * 20]})
    found = impact("happiness", spots, baseline=True, by="team")
    assert found["impact"].sum() == pytest.approx(0, abs=1e-9)
    assert impact("happiness", spots, baseline=20, by="team")["reference"].unique().to_list() == [20]


def test_impact_against_the_month_before_is_of_the_same_segment() -> None:
    spots = small({"a": [[10] * 10, [1] * 10], "b": [[1] * 12, [10] * 12]})
    found = impact("happiness", spots, previous=True, by="team", every="month")
    assert found.select("team", "reference", "impact").rows() == [
        ("a", 100, 10 * -200),
        ("b", -100, 12 * 200),
        ("a", None, None),
        ("b", None, None),
    ]


def test_impact_needs_exactly_one_reference_and_withholds_small_segments() -> None:
    spots = small({"a": [[1] * 3], "b": [[10] * 20], "c": [[9] * 30]})
    for wrong in ({}, {"target": 1, "previous": True}, {"previous": True}):
        with pytest.raises(MeasureError):
            impact("happiness", spots, **wrong)  # type: ignore[arg-type]
    found = impact("happiness", spots, target=50, by="team")
    hidden = found.filter("suppressed")
    assert set(hidden["team"]) == {"a", "b"}
    assert hidden["impact"].null_count() == hidden["value"].null_count() == 2


def test_wishes_and_scores_drift_by_so_much_a_month() -> None:
    found = expectation_drift(desk(), holding=("reopens",))
    wish, score = found.iter_rows(named=True)
    assert wish["slope"] == pytest.approx(-0.5, abs=0.01)
    assert wish["what"] == "wished_hours"
    assert score["low"] < -0.1 < score["high"]
    assert score["holding"] == ["reopens"]
    crude = expectation_drift(desk(), holding=())["high"][1] - expectation_drift(desk(), holding=())["low"][1]
    assert score["high"] - score["low"] < crude / 2  # what is held constant no longer blurs it


def test_a_drift_needs_more_than_one_instant_and_enough_answers() -> None:
    spots = small({"a": [[1, 5, 9] * 5]})
    assert expectation_drift(spots, holding=())["slope"].to_list() == [None, None]
    few = small({"a": [[1] * 3, [9] * 3]})
    assert expectation_drift(few, holding=())["suppressed"].to_list() == [False, True]
    with pytest.raises(MeasureError, match="no such column"):
        expectation_drift(spots, holding=("planet",))
    with pytest.raises(MeasureError, match="no number"):
        expectation_drift(spots, holding=("team",))
    with pytest.raises(MeasureError, match="no rating"):
        expectation_drift(spots, score="mood")
