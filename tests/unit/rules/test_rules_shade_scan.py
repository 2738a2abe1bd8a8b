from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from xlakit.metrics import Cell
from xlakit.rules import run, select, shades
from xlakit.rules.standard_error import effective, standard_error
from xlakit.scoring import RESOLVED
from xlakit.stats import random_groups

MEAN = [
    {"name": "fix", "metric": {"name": "within", "clock": "fix"}, "expected": {"at_least": "90%"}},
    {
        "name": "happy",
        "metric": {"name": "csat", "variant": "mean"},
        "expected": {"at_least": "4.0"},
    },
]


def share(hits: int, count: int, **more: Any) -> Cell:
    return Cell(count=count, total=hits, squares=hits, **more)


def scores(mean: float, count: int, spread: float = 1.0) -> Cell:
    """Answers of that mean and spread, in thousandths."""
    total = round(1000 * mean * count)
    return Cell(
        count=count, total=total, squares=round(total**2 / count + (1000 * spread) ** 2 * (count - 1))
    )


def desk(teams: dict[str, Cell], *, fix: dict[str, Cell] | None = None) -> dict[Any, Cell]:
    """March of some teams, every one of them in time unless stated; the whole is content."""
    sums: dict[Any, Cell] = {
        ("fix", 3, None): share(9_800, 10_000),
        ("happy", 3, None): share(9_000, 10_000, asked=20_000),
        ("happy" + RESOLVED, 3, None): share(10_000, 10_000),
    }
    for team, cell in teams.items():
        sums["fix", 3, team] = (fix or {}).get(team, share(98, 100))
        sums["happy", 3, team] = replace(cell, asked=2 * cell.count)
        sums["happy" + RESOLVED, 3, team] = share(200, 200)
    return sums


def found(case: Any, team: str | None) -> Any:
    (item,) = [each for each in case.shades if each.segment == ((("team", team),) if team else ())]
    return item


def good(count: int) -> dict[str, Cell]:
    return {f"good {number}": share(91, 100) for number in range(count)}


def test_nine_segments_are_each_judged_by_their_own_interval(make_case: Any) -> None:
    case = make_case(desk(good(8) | {"bad": share(70, 100)}))
    assert found(case, "bad").shade == "CONFIRMED"
    assert found(case, "bad").reason == "by its own interval: the one-sided 95% bound lies beyond expected"


def test_ten_segments_are_judged_together_by_empirical_bayes(make_case: Any) -> None:
    case = make_case(desk(good(9) | {"bad": share(60, 100)}))
    assert found(case, "bad").shade == "CONFIRMED"
    assert found(case, "bad").reason.startswith("by empirical Bayes over 10 segments, at most 10%")


def test_what_is_beyond_expected_alone_is_suspected_among_many_that_are_alike(make_case: Any) -> None:
    # 27 of 36: alone its bound is below 85 %; beside 39 teams at 91 of 100 it may be chance.
    case = make_case(desk(good(39) | {"odd": share(27, 36)}))
    assert found(case, "odd").shade == "SUSPECTED"
    alone = make_case(desk(good(3) | {"odd": share(27, 36)}))
    assert found(alone, "odd").shade == "CONFIRMED"


def test_segments_below_the_threshold_take_no_part_and_stay_unknown(make_case: Any) -> None:
    case = make_case(desk(good(8) | {"bad": share(70, 100), "tiny": share(0, 9)}))
    assert found(case, "tiny").shade == "UNKNOWN"
    hidden = [each for each in case.shades if each.shade == "UNKNOWN"]
    assert "empirical Bayes" not in found(case, "bad").reason
    findings, _ = run(select(["XLA101"]), case)
    assert not {finding.segment for finding in findings} & {each.segment for each in hidden}


def test_a_miss_that_only_stands_for_silence_is_unknown(make_case: Any) -> None:
    objectives = [
        MEAN[0],
        {
            "name": "happy",
            "metric": "csat",
            "expected": {"at_least": "85%"},
            "not_measured": "counts_as_miss",
        },
    ]
    case = make_case(desk(good(3) | {"tiny": share(0, 9)}), objectives=objectives)
    assert found(case, "tiny").shade == "UNKNOWN"
    assert run(select(["XLA101"]), case)[0] == ()


