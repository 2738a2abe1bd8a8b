"""Uneven groups and comparisons that turn round, from sums."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlakit.facts.signals import SignalTable
from xlakit.metrics import Cell
from xlakit.rules import run, select
from xlakit.rules.xla301 import total, without_each

COLUMNS = ("figure", "window", "column", "group", "by", "stratum", "met", "count")


def share(hits: int, count: int, **more: Any) -> Cell:
    return Cell(count=count, total=hits, squares=hits, **more)


def uneven(make_case: Any, cells: dict[tuple[int, str], Cell], metric: str = "csat") -> tuple[Any, Any]:
    sums = {(f"XLA301:{metric}", month, team): cell for (month, team), cell in cells.items()}
    findings, (report,) = run(select(["XLA301"]), replace(make_case(sums), columns=("team",)))
    return findings, report


def test_a_group_clearly_worse_than_the_rest_is_named_with_the_difference(make_case: Any) -> None:
    cells = {(3, "West"): share(60, 100), (3, "East"): share(90, 100), (3, "North"): share(92, 100)}
    (finding,), _ = uneven(make_case, cells)
    assert (finding.segment, finding.objective) == ((("team", "West"),), "happy")
    assert "happy 60.0% (50.2% to 69.1%, 100 records), against 91.0% in all other groups" in finding.message
    assert "31.0 points lower" in finding.message
    gap = finding.evidence[2]
    assert gap.low < gap.value < gap.high < 0
    assert finding.examples == ()


def test_the_windows_of_both_sides_are_the_same(make_case: Any) -> None:
    # East is alone in January, a bad month: nobody to compare it with there.
    cells = {(1, "East"): share(30, 100), (2, "East"): share(90, 100), (2, "West"): share(90, 100)}
    findings, report = uneven(make_case, cells)
    assert (findings, report.section) == ((), "clear")


def test_a_sure_difference_of_less_than_five_points_is_no_finding(make_case: Any) -> None:
    cells = {(3, "West"): share(8_700, 10_000), (3, "East"): share(9_100, 10_000)}
    assert uneven(make_case, cells)[1].section == "clear"


def test_efficiency_is_compared_too_and_better_than_the_rest_is_no_finding(make_case: Any) -> None:
    cells = {(3, "West"): share(99, 100), (3, "East"): share(90, 100), (3, "North"): share(70, 100)}
    (finding,), _ = uneven(make_case, cells, "within(clock=fix)")
    assert finding.segment == (("team", "North"),)


def test_groups_below_the_threshold_take_no_part(make_case: Any) -> None:
    cells = {
        (3, "West"): share(60, 100),
        (3, "East"): share(90, 100),
        (3, "North"): share(92, 100),
        (3, "tiny"): share(0, 9),
    }
    findings, _ = uneven(make_case, cells)
    assert all(finding.segment != (("team", "tiny"),) for finding in findings)
    only = {(3, "West"): share(60, 100), (3, "tiny"): share(0, 9)}
    assert uneven(make_case, only)[1].section == "not_applicable"


def test_even_groups_seldom_raise_a_scan(make_case: Any) -> None:
    draw = np.random.default_rng(8)
    flagged = 0
    for _ in range(20):
        cells = {(3, f"t{number}"): share(int(draw.binomial(60, 0.85)), 60) for number in range(40)}
        flagged += uneven(make_case, cells)[1].section == "raised"
    assert flagged <= 4


@settings(max_examples=50, deadline=None)
@given(st.dictionaries(st.text(min_size=1, max_size=2), st.integers(0, 50), max_size=8))
def test_the_others_of_a_group_and_the_group_add_up_to_all(counts: dict[str, int]) -> None:
    cells = {(("team", name),): share(0, count) for name, count in counts.items()}
    others = without_each(cells)
    assert {segment: others[segment] + cell for segment, cell in cells.items()} == dict.fromkeys(
        cells, total(cells.values())
    )


Strata = dict[str, tuple[int, int]]
CONFOUNDED: dict[str, Strata] = {
    "A": {"easy": (900, 950), "hard": (30, 50)},
    "B": {"easy": (95, 98), "hard": (600, 900)},
}


def turned(
    make_case: Any, groups: dict[str, Strata], figure: str = "clock:fix", answers: Any = None
) -> tuple[Any, Any]:
    sums = {("fix", 3, None): share(9, 10), **(answers or {})}
    case = replace(make_case(sums), columns=("team",))
    rows = tuple(
        (figure, case.windows[0], "team", group, "priority", stratum, met, count)
        for group, strata in groups.items()
        for stratum, (met, count) in strata.items()
    )
    case = replace(case, signals={"crossed": SignalTable(COLUMNS, rows)})
    findings, (report,) = run(select(["XLA302"]), case)
    return findings, report


def test_a_league_table_that_turns_round_at_the_same_mix_of_work_is_named(make_case: Any) -> None:
    (finding,), _ = turned(make_case, CONFOUNDED)
    assert "team A looks better than B (93.0% against 69.6%)" in finding.message
    assert "at the same mix of priority it is no better (78.2% against 82.5%)" in finding.message
    odds = next(item for item in finding.evidence if "odds ratio" in item.what)
    assert odds.value == pytest.approx(0.7021, abs=5e-5)
    assert finding.evidence[-1].value == pytest.approx(0.1847, abs=5e-5)


def test_the_order_of_groups_and_rows_decides_nothing(make_case: Any) -> None:
    back = {group: dict(reversed(strata.items())) for group, strata in reversed(CONFOUNDED.items())}
    assert turned(make_case, CONFOUNDED) == turned(make_case, back)


def test_a_claim_that_holds_within_the_kinds_of_work_is_clear(make_case: Any) -> None:
    fair = {"A": {"easy": (450, 500), "hard": (400, 500)}, "B": {"easy": (400, 500), "hard": (330, 500)}}
    findings, report = turned(make_case, fair)
    assert findings == ()
    assert report.reason == "1 pairs of groups compared, 1 clear differences, none turns"


def test_a_difference_that_chance_explains_is_no_claim(make_case: Any) -> None:
    few = {"A": {"easy": (38, 40), "hard": (1, 3)}, "B": {"easy": (5, 5), "hard": (31, 36)}}
    findings, report = turned(make_case, few)
    assert (findings, report.section) == ((), "clear")
    assert report.reason == "1 pairs of groups compared, 0 clear differences, none turns"


def test_groups_whose_answers_are_withheld_are_not_compared(make_case: Any) -> None:
    answers = {
        ("XLA302:csat", 3, "A"): share(90, 100),
        ("XLA302:csat", 3, "B"): share(90, 100),
        ("XLA302:csat", 3, "C"): share(5, 5),
    }
    groups = CONFOUNDED | {"C": {"easy": (40, 40), "hard": (5, 5)}}
    findings, report = turned(make_case, groups, "csat", answers)
    # C has five answers, and one of A and B is withheld with it, or C could be worked out.
    assert (findings, report.section) == ((), "not_applicable")
    (finding,), _ = turned(make_case, CONFOUNDED, "csat", dict(list(answers.items())[:2]))
    assert "content users (csat): team A looks better than B" in finding.message


def test_too_few_records_to_compare_is_not_applicable(make_case: Any) -> None:
    few = {"A": {"easy": (9, 10)}, "B": {"easy": (5, 10)}}
    _, report = turned(make_case, few)
    assert report.reason == "needs two groups of a reported column with at least 30 records each"
