"""Objectives against a tiny catalogue: names, parameters, units, directions, kinds and counts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from xlakit.agreement import Source, examine, problems
from xlakit.errors import MeasureError
from xlakit.review.against_catalogue import catalogue_faults

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlakit.errors import Problem
    from xlakit.model import MetricRef


@dataclass(frozen=True)
class Entry:
    unit: str
    direction: str = "higher"
    kind: str = "efficiency"
    basis: str = "observed"
    parameters: Mapping[str, str] = field(default_factory=dict)
    required: frozenset[str] = frozenset()
    low: float | None = None
    high: float | None = None
    title: str = "a figure"


ENTRIES = {
    "within": Entry(
        "share", parameters={"clock": "clock", "unit": "choice:ticket|cycle"}, required=frozenset({"clock"})
    ),
    "response_time": Entry("seconds", "lower"),
    "csat": Entry("share", kind="experience", basis="user_reported"),
    "nps": Entry("points", kind="experience", basis="user_reported", low=-100, high=100),
    "effort": Entry("score", "lower", kind="experience", basis="user_reported", low=1, high=7),
    "bounces": Entry("count", "lower", low=0),
    "reopen_rate": Entry("share", "lower", parameters={"follow_up": "duration", "n": "whole"}),
    "supplied": Entry(
        "", "", basis="supplied", parameters={"series": "text"}, required=frozenset({"series"})
    ),
}

HEAD = """apiVersion: xlakit/v1
kind: Agreement
metadata: {name: demo}
term: {start: 2026-01-01, end: 2026-12-31}
clocks: {response: {within: 4h}}
objectives:
  - name: one
