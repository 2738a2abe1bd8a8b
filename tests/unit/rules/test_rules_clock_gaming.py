"""Rules about gamed clocks, from a few rows of their signals."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from xlakit.facts.signals import SIGNALS, SignalTable, bins, early_closures, pauses, priorities
from xlakit.rules import explain, run, select

SHAPE = [30, 45, 60, 70, 80, 85, 85, 80, 75, 70, 64, 58, 52, 46, 41, 36, 32, 28, 25, 22, 20, 18, 16, 14] + [
    10
] * 24
PAUSES = {"late_pauses": 42, "late_hours": 310.0, "early_pauses": 120, "early_hours": 2790.0}
MODULES = {"bins": bins, "pauses": pauses, "priorities": priorities, "early_closures": early_closures}


def judged(make_case: Any, green: Any, code: str, signal: str, *rows: dict[str, Any]) -> Any:
    case = make_case(green)
    columns = MODULES[signal].COLUMNS
    blank = {"window": case.windows[0], "segment": (), "clock": "fix"}
    table = SignalTable(columns, tuple(tuple((blank | row)[name] for name in columns) for row in rows))
    findings, (report,) = run(select([code]), replace(case, signals={signal: table}))
    return report, findings


def bunched(*, inside: int, **more: Any) -> dict[str, Any]:
    counts = [*SHAPE[:15], inside, *SHAPE[16:]]
    return {
        "limit_us": 4 * 3_600_000_000,
        "limit_bin": 16,
        "counts": tuple(counts),
        "resolved": (),
        "reopened": (),
        "others": (0,) * len(counts),
        "decided": sum(counts),
        "met": sum(counts[:16]),
        "examples": ("1", "2"),
    } | more


def paused(**more: Any) -> dict[str, Any]:
    return PAUSES | {"silent": 30, "decided": 900, "met": 850, "kept_by_pause": 25, "examples": ("7",)} | more


def moved(**more: Any) -> dict[str, Any]:
    return {
        "binding": "current",
        "late_downgrades": 38,
        "late_cycles": 240,
        "early_downgrades": 61,
        "early_cycles": 1900,
        "down": 99,
        "up": 40,
        "decided": 1900,
        "met_initial": 1700,
        "met_final": 1730,
        "examples": (),
    } | more


def closed(**more: Any) -> dict[str, Any]:
    return {
        "near": 200,
        "near_reopened": 40,
        "near_anew": 2,
        "near_reopened_met": 40,
        "near_anew_met": 2,
        "spare": 1000,
        "spare_reopened": 40,
        "spare_anew": 10,
        "reopens_known": True,
        "contacts_known": True,
        "decided": 1400,
        "met": 1200,
        "examples_reopened": ("3",),
        "examples_anew": (),
    } | more


def figures(finding: Any) -> dict[str, Any]:
    return {item.what: item for item in finding.evidence}


def test_an_excess_just_inside_the_limit_is_raised_with_its_counterfactual(
    make_case: Any, green: Any
) -> None:
    report, (finding,) = judged(make_case, green, "XLA403", "bins", bunched(inside=120))
    assert report.section == "raised"
    assert "120 fix clocks stopped in the last 15 minutes before the limit of 4h" in finding.message
    assert "consistent with" in finding.message
    assert "May be innocent" in finding.advice
    found = figures(finding)
    excess = found["excess in the last 15 minutes"].value
    gap = found["attainment of the clock"].value - found["attainment without the excess"].value
    assert gap == pytest.approx(excess / found["share of decided cycles"].count)
    assert (finding.objective, finding.examples) == ("fix", ("1", "2"))


def test_a_smooth_curve_a_small_effect_and_few_cycles_are_not_raised(make_case: Any, green: Any) -> None:
    assert judged(make_case, green, "XLA403", "bins", bunched(inside=36))[0].section == "clear"
    many = bunched(inside=120, decided=50_000, met=45_000)
    assert judged(make_case, green, "XLA403", "bins", many)[0].section == "clear"
    few = bunched(inside=20) | {"counts": tuple(item // 12 for item in SHAPE)}
    assert judged(make_case, green, "XLA403", "bins", few)[0].section == "not_applicable"


def test_the_same_bump_under_other_limits_is_a_veto_and_a_flat_one_is_told(
    make_case: Any, green: Any
) -> None:
    bumped = (*SHAPE[:15], 130, *SHAPE[16:])
    assert (
        judged(make_case, green, "XLA403", "bins", bunched(inside=120, others=bumped))[0].section == "clear"
    )
    _, (finding,) = judged(make_case, green, "XLA403", "bins", bunched(inside=120, others=tuple(SHAPE)))
    assert figures(finding)["relative excess beyond that of other limits"].low > 0


def test_heaps_at_every_full_hour_are_a_veto(make_case: Any, green: Any) -> None:
    heaps = tuple(160 if place % 4 == 3 else 40 for place in range(48))
    assert (
        judged(make_case, green, "XLA403", "bins", bunched(inside=0) | {"counts": heaps})[0].section
        == "clear"
    )


def test_one_chance_bump_among_many_places_is_not_raised(make_case: Any, green: Any) -> None:
    chance = bunched(inside=52)
    assert judged(make_case, green, "XLA403", "bins", chance)[0].section == "raised"
    rows = [bunched(inside=36, segment=(("team", str(number)),)) for number in range(60)]
    assert judged(make_case, green, "XLA403", "bins", chance, *rows)[0].section == "clear"


def test_pauses_in_the_last_tenth_are_raised_with_the_worked_figures(make_case: Any, green: Any) -> None:
    report, (finding,) = judged(make_case, green, "XLA406", "pauses", paused())
    assert report.section == "raised"
    ratio = figures(finding)["pauses an hour in the last tenth over those before"]
    assert (ratio.value, ratio.low, ratio.high) == pytest.approx((3.15, 2.13, 4.37), abs=0.005)
    assert figures(finding)["adjusted p"].value == pytest.approx(6.1e-9, rel=0.01)
    assert "30 of these pauses came without a message" in finding.message
    assert figures(finding)["attainment with the silent late pauses counted"].value == 825 / 900


@pytest.mark.parametrize(
    ("more", "section"),
    [
        ({"kept_by_pause": 4}, "clear"),
        ({"late_pauses": 13}, "clear"),
        ({"decided": 49, "met": 40}, "not_applicable"),
        ({"late_pauses": 5, "early_pauses": 14}, "not_applicable"),
        ({"late_hours": 0.0}, "not_applicable"),
    ],
)
def test_pauses_that_keep_nothing_or_are_few_are_not_raised(
    make_case: Any, green: Any, more: dict[str, Any], section: str
) -> None:
    assert judged(make_case, green, "XLA406", "pauses", paused(**more))[0].section == section


def test_pauses_without_messages_on_record_say_nothing_of_messages(make_case: Any, green: Any) -> None:
    _, (finding,) = judged(make_case, green, "XLA406", "pauses", paused(silent=None))
    assert "message to the user" not in finding.message
    assert "attainment with the late pauses counted" in figures(finding)


def test_late_downgrades_are_raised_with_the_worked_figures(make_case: Any, green: Any) -> None:
    _, (finding,) = judged(make_case, green, "XLA407", "priorities", moved())
    odds = figures(finding)["odds of a downgrade, late over early"]
    assert odds.value == pytest.approx(5.67, abs=0.005)
    assert figures(finding)["adjusted p"].value == pytest.approx(4e-13, rel=0.01)
    assert "(15.8%) were downgraded once 80 % of the limit was used, 3.2% before" in finding.message
    assert figures(finding)["attainment under the initial priority"].value == 1700 / 1900


@pytest.mark.parametrize(
    ("more", "section"),
    [
        ({"met_final": 1705}, "clear"),
        ({"late_downgrades": 8}, "clear"),
        ({"late_downgrades": 0, "early_downgrades": 0}, "clear"),
        ({"late_cycles": 19, "late_downgrades": 9}, "not_applicable"),
    ],
)
def test_downgrades_that_gain_nothing_or_are_few_are_not_raised(
    make_case: Any, green: Any, more: dict[str, Any], section: str
) -> None:
    assert judged(make_case, green, "XLA407", "priorities", moved(**more))[0].section == section


def test_what_comes_back_after_a_late_closing_is_raised_once_for_each_way_back(
    make_case: Any, green: Any
) -> None:
    report, (finding,) = judged(make_case, green, "XLA411", "early_closures", closed())
    assert report.section == "raised"
    assert (
        "40 of 200 tickets resolved in the last tenth of the fix limit (20.0%) were reopened"
        in finding.message
    )
    assert figures(finding)["attainment with the excess counted as missed"].value == (1200 - 32) / 1400
    assert figures(finding)["logged as new, of all that came back"].value == 12 / 92
    _, both = judged(make_case, green, "XLA411", "early_closures", closed(near_anew=40, near_anew_met=40))
    assert [item.title for item in both] == ["closed and reopened", "closed and opened anew"]


@pytest.mark.parametrize(
    ("more", "section"),
    [
        ({"near_reopened": 8, "near_reopened_met": 8}, "clear"),
        ({"decided": 20_000, "met": 19_000}, "clear"),
        ({"near": 19, "near_reopened": 15}, "not_applicable"),
        ({"reopens_known": False, "contacts_known": False}, "not_applicable"),
    ],
)
def test_what_comes_back_as_often_or_is_few_is_not_raised(
    make_case: Any, green: Any, more: dict[str, Any], section: str
) -> None:
    assert judged(make_case, green, "XLA411", "early_closures", closed(**more))[0].section == section


@pytest.mark.parametrize("code", ["XLA403", "XLA406", "XLA407", "XLA411"])
def test_a_gaming_rule_names_its_assumption_its_innocent_causes_and_its_false_alarms(code: str) -> None:
    page = explain(code)
    for words in ("Assumption", "Innocent causes", "Benjamini-Hochberg at 10 %", "0.5 points", "at least"):
        assert words in page


@pytest.mark.parametrize("code", ["XLA403", "XLA406", "XLA407", "XLA411"])
def test_without_its_signal_a_rule_says_what_it_needs(make_case: Any, green: Any, code: str) -> None:
    (rule,) = select([code])
    _, (report,) = run([rule], make_case(green))
    assert report.section == "not_applicable"
    assert SIGNALS[rule.signals[0]].needs in report.reason
