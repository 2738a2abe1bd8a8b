"""Divergence over time and the inverse, from sums."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest

from xlakit.metrics import Cell
from xlakit.rules import run, select
from xlakit.scoring import RESOLVED

AFTER = datetime(2027, 1, 1, tzinfo=UTC)


def share(hits: int, count: int, **more: Any) -> Cell:
    return Cell(count=count, total=hits, squares=hits, **more)


def year(
    content: list[int], *, of: int = 200, fix: list[int] | None = None, team: str | None = None
) -> dict[Any, Cell]:
    """One month each, from January: so many content of 200, and 380 of 400 in time unless stated."""
    sums: dict[Any, Cell] = {}
    for month, hits in enumerate(content, 1):
        sums["fix", month, team] = share(fix[month - 1] if fix else 380, 400)
        sums["happy", month, team] = share(hits, of, asked=2 * of)
        sums["happy" + RESOLVED, month, team] = share(400, 400)
    return sums


def outcome(case: Any, code: str) -> tuple[tuple[Any, ...], Any]:
    findings, (report,) = run(select([code]), case)
    return findings, report


FALLING = [192, 189, 185, 183, 178, 174]


def test_experience_that_falls_while_targets_hold_diverges(make_case: Any) -> None:
    (finding,), report = outcome(make_case(year(FALLING), as_of=AFTER), "XLA103")
    assert report.section == "raised"
    assert (finding.objective, finding.segment, finding.window.label) == ("happy", (), "2026-06")
    assert finding.message.startswith("2026-01 to 2026-06, the whole desk: happy fell from 96.")
    slope = finding.evidence[0]
    assert slope.low < slope.value < slope.high < 0
    assert slope.count == 6


def test_a_level_desk_and_one_that_gets_better_do_not_diverge(make_case: Any) -> None:
    for figures in ([180, 182, 179, 181, 180, 178], FALLING[::-1]):
        findings, report = outcome(make_case(year(figures), as_of=AFTER), "XLA103")
        assert findings == ()
        assert (report.section, report.reason) == ("clear", "1 series of 6 or more windows looked at")


def test_a_fall_of_less_than_five_points_is_no_finding(make_case: Any) -> None:
    figures = [19_000, 18_950, 18_900, 18_850, 18_800, 18_750]  # certain, and 1.25 points in all
    findings, report = outcome(make_case(year(figures, of=20_000), as_of=AFTER), "XLA103")
    assert (findings, report.section) == ((), "clear")


def test_a_missed_target_ends_the_run_and_five_windows_are_too_few(make_case: Any) -> None:
    missed = [100, 380, 380, 380, 380, 380]
    _, report = outcome(make_case(year(FALLING, fix=missed), as_of=AFTER), "XLA103")
    assert report.section == "not_applicable"
    assert report.reason.startswith("needs 6 finished windows in a row")


def test_months_that_scatter_more_than_their_answers_explain_prove_no_trend(make_case: Any) -> None:
    scattered = [198, 150, 195, 140, 190, 150]
    _, report = outcome(make_case(year(scattered), as_of=AFTER), "XLA103")
    assert report.section == "clear"


def test_from_twelve_windows_on_the_change_of_level_is_named(make_case: Any) -> None:
    figures = [190, 191, 189, 190, 192, 190, 171, 170, 169, 171, 170, 172]
    (finding,), _ = outcome(make_case(year(figures), as_of=AFTER), "XLA103")
    assert finding.evidence[-1].value == "2026-07"


def test_a_segment_diverges_alone_and_months_below_the_threshold_are_gaps(make_case: Any) -> None:
    whole = year([1900] * 7, of=2000)
    part = year([95, 93, 90, 8, 86, 84, 80], of=100, team="West")
    part["happy", 4, "West"] = share(0, 9, asked=20)
    case = make_case(whole | part, as_of=AFTER)
    findings, _ = outcome(case, "XLA103")
    assert [finding.segment for finding in findings] == [(("team", "West"),)]
    assert findings[0].evidence[0].count == 6


def test_level_series_seldom_raise_a_scan(make_case: Any) -> None:
    draw = np.random.default_rng(5)
    flagged = 0
    for _ in range(20):
        sums = year([9_000] * 8, of=10_000)
        for number in range(9):
            sums |= year(draw.binomial(60, 0.9, 8).tolist(), of=60, team=f"t{number}")
        findings, _ = outcome(make_case(sums, as_of=AFTER), "XLA103")
        flagged += bool(findings)
    assert flagged <= 4  # 10 % of 20, and two Monte Carlo errors


def test_targets_clearly_missed_and_users_clearly_content_is_inverse(make_case: Any) -> None:
    (finding,), _ = outcome(make_case(year([196], fix=[320]), as_of=AFTER), "XLA104")
    assert (finding.severity, finding.objective) == ("info", "fix")
    assert "80.0%, at least 90% was agreed; yet users are clearly content: happy: 98.0%" in finding.message


@pytest.mark.parametrize(
    ("content", "fix"),
    [
        (172, 320),  # content by the point value alone
        (196, 356),  # 89 %: missed by what chance does
        (120, 320),  # users are not content either
        (196, 380),  # nothing was missed
    ],
)
def test_what_chance_may_have_done_is_not_called_inverse(make_case: Any, content: int, fix: int) -> None:
    findings, report = outcome(make_case(year([content], fix=[fix]), as_of=AFTER), "XLA104")
    assert (findings, report.section) == ((), "clear")


def test_one_finding_names_all_windows_that_are_inverse(make_case: Any) -> None:
    (finding,), _ = outcome(make_case(year([196, 180, 197], fix=[320, 380, 310]), as_of=AFTER), "XLA104")
    assert finding.window.label == "2026-03"
    assert finding.message.endswith("It was so in 2 windows, 2026-01 to 2026-03.")


@pytest.mark.parametrize("code", ["XLA103", "XLA104"])
def test_both_sides_are_needed(make_case: Any, code: str) -> None:
    fix = {"name": "fix", "metric": {"name": "within", "clock": "fix"}, "expected": {"at_least": "90%"}}
    happy = {"name": "happy", "metric": "csat", "expected": {"at_least": "85%"}}
    for objectives, reason in (([fix], "user-reported"), ([happy], "efficiency")):
        case = make_case(year(FALLING), as_of=AFTER, objectives=objectives)
        _, report = outcome(case, code)
        assert report.section == "not_applicable"
        assert reason in report.reason


def test_a_shortfall_of_a_hundred_tickets_is_severe_where_no_minimum_was_agreed(make_case: Any) -> None:
    objectives = [
        {"name": "fix", "metric": {"name": "within", "clock": "fix"}, "expected": {"at_least": "90%"}},
        {"name": "happy", "metric": "csat", "expected": {"at_least": "85%"}},
    ]
    for resolved, severity in ((1000, "severe"), (400, "warning")):
        sums = year([140]) | {("happy" + RESOLVED, 1, None): share(resolved, resolved)}
        (finding,), _ = outcome(make_case(sums, as_of=AFTER, objectives=objectives), "XLA101")
        assert finding.severity == severity
        assert finding.evidence[-1].value == round(0.15 * resolved)
        assert "Confirmed by its own interval" in finding.message