def test_segments_that_missed_their_targets_shape_the_prior_and_are_never_called(make_case: Any) -> None:
    late = {"late": share(50, 100)}
    case = make_case(desk(good(9) | {"bad": share(60, 100), "late": share(40, 100)}, fix=late))
    assert (found(case, "late").shade, found(case, "bad").shade) == ("RED", "CONFIRMED")
    assert "over 11 segments" in found(case, "bad").reason


def test_the_contract_itself_is_judged_by_its_own_interval_however_many_segments_there_are(
    make_case: Any,
) -> None:
    sums = desk(good(12)) | {("happy", 3, None): share(700, 1000, asked=2000)}
    case = make_case(sums)
    assert found(case, None).shade == "CONFIRMED"
    assert "own interval" in found(case, None).reason


def test_scores_other_than_shares_are_judged_together_too(make_case: Any) -> None:
    teams = {f"good {number}": scores(4.3, 80) for number in range(11)} | {"bad": scores(3.4, 80)}
    sums = desk(teams) | {("happy", 3, None): scores(4.2, 900)}
    case = make_case(sums, objectives=MEAN)
    assert found(case, "bad").shade == "CONFIRMED"
    assert "empirical Bayes over 12 segments" in found(case, "bad").reason
    assert found(case, "good 1").shade == "HEALTHY"


def test_answers_that_all_agree_are_no_surer_than_the_others(make_case: Any) -> None:
    teams = {f"good {number}": scores(4.3, 80) for number in range(11)} | {"same": scores(3.9, 12, 0.0)}
    case = make_case(desk(teams) | {("happy", 3, None): scores(4.2, 900)}, objectives=MEAN)
    assert found(case, "same").shade in {"SUSPECTED", "POSSIBLE"}


def test_of_two_objectives_the_surest_decides_and_none_is_counted_twice(make_case: Any) -> None:
    objectives = [
        *MEAN[:1],
        {"name": "happy", "metric": "csat", "expected": {"at_least": "85%"}},
        {"name": "again", "metric": "csat", "where": {"channel": "phone"}, "expected": {"at_least": "85%"}},
    ]
    sums = desk(good(9) | {"bad": share(60, 100)})
    kept = {("again", 3, team): share(30, 33) for _, _, team in sums if team is not None}
    case = make_case(sums | kept | {("again", 3, None): share(300, 330)}, objectives=objectives)
    assert found(case, "bad").shade == "CONFIRMED"
    assert [each.segment for each in case.shades if each.shade == "CONFIRMED"] == [(("team", "bad"),)]


def test_the_order_of_judgements_decides_nothing(make_case: Any) -> None:
    teams = {f"t{number:02d}": share(60 + 3 * (number % 12), 100) for number in range(24)}
    case = make_case(desk(teams))
    turned = replace(case, segments=tuple(reversed(case.segments)))
    assert set(shades(turned)) == set(case.shades)


def test_repeated_respondents_count_for_less() -> None:
    groups = [10 * (number < 32) for number in range(64)]
    found = random_groups(groups, [10] * 64, statistic="share")
    hits, count = effective(found)
    assert count < 100
    assert hits / count == pytest.approx(0.5, abs=0.02)
    assert standard_error(found) == pytest.approx(0.5 / count**0.5, rel=0.05)


@pytest.mark.parametrize(("bad", "most"), [(0.2, 0.10), (0.0, 0.10)])
def test_few_of_those_confirmed_over_120_segments_are_called_wrongly(
    make_case: Any, bad: float, most: float
) -> None:
    draw = np.random.default_rng(11)
    runs, wrong, right = 10, [], []
    for _ in range(runs):
        counts = draw.integers(40, 201, 120)
        rates = np.where(np.arange(120) < 120 * bad, 0.77, 0.88)
        teams = {
            f"{'bad' if rate < 0.8 else 'good'} {number}": share(int(draw.binomial(count, rate)), int(count))
            for number, (rate, count) in enumerate(zip(rates, counts, strict=True))
        }
        called = [each.segment[0][1] for each in make_case(desk(teams)).shades if each.shade == "CONFIRMED"]
        false = sum(name.startswith("good") for name in called)
        wrong.append(false / len(called) if called else 0.0)
        right.append((len(called) - false) / 24)
    error = float(np.std(wrong)) / runs**0.5
    assert np.mean(wrong) - 2 * error <= most
    assert not bad or np.mean(right) > 0.75