"""


def make(ref: MetricRef) -> Entry:
    if ref.params.get("unit") == "cycle":
        message = "cycles are not counted here."
        raise MeasureError(message)
    return ENTRIES[ref.name]


def found(objective: str, head: str = HEAD) -> tuple[Problem, ...]:
    text = head + "".join(f"    {line}\n" for line in objective.splitlines())
    tree = examine(Source(text, "desk.yaml")).tree
    assert tree is not None
    return problems("desk.yaml", tree, catalogue_faults(tree, ENTRIES, make))


def only(objective: str, head: str = HEAD) -> tuple[int | None, str, str, str | None]:
    (problem,) = found(objective, head)
    return problem.line, problem.path.removeprefix("objectives[0]."), problem.what, problem.hint


@pytest.mark.parametrize(
    "objective",
    [
        "metric: {name: within, clock: response}\nexpected: {at_least: 95%}",
        "metric: {name: within, clock: response, unit: ticket}\nexpected: {at_least: 100%}",
        "metric: {name: within, params: {clock: response}}\nexpected: {at_least: 0%}",
        "metric: response_time\nexpected: {at_most: 4h}\nwished: {at_most: 0s}",
        "metric: csat\nexpected: {at_least: 85%}\nmin_count: 10",
        "metric: nps\nexpected: {at_least: -5.5}",
        "metric: effort\nexpected: {at_most: 2.5}",
        "metric: bounces\nexpected: {at_most: 0}",
        "metric: {name: reopen_rate, follow_up: 14d, n: 3}\nexpected: {at_most: 5%}",
        "metric: {name: supplied, series: erp}\nexpected: {at_most: 5h}\nkind: combined",
    ],
)
def test_a_level_in_the_unit_of_its_metric_is_no_problem(objective: str) -> None:
    assert found(objective) == ()


@pytest.mark.parametrize(
    ("number", "hint"),
    [
        ("95", "write 95%"),
        ("0.95", "write 95%"),
        ("99.50", "write 99.5%"),
        ("1", "write 1%"),
        ("950", None),
        ("-1", None),
    ],
)
def test_a_share_without_its_percent_sign_is_told_what_to_write(number: str, hint: str | None) -> None:
    line, path, what, said = only(f"metric: csat\nexpected: {{at_least: {number}}}")
    assert (line, path) == (9, "expected.at_least")
    assert what == "a share is written with its percent sign"
    assert said == hint


@pytest.mark.parametrize(
    ("objective", "line", "path", "what"),
    [
        ("metric: csatt", 8, "metric", "is not a metric of the catalogue"),
        ("metric: {name: csatt}", 8, "metric.name", "is not a metric of the catalogue"),
        ("metric: within", 8, "metric.clock", "is missing"),
        ("metric:\n  name: within", 8, "metric.clock", "is missing"),
        ("metric: {name: within, clock: respons}", 8, "metric.clock", "is not a clock of this agreement"),
        ("metric: {name: within, clock: [a]}", 8, "metric.clock", "a text is expected"),
        (
            "metric:\n  name: within\n  clock: response\n  clok: x",
            11,
            "metric.clok",
            "is not a parameter of within",
        ),
        (
            "metric: {name: within, clock: response, unit: day}",
            8,
            "metric.unit",
            "is not one of ticket, cycle",
        ),
        ("metric: {name: within, clock: response, unit: cycle}", 8, "metric", "cycles are not counted here"),
        ("metric: {name: within, params: {clok: x}}", 8, "metric.params.clock", "is missing"),
        ("metric: {name: reopen_rate, follow_up: 7}", 8, "metric.follow_up", "a length of time such as 7d"),
        ("metric: {name: reopen_rate, follow_up: 5bd}", 8, "metric.follow_up", "a length of time such as 7d"),
        ("metric: {name: reopen_rate, follow_up: 0d}", 8, "metric.follow_up", "a length of time such as 7d"),
        ("metric: {name: reopen_rate, n: 1.5}", 8, "metric.n", "a whole number is expected"),
        ("metric: {name: supplied, series: ''}", 8, "metric.series", "a text is expected"),
        ("metric: csat\nexpected: {at_least: 4h}", 9, "expected.at_least", "a share such as 95% is expected"),
        ("metric: csat\nexpected: {at_least: 101%}", 9, "expected.at_least", "a share is at most 100%"),
        ("metric: csat\nexpected: {at_most: 85%}", 9, "expected.at_most", "higher is better"),
        ("metric: csat\nwished: {at_least: 85}", 9, "wished.at_least", "percent sign"),
        (
            "metric: csat\nlevels:\n  P1: {expected: {at_least: 1}}",
            10,
            "levels.P1.expected.at_least",
            "percent",
        ),
        ("metric: reopen_rate\nexpected: {at_least: 5%}", 9, "expected.at_least", "lower is better"),
        (
            "metric: response_time\nexpected: {at_most: 4}",
            9,
            "expected.at_most",
            "a length of time such as 4h",
        ),
        ("metric: response_time\nexpected: {at_most: -4h}", 9, "expected.at_most", "is not negative"),
        ("metric: nps\nexpected: {at_least: 30%}", 9, "expected.at_least", "a plain number of points"),
        ("metric: nps\nexpected: {at_least: 101}", 9, "expected.at_least", "can be, -100 to 100"),
        ("metric: effort\nexpected: {at_most: 0}", 9, "expected.at_most", "can be, 1 to 7"),
        ("metric: bounces\nexpected: {at_most: -1}", 9, "expected.at_most", "can be, 0 or more"),
        ("metric: csat\nmin_count: 9", 9, "min_count", "the anonymity threshold 10"),
        ("metric: csat\nkind: efficiency", 9, "kind", "the metric is experience by itself"),
        ("metric: csat\nkind: combined\nkind_reason: ' '", 9, "kind", "needs a reason"),
    ],
)
def test_what_the_catalogue_cannot_measure_is_a_problem_on_its_line(
    objective: str, line: int, path: str, what: str
) -> None:
    places = {problem.path.removeprefix("objectives[0]."): problem for problem in found(objective)}
    assert places[path].line == line
    assert what in places[path].what


def test_another_kind_with_a_reason_is_accepted() -> None:
    assert found("metric: csat\nkind: combined\nkind_reason: the parties agreed so") == ()


def test_the_threshold_of_the_agreement_holds_for_counts_of_answers_only() -> None:
    head = HEAD.replace("clocks:", "surveys: {anonymity: 20}\nclocks:")
    assert only("metric: csat\nmin_count: 19", head)[2].endswith("anonymity threshold 20 would be shown")
    assert found("metric: csat\nmin_count: 20", head) == ()
    assert found("metric: response_time\nmin_count: 1", head) == ()


def test_a_misspelt_metric_or_parameter_is_told_its_near_miss() -> None:
    assert only("metric: reopen_rat")[3] == "did you mean 'reopen_rate'?"
    assert only("metric: {name: reopen_rate, folow_up: 7d}")[3] == "did you mean 'follow_up'?"
    assert only("metric: {name: csat, x: 7d}")[3] == "it has none"


@pytest.mark.parametrize("metric", ["[csat]", "", "{clock: response}", "{name: [csat]}"])
def test_a_metric_that_cannot_be_read_is_left_to_the_file_check(metric: str) -> None:
    assert found(f"metric: {metric}\nexpected: {{at_least: 95}}") == ()
