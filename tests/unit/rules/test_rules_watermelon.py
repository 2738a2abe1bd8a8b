from __future__ import annotations

from typing import Any

import pytest

from xlakit.metrics import Cell
from xlakit.rules import run, select
from xlakit.scoring import RESOLVED

WATERMELON = select(["XLA101"])


def share(hits: int, count: int, **more: Any) -> Cell:
    return Cell(count=count, total=hits, squares=hits, **more)


def raised(case: Any) -> list[str]:
    findings, _ = run(WATERMELON, case)
    return [finding.title for finding in findings]


def shade(case: Any, team: str | None = None) -> str:
    segment = (("team", team),) if team else ()
    (found,) = [item for item in case.shades if item.segment == segment]
    return str(found.shade)


def test_both_sides_kept_is_healthy_and_clear(make_case: Any, green: Any) -> None:
    case = make_case(green)
    assert shade(case) == "HEALTHY"
    assert raised(case) == []


def test_targets_met_and_users_clearly_unhappy_is_a_confirmed_watermelon(make_case: Any, green: Any) -> None:
    case = make_case(green | {("happy", 3, None): share(200, 300, asked=600)})
    (finding,) = run(WATERMELON, case)[0]
    assert (finding.code, finding.title, finding.severity) == ("XLA101", "watermelon, confirmed", "severe")
    assert finding.objective == "happy"
    assert finding.tickets_affected == 400
    assert "66.7%" in finding.message
    assert finding.examples == ()  # answers are confidential: no ticket ids


def test_below_expected_and_above_minimum_is_a_warning(make_case: Any, green: Any) -> None:
    (finding,) = run(WATERMELON, make_case(green | {("happy", 3, None): share(225, 300, asked=600)}))[0]
    assert finding.severity == "warning"


def test_a_point_value_alone_is_possible_and_never_a_finding(make_case: Any, green: Any) -> None:
    case = make_case(green | {("happy", 3, None): share(252, 300, asked=600)})  # 84 %, bound above 85 %
    assert shade(case) == "POSSIBLE"
    assert raised(case) == []


def test_observed_proxies_alone_are_possible(make_case: Any, green: Any) -> None:
    case = make_case(green | {("done", 3, None): share(80, 400)})
    assert shade(case) == "POSSIBLE"
    assert raised(case) == []


@pytest.mark.parametrize(
    ("fix", "happy", "expected"), [(300, 200, "RED"), (300, 270, "INVERSE"), (380, 270, "HEALTHY")]
)
def test_the_other_classes(make_case: Any, green: Any, fix: int, happy: int, expected: str) -> None:
    sums = green | {("fix", 3, None): share(fix, 400), ("happy", 3, None): share(happy, 300, asked=600)}
    assert shade(make_case(sums)) == expected


def test_exactly_on_every_level_is_green_and_healthy(make_case: Any, green: Any) -> None:
    sums = green | {("fix", 3, None): share(360, 400), ("happy", 3, None): share(255, 300, asked=600)}
    assert shade(make_case(sums)) == "HEALTHY"


def test_fewer_answers_than_the_threshold_are_unknown_and_nothing_is_said(make_case: Any, green: Any) -> None:
    case = make_case(green | {("happy", 3, None): share(0, 9, asked=30)})
    assert shade(case) == "UNKNOWN"
    assert raised(case) == []
    (happy,) = [item for item in case.judgements if item.objective == "happy"]
    assert happy.suppressed
    assert happy.estimate.value is None


def test_a_segment_can_be_a_watermelon_inside_a_healthy_whole(make_case: Any, green: Any) -> None:
    sums = green | {
        ("fix", 3, "West"): share(78, 80),
        ("happy", 3, "West"): share(20, 60, asked=100),
        ("happy" + RESOLVED, 3, "West"): share(80, 80),
        ("fix", 3, "East"): share(302, 320),
        ("happy", 3, "East"): share(228, 240, asked=500),
    }
    case = make_case(sums)
    assert (shade(case), shade(case, "West"), shade(case, "East")) == ("HEALTHY", "CONFIRMED", "HEALTHY")
    (finding,) = run(WATERMELON, case)[0]
    assert finding.segment == (("team", "West"),)


def test_holm_needs_more_of_one_objective_among_several(make_case: Any, green: Any) -> None:
    # 241 of 300: the one-sided bound lies below 85 % at 1.2 %; among five questions Holm asks for 1 %.
    close = share(241, 300, asked=600)
    one = make_case(green | {("happy", 3, None): close})
    names = ["happy", "b", "c", "d", "e"]
    objectives = [
        {"name": "fix", "metric": {"name": "within", "clock": "fix"}, "expected": {"at_least": "90%"}},
        *({"name": name, "metric": "csat", "expected": {"at_least": "85%"}} for name in names),
    ]
    kept = {(name, 3, None): share(280, 300, asked=600) for name in names[1:]}
    five = make_case(green | {("happy", 3, None): close} | kept, objectives=objectives)
    assert shade(one) == "CONFIRMED"
    assert shade(five) == "SUSPECTED"


def test_a_window_in_progress_has_no_class(make_case: Any, green: Any) -> None:
    from datetime import UTC, datetime

    case = make_case(green, as_of=datetime(2026, 3, 20, tzinfo=UTC))
    assert [item for item in case.shades if item.window.start.month == 3] == []


def test_without_a_user_reported_objective_the_class_is_at_most_possible(make_case: Any, green: Any) -> None:
    objectives = [
        {"name": "fix", "metric": {"name": "within", "clock": "fix"}, "expected": {"at_least": "90%"}},
        {"name": "done", "metric": "reopen_rate", "expected": {"at_most": "5%"}},
    ]
    case = make_case(green | {("done", 3, None): share(200, 400)}, objectives=objectives)
    assert shade(case) == "POSSIBLE"


def test_efficiency_alone_is_not_applicable(make_case: Any, green: Any) -> None:
    objectives = [
        {"name": "fix", "metric": {"name": "within", "clock": "fix"}, "expected": {"at_least": "90%"}}
    ]
    _, (report,) = run(WATERMELON, make_case(green, objectives=objectives))
    assert (report.section, report.reason) == ("not_applicable", "needs an experience objective")


def test_an_efficiency_objective_without_weight_decides_nothing(make_case: Any, green: Any) -> None:
    objectives = [
        {"name": "fix", "metric": {"name": "within", "clock": "fix"}, "expected": {"at_least": "90%"}},
        {
            "name": "slow",
            "metric": {"name": "within", "clock": "fix"},
            "expected": {"at_least": "90%"},
            "weight": "0",
        },
        {"name": "happy", "metric": "csat", "expected": {"at_least": "85%"}},
    ]
    case = make_case(green | {("slow", 3, None): share(10, 400)}, objectives=objectives)
    assert shade(case) == "HEALTHY"
