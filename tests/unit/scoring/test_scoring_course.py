from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from xlakit.model import Levels, Objective, Outcome, windows
from xlakit.scoring import Course, Ratio, has_course, overflowing

START = date(2026, 1, 1)
MONTHS = windows("month", START, date(2026, 12, 1), "UTC")
NINETY = Levels.model_validate({"expected": {"at_least": "90%"}})


def objective(**more: Any) -> Objective:
    return Objective.model_validate({"name": "x", "metric": "csat", "expected": {"at_least": "90%"}} | more)


def gathered(course: Course, clause: dict[str, int], *counts: tuple[int, int]) -> list[tuple[Ratio, str]]:
    promise = objective(low_volume=clause)
    return [course.gathered(promise, Ratio(*counted)) for counted in counts]


def test_small_windows_wait_and_their_records_count_once() -> None:
    found = gathered(Course(START), {"carry_until": 10}, (3, 4), (4, 5), (1, 1), (2, 3), (9, 10))
    assert [counted for counted, _ in found] == [(0, 0), (0, 0), (8, 10), (0, 0), (11, 13)]
    assert [note for _, note in found] == [
        "carried on: 4 records so far, 10 are needed",
        "carried on: 9 records so far, 10 are needed",
        "with the records of 2 windows before",
        "carried on: 3 records so far, 10 are needed",
        "with the records of 1 windows before",
    ]


def test_small_windows_borrow_as_many_as_it_takes_and_leave_them() -> None:
    found = gathered(Course(START), {"rolling_until": 10}, (3, 4), (4, 5), (1, 1), (2, 3), (9, 10))
    assert [counted for counted, _ in found] == [(0, 0), (0, 0), (8, 10), (10, 13), (9, 10)]
    assert found[3][1] == "with the records of 3 windows before"
    assert found[4][1] == ""


def test_an_allowance_changes_no_sums() -> None:
    assert gathered(Course(START), {"allow": 1}, (3, 4)) == [((3, 4), "")]
    assert Course(START).gathered(objective(), Ratio(3, 4)) == ((3, 4), "")


@pytest.mark.parametrize(("volume", "excused"), [(200, False), (201, True)])
def test_more_than_the_forecast_excuses_exactly_it_does_not(volume: int, excused: bool) -> None:
    assert bool(overflowing(objective(volume_relief={"forecast": 100}), volume)) is excused
    assert overflowing(objective(), 10**9) == ""


def test_a_course_is_what_looks_back_or_moves() -> None:
    clauses: list[tuple[dict[str, Any], bool]] = [
        ({}, False),
        ({"low_volume": {"allow": 1}}, False),
        ({"low_volume": {"carry_until": 5}}, True),
        ({"low_volume": {"rolling_until": 5}}, True),
        ({"glide_path": {"start": "50%", "per_month": "5%"}}, True),
        ({"ratchet": {"form": "R1"}}, True),
    ]
    assert [has_course(objective(**clause)) for clause, _ in clauses] == [found for _, found in clauses]


def test_only_windows_that_were_judged_move_a_ratchet() -> None:
    promise, course = objective(ratchet={"form": "R1", "months": 2, "best": 1}), Course(START)
    story = [
        (Fraction(94, 100), Outcome.MET),
        (None, Outcome.NOT_MEASURED),
        (Fraction(99, 100), Outcome.EXCUSED),
        (Fraction(96, 100), Outcome.MET),
    ]
    used = []
    for window, (value, outcome) in zip(MONTHS, story, strict=False):
        levels = course.levels(promise, NINETY, window)
        used.append(str(levels.expected))
        course.judged(levels, window, value, outcome)
    assert used == ["at least 90%"] * 4
    # 94 and 96: half of the way from 90 to 95.
    assert str(course.levels(promise, NINETY, MONTHS[4]).expected) == "at least 92.5%"
    assert [str(course.used[window.label].expected) for window in MONTHS[3:5]] == [
        "at least 90%",
        "at least 92.5%",
    ]


def test_a_spared_miss_does_not_count_as_kept_for_a_ratchet() -> None:
    promise, course = objective(ratchet={"form": "R1", "months": 1, "best": 1}), Course(START)
    course.judged(NINETY, MONTHS[0], Fraction(80, 100), Outcome.MET)  # met by an allowance, not by its figure
    assert str(course.levels(promise, NINETY, MONTHS[1]).expected) == "at least 90%"
    course.judged(NINETY, MONTHS[1], Fraction(92, 100), Outcome.MET)
    assert str(course.levels(promise, NINETY, MONTHS[2]).expected) == "at least 91%"
