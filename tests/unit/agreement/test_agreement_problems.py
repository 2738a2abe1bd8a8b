"""Each mistake is one problem, on its line, at its place, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlakit.errors import Problem

    Damaged = Callable[..., tuple[Problem, ...]]

CASES = [
    # what is replaced, by what, line, path, part of what is said
    ("apiVersion: xlakit/v1", "apiVersion: xlakit/v2", 1, "apiVersion", "is not 'xlakit/v1'"),
    ("kind: Agreement\n", "\n", 1, "kind", "is missing"),
    ("{name: demo}", '{name: "a demo"}', 3, "metadata.name", "a name has letters"),
    ("{name: demo}", "{name: demo, titel: Demo}", 3, "metadata.titel", "is not a key known here"),
    ("{name: demo}", "demo", 3, "metadata", "a mapping is expected"),
    ("{name: demo}", "", 3, "metadata", "has no value"),
    ("2026-01-01,", "01.01.2026,", 4, "term.start", "a date YYYY-MM-DD is expected"),
    ("2026-01-01,", "2026-02-30,", 4, "term.start", "a date YYYY-MM-DD is expected"),
    ("2026-01-01, end: 2026-12-31", "2026-12-31, end: 2026-01-01", 4, "term", "ends before it starts"),
    ("Europe/Berlin", "Europe/Berln", 4, "term.timezone", "an IANA time zone"),
    ("4..5", "4-5", 6, "surveys.csat.satisfied", "a scale such as 1..5 is expected"),
    ("4..5", "4..6", 6, "surveys.csat", "'satisfied' (4..6) reaches beyond the scale 1..5"),
    ("4..5", "5..4", 6, "surveys.csat.satisfied", "a scale rises"),
    ("1..5, satisfied: 4..5", "1..10", 6, "surveys.csat", "'satisfied' is missing"),
    ("1..5", "1..1", 6, "surveys.csat", "the scale 1..1 has one answer only"),
    ("anonymity: 10", "anonymity: 4", 6, "surveys.anonymity", "at least 5"),
    ("anonymity: 10", "anonymity: ten", 6, "surveys.anonymity", "a whole number is expected"),
    ("anonymity: 10", "anonymty: 10", 6, "surveys.anonymty", "is not a key known here"),
    ("calendars:", "calandars:", 7, "calandars", "is not a key known here"),
    ("Europe/Oslo", "Oslo", 8, "calendars.office.timezone", "an IANA time zone"),
    ("mon-fri", "mon-fry", 8, "calendars.office.hours.mon-fry", "days such as mon, mon-fri"),
    ("08:00-16:00", "8-16", 8, "calendars.office.hours.mon-fri[0]", "hours such as 08:00-17:00"),
    ("country: NO", "country: Norway", 8, "calendars.office.holidays.country", "ISO 3166"),
    ("country: NO", "contry: NO", 8, "calendars.office.holidays.contry", "is not a key known here"),
    ("country: NO", "country: NO, subdivision: [x]", 8, "calendars.office.holidays.subdivision", "a text is"),
    ("15m", "15min", 10, "clocks.response.within.P1", "a duration such as 15m"),
    ("15m", "0m", 10, "clocks.response.within.P1", "a limit is longer than nothing"),
    ("15m", "-15m", 10, "clocks.response.within.P1", "a limit is longer than nothing"),
    ("{P1: 15m, P2: 1h}", "4 hours", 10, "clocks.response.within", "a duration such as 15m"),
    ("{P1: 15m, P2: 1h}", "{}", 10, "clocks.response", "'within' names no priority"),
    ("first-reply", "first_reply", 10, "clocks.response.stop", "is not one of first-reply"),
    ("stop: first-reply", "stop: {status: {a: b}}", 10, "clocks.response.stop.status", "a text is expected"),
    ("stop: first-reply", "stop: resolved, inclusive: yes", 10, "clocks.response.inclusive", "true or false"),
    ("{by: site, oslo: office, other: always}", "{site: office}", 12, "clocks.restore.calendar", "by: site"),
    ("{by: site, oslo: office, other: always}", "{by: site}", 12, "clocks.restore.calendar", "by: site"),
    ("[pending]", "[{a: b}]", 13, "clocks.restore.pause[0]", "a text is expected"),
    ("[pending]", "{}", 11, "clocks.restore", "'pause' names no column"),
    (
        "    limits:",
        "    within: 4h\n    limits:",
        11,
        "clocks.restore",
        "exactly one of 'within' and 'limits'",
    ),
    ("2bd", "2 days and a half", 16, "clocks.restore.limits[1].within", "a duration such as 15m"),
    ("- {within: 2bd}", "- {wihin: 2bd}", 16, "clocks.restore.limits[1].wihin", "is not a key known here"),
    ("- {within: 2bd}", "- {calendar: always}", 16, "clocks.restore.limits[1].within", "is missing"),
    ("  - name: response\n    metric", "  - metric", 18, "objectives[0].name", "is missing"),
    ("{name: within, clock: response}", "{clock: response}", 19, "objectives[0].metric.name", "is missing"),
    ("{name: within, clock: response}", "[within]", 19, "objectives[0].metric", "a mapping is expected"),
    ("expected: {at_least: 95%}", "expected: 95%", 20, "objectives[0].expected", "a mapping is expected"),
    ("expected: {at_least: 95%}", "expected: {}", 20, "objectives[0].expected", "exactly one of 'at_least'"),
    ("{at_least: 95%}", "{at_least: 95 %%}", 20, "objectives[0].expected.at_least", "a percentage"),
    ("{at_least: 95%}", "{at_least: lots}", 20, "objectives[0].expected.at_least", "a share (95%), a length"),
    ("{at_least: 95%}", "{at_most: 2bd}", 20, "objectives[0].expected", "no fixed length"),
    ("{at_least: 95%}", "{atleast: 95%}", 20, "objectives[0].expected.atleast", "is not a key known here"),
    ("weight: 30", "weight: heavy", 22, "objectives[0].weight", "a number is expected"),
    ("weight: 30", "weight: 1e9", 22, "objectives[0].weight", "a number is expected"),
    ("weight: 30", "weight: -1", 22, "objectives[0].weight", "a weight is at least 0"),
    ("weight: 30", "wieght: 30", 22, "objectives[0].wieght", "is not a key known here"),
    ("weight: 30", "gate: lower", 22, "objectives[0].gate", "is not one of miss_if_upper_below"),
    (
        "weight: 30",
        "low_volume: {below: 9}",
        22,
        "objectives[0].low_volume",
        "exactly one of 'allow', 'carry_until'",
    ),
    ("    each: priority\n", "", 23, "objectives[1]", "'levels' needs 'each'"),
    ("min_count: 200", "min_count: 0", 29, "objectives[2].min_count", "a count is at least 1"),
    ("min_count: 200", "min_count: 2.5", 29, "objectives[2].min_count", "a whole number is expected"),
    ("at_least: 85%", "", 30, "objectives[2].expected", "has no value"),
    ("{channel: [portal, phone]}", "[portal]", 32, "objectives[2].where", "a mapping is expected"),
    ("effective: 2026-07-01", "effective: July", 34, "amendments[0].effective", "a date YYYY-MM-DD"),
]


@pytest.mark.parametrize(("old", "new", "line", "path", "what"), CASES)
def test_a_mistake_is_one_problem_on_its_line(
    damaged: Damaged, old: str, new: str, line: int, path: str, what: str
) -> None:
    problems = damaged((old, new))
    assert [(problem.line, problem.path) for problem in problems if problem.path == path] == [(line, path)]
    (problem,) = [problem for problem in problems if problem.path == path]
    assert what in problem.what
    assert problem.file == "desk.yaml"


@pytest.mark.parametrize(
    ("old", "new"),
    [(old, new) for old, new, _, path, _ in CASES if path != "calandars" and not path.endswith("expected")],
)
def test_a_mistake_raises_no_second_problem(damaged: Damaged, old: str, new: str) -> None:
    assert len(damaged((old, new))) == 1


def test_the_file_without_damage_has_no_problem(damaged: Damaged) -> None:
    assert damaged() == ()


def test_a_missing_value_says_what_to_do(damaged: Damaged) -> None:
    (problem,) = damaged(("channel: [portal, phone]", "channel:"))
    assert (problem.line, problem.path, problem.hint) == (
        32,
        "objectives[2].where.channel",
        "write one, or remove the key",
    )


@pytest.mark.parametrize(
    ("old", "new", "hint"),
    [
        ("15m", "15 minutes", "15m"),
        ("15m", "1 hour", "1h"),
        ("15m", "quick", None),
        ("Europe/Berlin", "Europe/Berln", "did you mean 'Europe/Berlin'?"),
        ("first-reply", "first_reply", "did you mean 'first-reply'?"),
        ("weight: 30", "wieght: 30", "did you mean 'weight'?"),
        ("weight: 30", "service_credit: {allocation: 40}", "write 40% for 40 in a hundred"),
        ("expected: {at_least: 95%}", "expected: 95%", "its keys are at_least, at_most"),
        ("stop: first-reply", "inclusive: no", "false"),
    ],
)
def test_a_near_miss_says_what_was_probably_meant(
    damaged: Damaged, old: str, new: str, hint: str | None
) -> None:
    (problem,) = [problem for problem in damaged((old, new)) if "weight" not in problem.what]
    assert problem.hint == hint


def test_problems_in_different_places_are_reported_together_in_the_order_of_the_file(
    damaged: Damaged,
) -> None:
    problems = damaged(
        ("weight: 30", "weight: heavy"),
        ("15m", "15min"),
        ("clock: restore", "clock: restor"),
        ("metric: csat", "metrik: csat"),
        ("Europe/Berlin", "Mars/Olympus"),
    )
    assert [(problem.line, problem.path) for problem in problems] == [
        (4, "term.timezone"),
        (10, "clocks.response.within.P1"),
        (22, "objectives[0].weight"),
        (25, "objectives[1].metric.clock"),
        (28, "objectives[2].metrik"),
    ]


def test_a_union_is_one_problem_of_the_member_that_was_meant(damaged: Damaged) -> None:
    (first, second) = damaged(("P1: 15m, P2: 1h", "P1: soon, P2: later"))
    assert (first.path, second.path) == ("clocks.response.within.P1", "clocks.response.within.P2")


def test_a_long_value_is_shortened(damaged: Damaged) -> None:
    (problem,) = damaged(("15m", "x" * 5000))
    assert problem.got is not None
    assert len(problem.got) == 60


def test_a_key_written_twice_is_a_problem_on_its_second_line(damaged: Damaged) -> None:
    (problem,) = damaged(("    weight: 30\n", "    weight: 30\n    weight: 20\n"))
    assert (problem.line, problem.path) == (23, "objectives[0].weight")
    assert problem.what == "is written twice, first on line 22"
