"""An amendment points at something, on a day of the term, and leaves an agreement that holds together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlakit.errors import Problem

    Damaged = Callable[..., tuple[Problem, ...]]

SET = "objectives.happy.expected: {at_least: 87%}"


@pytest.mark.parametrize(
    ("new", "what", "hint"),
    [
        (
            "objectives.happpy.expected: {at_least: 87%}",
            "points at nothing: 'happpy' is not in objectives",
            "happy",
        ),
        ("objectives.happy.expectd: {at_least: 87%}", "points at nothing: 'expectd'", "expected"),
        ("objectiv.happy.expected: {at_least: 87%}", "'objectiv' is not in an agreement", "objectives"),
        ("clocks.respons.within.P1: 10m", "'respons' is not in clocks", "response"),
        ("clocks.new: {within: 4h}", "'new' is not in clocks", "response"),
        ("objectives.happy.expected.at_least.x: 1", "points at nothing: 'x'", None),
        ("kind: Agreement", "'kind' cannot be amended", None),
        ("amendments: []", "'amendments' cannot be amended", None),
    ],
)
def test_a_path_that_points_at_nothing_is_a_problem(
    damaged: Damaged, new: str, what: str, hint: str | None
) -> None:
    (problem,) = damaged((SET, new))
    assert problem.line == 36
    assert problem.path == "amendments[0].set." + new.split(":", 1)[0]
    assert what in problem.what
    assert hint is None or hint in (problem.hint or "")


@pytest.mark.parametrize(
    "new",
    [
        "objectives.happy.expected.at_least: 87%",
        "objectives.happy.minimum: {at_least: 70%}",
        "objectives.happy.weight: 50",
        "objectives.restore.levels.P1.minimum: {at_least: 90%}",
        "clocks.response.within.P1: 10m",
        "clocks.response.within: {default: 1h}",
        "surveys.effort.high_is: hard",
        "settlement.attribution: closed_at",
        "scope.site: oslo",
        "objectives.response.metric.unit: cycle",
        "term.end: 2027-12-31",
    ],
)
def test_what_the_model_knows_can_be_amended_also_where_the_file_is_silent(
    damaged: Damaged, new: str
) -> None:
    assert damaged((SET, new)) == ()


def test_an_objective_whose_name_holds_dots_is_found(damaged: Damaged) -> None:
    renamed = (
        ("name: happy", "name: happy.users"),
        (SET, "objectives.happy.users.expected: {at_least: 87%}"),
    )
    assert damaged(*renamed) == ()


def test_a_value_of_the_wrong_kind_is_a_problem_of_the_amendment(damaged: Damaged) -> None:
    (problem,) = damaged((SET, "objectives.happy.expected: {at_least: lots}"))
    assert (problem.line, problem.path) == (36, "amendments[0].set.objectives.happy.expected.at_least")
    assert "a share (95%)" in problem.what


def test_an_amendment_that_breaks_another_part_is_told_which(damaged: Damaged) -> None:
    (problem,) = damaged((SET, "calendars: {}"))
    assert (problem.line, problem.path) == (36, "amendments[0].set.calendars")
    assert problem.what.startswith("once it is in force, clocks.re")


def test_amendments_apply_one_after_the_other(damaged: Damaged) -> None:
    later = f"{SET}\n  - {{effective: 2026-09-01, set: {{objectives.happy.minimum: {{at_least: 88%}}}}}}"
    (problem,) = damaged((SET, later))
    assert (problem.line, problem.path) == (37, "amendments[1].set.objectives.happy.minimum.at_least")
    assert "stricter than the expected level 87%" in problem.what


@pytest.mark.parametrize("day", ["2025-12-31", "2027-01-01"])
def test_an_amendment_outside_the_term_is_a_problem(damaged: Damaged, day: str) -> None:
    (problem,) = damaged(("2026-07-01", day))
    assert (problem.line, problem.path) == (34, "amendments[0].effective")
    assert (problem.got, problem.hint) == (day, "2026-01-01 to 2026-12-31")


@pytest.mark.parametrize("day", ["2026-01-01", "2026-12-31"])
def test_the_first_and_the_last_day_of_the_term_belong_to_it(damaged: Damaged, day: str) -> None:
    assert damaged(("2026-07-01", day)) == ()


def test_two_amendments_of_one_value_on_one_day_are_a_problem(damaged: Damaged) -> None:
    twice = f"{SET}\n  - {{effective: 2026-07-01, set: {{objectives.happy.expected: {{at_least: 88%}}}}}}"
    (problem,) = damaged((SET, twice))
    assert (problem.line, problem.what) == (37, "amendments[0] sets it on the same day")


def test_an_amendment_that_sets_nothing_is_a_problem(damaged: Damaged) -> None:
    (problem,) = damaged((f"set:\n      {SET}", "set: {}"))
    assert (problem.line, problem.what) == (35, "sets nothing")
