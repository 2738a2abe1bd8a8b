"""Names exist, words mean one thing, and both are said even where the rest of the file is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlakit.errors import Problem

    Damaged = Callable[..., tuple[Problem, ...]]

CASES = [
    ("name: restore\n", "name: response\n", 23, "objectives[1].name", "the first on line 18", None),
    ("clock: response}", "clock: respnse}", 19, "objectives[0].metric.clock", "is not a clock", "response"),
    ("calendar: office,", "calendar: offce,", 10, "clocks.response.calendar", "is not a calendar", "office"),
    ("oslo: office", "oslo: offce", 12, "clocks.restore.calendar.oslo", "is not a calendar", "office"),
    (
        "calendar: always}\n",
        "calendar: allways}\n",
        15,
        "clocks.restore.limits[0].calendar",
        "is not a cal",
        "always",
    ),
    (
        "  office: {",
        "  always: {timezone: UTC, hours: {mon: 08:00-09:00}}\n  office: {",
        8,
        "calendars.always",
        "built in",
        None,
    ),
    ("P2: 1h", "P7: 1h", 10, "clocks.response.within.P7", "is not a priority", "P1"),
    (
        "priority: P1}",
        "priority: P3}",
        15,
        "clocks.restore.limits[0].when.priority",
        "is not a priority",
        "P1",
    ),
    (
        "priority: P1}",
        "priority: [P1, urgent]}",
        15,
        "clocks.restore.limits[0].when.priority[1]",
        "is not a priority",
        "it is written 'P1' here",
    ),
    ("P2: {expected", "P9: {expected", 26, "objectives[1].levels.P9", "is not a priority", "P1"),
    (
        "channel: [",
        "priority_not: [P9, ",
        32,
        "objectives[2].where.priority_not[0]",
        "is not a priority",
        "P1",
    ),
    (
        "[normal]",
        "[normal, urgent]",
        5,
        "priorities.P2[1]",
        "stands for two: the priority 'P1' as well as 'P2'",
        None,
    ),
    ("[normal]", "P1", 5, "priorities.P2", "stands for two", None),
    ("[pending]", "[pendng]", 13, "clocks.restore.pause[0]", "is not a status", "pending"),
    ("[pending]", "{status: pendng}", 13, "clocks.restore.pause.status", "is not a status", "pending"),
    ("[pending]", "{team: []}", 13, "clocks.restore.pause.team", "accepts nothing", None),
    (
        "[pending]",
        "[pending]\n    reset: {priority: P9}",
        14,
        "clocks.restore.reset.priority",
        "priority",
        None,
    ),
    (
        "[pending]",
        "[pending]\n    cancel: {status_not: [reslved]}",
        14,
        "clocks.restore.cancel.status_not[0]",
        "is not a status",
        "resolved",
    ),
    (
        "priorities:",
        "statuses: {waiting: [x]}\npriorities:",
        5,
        "statuses.waiting",
        "is not one of the statuses",
        None,
    ),
    ("[portal, phone]", "[]", 32, "objectives[2].where.channel", "accepts nothing", None),
    (
        "amendments:",
        "rules: {ignore: [{code: XLA42, reason: x}]}\namendments:",
        33,
        "rules.ignore[0].code",
        "is not the code of a rule",
        "XLA402",
    ),
]


@pytest.mark.parametrize(("old", "new", "line", "path", "what", "hint"), CASES)
def test_a_wrong_reference_is_a_problem_on_its_line(
    damaged: Damaged, old: str, new: str, line: int, path: str, what: str, hint: str | None
) -> None:
    found = {problem.path: problem for problem in damaged((old, new))}
    assert found[path].line == line
    assert what in found[path].what
    assert hint is None or hint in (found[path].hint or "")


@pytest.mark.parametrize(("old", "new", "line", "path", "what", "hint"), CASES)
def test_a_wrong_reference_is_found_beside_other_errors(
    damaged: Damaged, old: str, new: str, line: int, path: str, what: str, hint: str | None
) -> None:
    found = {problem.path for problem in damaged((old, new), ("2026-12-31", "never"))}
    assert {path, "term.end"} <= found


def test_a_status_no_list_knows_is_taken_as_the_desk_writes_it(damaged: Damaged) -> None:
    assert damaged(("[pending]", "[waiting for vendor]")) == ()


def test_every_priority_is_free_where_none_are_listed(damaged: Damaged) -> None:
    assert damaged(("priorities: {P1: [urgent], P2: [normal]}\n", ""), ("P2: 1h", "P7: 1h")) == ()


def test_default_is_a_limit_and_no_priority(damaged: Damaged) -> None:
    assert damaged(("P2: 1h", "default: 1h")) == ()


def test_a_priority_may_list_itself(damaged: Damaged) -> None:
    assert damaged(("[urgent]", "[P1, urgent]")) == ()


@pytest.mark.parametrize(
    ("old", "new", "line", "path", "what"),
    [
        (
            "{at_least: 90%}",
            "{at_least: 96%}",
            21,
            "objectives[0].minimum.at_least",
            "stricter than the expected level 95%",
        ),
        (
            "{at_least: 90%}",
            "{at_most: 90%}",
            21,
            "objectives[0].minimum.at_most",
            "says at_least, and this one at_most",
        ),
        (
            "{at_least: 90%}",
            "{at_least: 4h}",
            21,
            "objectives[0].minimum.at_least",
            "is a share, and this is a length of time",
        ),
        (
            "minimum: {at_least: 90%}",
            "stretch: {at_least: 94%}",
            21,
            "objectives[0].stretch.at_least",
            "weaker than the expected level",
        ),
        (
            "P1: {expected: {at_least: 95%}}",
            "P1: {expected: {at_least: 95%}, minimum: {at_least: 99%}}",
            26,
            "objectives[1].levels.P1.minimum.at_least",
            "stricter",
        ),
    ],
)
def test_levels_that_contradict_each_other_are_a_problem(
    damaged: Damaged, old: str, new: str, line: int, path: str, what: str
) -> None:
    (problem,) = damaged((old, new))
    assert (problem.line, problem.path) == (line, path)
    assert what in problem.what


def test_a_minimum_and_a_stretch_equal_to_the_expected_level_are_allowed(damaged: Damaged) -> None:
    assert (
        damaged(("minimum: {at_least: 90%}", "minimum: {at_least: 95%}\n    stretch: {at_least: 95.0%}"))
        == ()
    )


def test_where_less_is_better_a_lower_minimum_is_the_stricter_one(damaged: Damaged) -> None:
    levels = "expected: {at_most: 4h}\n    minimum: {at_most: %s}"
    change = "expected: {at_least: 95%}\n    minimum: {at_least: 90%}"
    assert damaged((change, levels % "300m")) == ()
    (problem,) = damaged((change, levels % "3h"))
    assert (problem.line, problem.got) == (21, "3h")


def test_weights_that_all_are_zero_build_no_score(damaged: Damaged) -> None:
    zeros = (("weight: 30", "weight: 0"), ("each: priority", "each: priority\n    weight: 0.00"))
    assert damaged(*zeros) == ()
    (problem,) = damaged(*zeros, ("min_count", "weight: +0\n    min_count"))
    assert (problem.line, problem.path) == (17, "objectives")


def test_a_share_in_one_place_and_a_bare_number_in_another_do_not_compare(damaged: Damaged) -> None:
    (problem,) = damaged(("minimum: {at_least: 90%}", "minimum: {at_least: 90}"))
    assert "is a share, and this is a plain number" in problem.what


def test_a_term_that_ends_before_it_starts_is_said_beside_its_other_mistakes() -> None:
    from xlakit.agreement import examine, read

    text = "metadata: {name: a}\nterm: {start: 2026-01-01, end: 2025-12-31, timezone: Europe/Berln}\n"
    said = {problem.path: problem.what for problem in examine(read(text)).problems}
    assert said["term"] == "the term ends before it starts"
    assert "IANA time zone" in said["term.timezone"]
