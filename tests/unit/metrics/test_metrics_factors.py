"""Factors: which words name them, how often, and what they stand for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import combinations
from math import factorial
from typing import Any

import pytest

import xlakit as xk
from xlakit.errors import MeasureError
from xlakit.metrics import happiness
from xlakit.metrics.analysis import factors
from xlakit.metrics.factor import FACTORS, OTHER, Factor, find, named
from xlakit.metrics.families.factors import (
    factor_contribution,
    factor_impact,
    factor_lift,
    factor_net,
    factor_share,
)

OPENED = datetime(2026, 3, 2, 9, tzinfo=UTC)
SAID: list[tuple[float, list[str] | None]] = [
    *[(10, ["speed"])] * 12,
    *[(9, ["Speed", "attitude"])] * 12,
    *[(2, ["slow", "not-solved", "parking"])] * 12,
    *[(8, ["skills"])] * 12,
    *[(5, ["attitude"])] * 4,
    *[(10, None)] * 10,
    *[(1, [])] * 10,
]


def desk_of(said: list[tuple[float, list[str] | None]] = SAID, months: int = 1) -> xk.Desk:
    return xk.Desk(
        tickets=[
            {
                "ticket_id": f"{n}",
                "opened_at": OPENED.replace(month=3 + n % months),
                "resolved_at": OPENED.replace(month=3 + n % months) + timedelta(hours=1),
                "requester": f"u{n}",
                "team": "West" if n % 2 else "East",
            }
            for n in range(len(said))
        ],
        surveys=[
            {
                "ticket_id": f"{n}",
                "answered_at": OPENED.replace(month=3 + n % months),
                "happiness": score,
                "factors": words,
            }
            for n, (score, words) in enumerate(said)
        ],
    )


def value(metric: Any, desk: xk.Desk) -> Any:
    return xk.measure(metric, desk)["value"].item()


def test_the_top_three_of_each_pole_are_built_in() -> None:
    assert [factor.name for factor in FACTORS if factor.polarity == "happy"][:3] == [
        "speed",
        "attitude",
        "skills",
    ]
    unhappy = [factor.name for factor in FACTORS if factor.polarity == "unhappy"]
    assert unhappy[:3] == ["not_solved", "slowness", "re_explaining"]


def test_opposites_are_mutual_and_of_the_other_pole() -> None:
    for factor in FACTORS:
        if factor.opposite is not None:
            other = find(factor.opposite)
            assert other.opposite == factor.name
            assert {factor.polarity, other.polarity} == {"happy", "unhappy"}


def test_no_word_stands_for_two_factors_of_one_pole() -> None:
    for polarity in ("happy", "unhappy"):
        words = [word for factor in FACTORS if factor.polarity == polarity for word in factor.known_by]
        assert len(words) == len(set(words))


def test_the_words_of_the_synthetic_desks_are_known() -> None:
    desk = xk.datasets.synthetic_desk("watermelon", tickets=300, seed=1)
    answers = xk.facts(xk.Desk(**desk.tables()), table="answers", as_of=desk.until)
    ticked = set(answers.select(named().explode().drop_nulls()).to_series())
    assert ticked
    assert OTHER.name not in ticked


def test_a_word_of_both_poles_follows_the_mood_of_the_answer() -> None:
    desk = desk_of()
    assert value(factor_share("attitude"), desk) == pytest.approx(12 / 52)
    assert value(factor_share("unfriendliness"), desk) == pytest.approx(4 / 52)


def test_shares_and_nets_are_of_those_who_name_any_factor() -> None:
    desk = desk_of()
    assert value(factor_share("speed"), desk) == pytest.approx(24 / 52)
    assert value(factor_net("speed"), desk) == pytest.approx(100 * (24 - 12) / 52)
    assert value(factor_net("slowness"), desk) == value(factor_net("speed"), desk)
    assert value(factor_net("not_solved"), desk) == pytest.approx(-100 * 12 / 52)
    assert value(factor_share("other"), desk) == pytest.approx(12 / 52)
    assert value(factor_share("rushed"), desk) == 0
    assert value(factor_share("speed"), desk_of([(10, None)] * 12)) is None


def test_lift_is_how_much_more_often_they_are_unhappy() -> None:
    desk = desk_of()
    found = xk.measure([factor_lift("slowness"), factor_lift("speed")], desk)
    assert found["value"].to_list() == [pytest.approx(52 / 16), 0.0]
    assert found["low"][0] > 1
    assert found["high"][1] > 0  # nobody of 24, and still no certainty
    assert value(factor_lift("speed"), desk_of([(10, ["speed"])] * 12)) is None


def test_impact_is_volume_times_distance() -> None:
    desk = desk_of()
    assert value(factor_impact("slowness", target=60), desk) == 12 * (-100 - 60)
    assert value(factor_impact("speed"), desk) == 24 * 100
    assert value(factor_impact("skills", target="12.5"), desk) == 12 * -12.5
    mixed = desk_of([*[(10, ["fast"])] * 20, *[(3, ["fast"])] * 5])
    found = xk.measure(factor_impact("speed", target=60), mixed).row(0, named=True)
    assert found["value"] == 25 * (100 * 15 / 25 - 60) == 0
    assert found["low"] < 0 < found["high"]
    sure = xk.measure(factor_impact("speed"), desk).row(0, named=True)
    assert sure["low"] < sure["value"]  # all of 24 were happy, and still no certainty


def test_contributions_add_up_to_the_score_of_those_who_name_factors() -> None:
    desk = desk_of()
    parts = [value(factor_contribution(factor.name), desk) for factor in (*FACTORS, OTHER)]
    whole = value(happiness(), desk_of([item for item in SAID if item[1]]))
    assert sum(parts) == pytest.approx(whole)
    assert value(factor_contribution("slowness"), desk) == pytest.approx(-100 * 12 / 3 / 52)


def test_a_contribution_is_the_shapley_value_of_naming() -> None:
    answers = [(100.0, {"a", "b"}), (-100.0, {"b", "c"}), (100.0, {"c"}), (-100.0, {"a", "b", "c"})]
    names = ("a", "b", "c")

    def earned(some: tuple[str, ...]) -> float:
        return sum(score for score, ticked in answers if ticked & set(some)) / len(answers)

    listed = tuple(Factor(name, "happy") for name in names)
    desk = desk_of([({100.0: 10, -100.0: 1}[score], sorted(ticked)) for score, ticked in answers] * 5)
    for name in names:
        rest = [other for other in names if other != name]
        shapley = sum(
            factorial(size) * factorial(2 - size) / 6 * (earned((*some, name)) - earned(some))
            for size in range(3)
            for some in combinations(rest, size)
        )
        assert value(factor_contribution(name, factors=listed), desk) == pytest.approx(shapley)


def test_a_list_of_ones_own_replaces_the_built_in_one_and_is_told_apart() -> None:
    listed = (Factor("parking", "unhappy", ("no parking",)),)
    own, built_in = factor_share("parking", factors=listed), factor_share("other")
    found = xk.measure([own, built_in, factor_share("other", factors=listed)], desk_of())
    assert found["value"].to_list() == [pytest.approx(12 / 52), pytest.approx(12 / 52), 1.0]
    assert len(set(found["metric"])) == 3


def test_an_unknown_factor_score_or_target_is_refused() -> None:
    with pytest.raises(MeasureError, match="did you mean 'speed'"):
        factor_share("sped")
    with pytest.raises(MeasureError, match="score"):
        factor_contribution("speed", score="effort")  # type: ignore[arg-type]
    with pytest.raises(MeasureError, match="exact number"):
        factor_impact("speed", target=0.1)  # type: ignore[arg-type]


def test_the_table_holds_what_the_metrics_say_and_leaves_out_what_nobody_named() -> None:
    desk = desk_of()
    table = {row["factor"]: row for row in factors(desk, against=60).iter_rows(named=True)}
    assert set(table) == {"speed", "attitude", "slowness", "not_solved", "skills", "other", "unfriendliness"}
    speed = table["speed"]
    assert (speed["answers"], speed["named"], speed["score"], speed["impact"]) == (52, 24, 100, 24 * 40)
    assert speed["share"] == pytest.approx(value(factor_share("speed"), desk))
    assert speed["contribution"] == pytest.approx(value(factor_contribution("speed"), desk))
    assert speed["share_low"] < speed["share"] < speed["share_high"]


def test_what_rests_on_too_few_is_withheld_and_cannot_be_worked_out() -> None:
    table = {row["factor"]: row for row in factors(desk_of()).iter_rows(named=True)}
    hidden = {name for name, row in table.items() if row["suppressed"]}
    assert "unfriendliness" in hidden  # four named it
    assert len(hidden) > 1  # else the difference to the whole would tell
    for name in hidden:
        assert table[name]["contribution"] is None
        assert table[name]["lift"] is None
        assert table[name]["impact"] is None


def test_a_segment_with_too_few_answers_is_withheld_whole() -> None:
    said = [(10.0, ["speed"])] * 40
    desk = desk_of(said)
    frame = desk.tickets.with_columns(
        team=desk.tickets["team"].set(desk.tickets["ticket_id"].is_in(["1", "3"]), "tiny")
    )
    found = factors(xk.Desk(tickets=frame, surveys=desk.surveys), by="team")
    tiny = found.filter(team="tiny")
    assert tiny["suppressed"].all()
    assert tiny["share"].null_count() == tiny.height
    assert found["suppressed"].sum() > tiny.height  # a second segment hides the first


def test_impact_can_be_held_against_the_desk_or_the_month_before() -> None:
    desk = desk_of([*[(10, ["fast"]), (3, ["fast"])] * 15, *[(10, ["fast"]), (10, ["fast"])] * 15], months=2)
    whole = value(happiness(), desk)
    baseline = factors(desk, every="month")
    assert baseline["reference"].to_list() == [pytest.approx(whole)] * 2
    before = factors(desk, every="month", against="previous")
    assert before["score"].to_list() == [100, 0]
    assert before["reference"].to_list() == [None, 100]
    assert before["impact"].to_list() == [None, 30 * (0 - 100)]
    with pytest.raises(MeasureError, match="needs windows"):
        factors(desk, against="previous")
    with pytest.raises(MeasureError, match="reference"):
        factors(desk, against="last year")


def test_weights_are_found_within_one_rating_class_only() -> None:
    # Among the unhappy, those who name slowness rate 5 and the others 1; speed is named by the happy alone.
    unhappy = [*[(5.0, ["slow"])] * 20, *[(1.0, ["rushed"])] * 10, *[(5.0, ["slow", "rushed"])] * 10]
    desk = desk_of([*unhappy, *[(10.0, ["speed"])] * 40])
    table = {row["factor"]: row for row in factors(desk).iter_rows(named=True)}
    slow, rushed = table["slowness"], table["rushed"]
    assert slow["shapley"] + rushed["shapley"] == pytest.approx(1)
    assert slow["shapley"] > rushed["shapley"] > 0
    assert slow["relative_weight"] == pytest.approx(slow["shapley"])  # identical for two
    assert table["speed"]["shapley"] is None  # named by all of its class


def test_two_answers_a_factor_are_not_weighed() -> None:
    table = factors(desk_of([(5.0, ["slow"]), (1.0, ["rushed"])] * 6))
    assert table["shapley"].null_count() == table.height
