from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from xlakit.agreement import versions
from xlakit.errors import MeasureError
from xlakit.metrics import Cell, Cube, Key
from xlakit.rules import (
    all_of,
    any_of,
    combined,
    efficiency,
    experience,
    for_windows,
    not_,
    objective,
    observed,
    run,
    shade,
    watch,
)
from xlakit.rules.conditions import places
from xlakit.scoring import RESOLVED, Judge, hidden_of, tasks

HAPPY, UNHAPPY = (270, 300), (200, 300)
FAST, SLOW = (380, 400), (300, 400)


def share(hits: int, count: int, **more: Any) -> Cell:
    return Cell(count=count, total=hits, squares=hits, **more)


def month(number: int, fix: tuple[int, int], happy: tuple[int, int], team: str | None = None) -> Any:
    return {
        ("fix", number, team): share(*fix),
        ("happy", number, team): share(*happy, asked=600),
        ("happy" + RESOLVED, number, team): share(fix[1], fix[1]),
        ("done", number, team): share(8, 400),
    }


def raised(case: Any, when: Any) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    findings, _ = run([watch("OWN001", "t", when)], case)
    return [(item.window.label, item.segment) for item in findings if item.window is not None]


def section(case: Any, when: Any) -> tuple[str, str]:
    _, (report,) = run([watch("OWN001", "t", when)], case)
    return report.section, report.reason


@pytest.fixture
def spring(make_case: Any) -> Any:
    """March to May: in time throughout, users unhappy in April and May."""
    return make_case(month(3, FAST, HAPPY) | month(4, FAST, UNHAPPY) | month(5, FAST, UNHAPPY))


def test_green_outside_and_red_inside_is_found_where_it_is_so(spring: Any) -> None:
    found = raised(spring, efficiency.met & experience.missed)
    assert [label for label, _ in found] == [window.label for window in spring.windows[1:]]
    assert raised(spring, efficiency.missed | experience.met) == [(spring.windows[0].label, ())]
    assert raised(spring, ~efficiency.met) == []


def test_the_composed_watermelon_is_where_the_class_says_so(spring: Any) -> None:
    assert raised(spring, efficiency.met & experience.missed) == raised(
        spring, shade("CONFIRMED", "SUSPECTED", "POSSIBLE")
    )


def test_observed_experience_is_a_side_of_its_own(make_case: Any) -> None:
    case = make_case(month(3, FAST, HAPPY) | {("done", 3, None): share(80, 400)})
    assert raised(case, observed.missed & experience.met) == [(case.windows[0].label, ())]


def test_several_windows_running_need_all_of_them(spring: Any) -> None:
    may = spring.windows[2].label
    assert raised(spring, experience.missed.for_windows(2)) == [(may, ())]
    assert raised(spring, for_windows(2)(experience.missed)) == [(may, ())]
    assert raised(spring, experience.missed.for_windows(3)) == []
    assert raised(spring, efficiency.met.for_windows(3)) == [(may, ())]
    assert experience.missed.for_windows(1) == experience.missed


def test_windows_before_the_first_are_unknown_and_never_raise(spring: Any) -> None:
    when = experience.missed.for_windows(3)
    assert [when.truth(place) for place in places(spring, when)] == [False, False, False]
    green = efficiency.met.for_windows(3)
    assert [green.truth(place) for place in places(spring, green)] == [None, None, True]
    assert section(spring, efficiency.met.for_windows(9)) == (
        "not_applicable",
        "needs a finished window in which an efficiency objective with weight was measured",
    )


def test_a_segment_is_followed_by_itself(make_case: Any) -> None:
    sums = month(3, FAST, HAPPY) | month(4, FAST, HAPPY)
    sums |= month(3, FAST, UNHAPPY, "West") | month(4, FAST, UNHAPPY, "West")
    sums |= month(3, FAST, HAPPY, "East") | month(4, FAST, UNHAPPY, "East")
    case = make_case(sums)
    april = case.windows[1].label
    assert raised(case, experience.missed.for_windows(2)) == [(april, (("team", "West"),))]


def test_a_segment_with_few_answers_is_unknown_in_every_way(make_case: Any) -> None:
    sums = month(3, FAST, HAPPY) | month(3, FAST, (1, 9), "West") | month(3, FAST, (7, 9), "East")
    case = make_case(sums)
    told = [
        experience.met,
        experience.missed,
        experience.unmeasured,
        objective("happy").missed,
        objective("happy").unmeasured,
        ~objective("happy").outcome("BELOW_MINIMUM"),
        shade("UNKNOWN"),
    ]
    for when in told:
        assert [when.truth(place) for place in places(case, when) if place.segment] == [None, None]
    assert len(raised(case, efficiency.met)) == 3


def test_what_nobody_answered_is_unmeasured_neither_met_nor_missed(make_case: Any) -> None:
    case = make_case(month(3, FAST, (0, 0)))
    assert raised(case, experience.unmeasured) == [(case.windows[0].label, ())]
    for unknown in (experience.met, ~experience.met, experience.missed, ~experience.missed):
        assert section(case, unknown)[0] == "not_applicable"
    assert section(case, efficiency.missed & experience.missed)[0] == "clear"
    assert raised(case, objective("happy").outcome("NOT_MEASURED")) == [(case.windows[0].label, ())]
    assert section(case, objective("happy").outcome("EXCUSED"))[0] == "clear"
    assert section(case, objective("happy").outcome("MET"))[0] == "not_applicable"


def test_one_objective_is_asked_by_name_and_outcome(spring: Any, make_case: Any) -> None:
    assert len(raised(spring, objective("happy").outcome("BELOW_MINIMUM"))) == 2
    assert raised(spring, objective("happy").outcome("BELOW_EXPECTED")) == []
    assert len(raised(spring, objective("happy").missed & objective("fix").met)) == 2
    mild = make_case(month(3, FAST, (240, 300)))
    assert len(raised(mild, objective("happy").outcome("BELOW_EXPECTED"))) == 1


def test_of_an_objective_in_parts_the_worst_counts(make_case: Any) -> None:
    fix = {
        "name": "fix",
        "each": "team",
        "metric": {"name": "within", "clock": "fix"},
        "expected": {"at_least": "90%"},
    }
    sums = {("fix", 3, "East"): share(380, 400), ("fix", 3, "West"): share(300, 400)}
    case = make_case(sums, objectives=[fix])
    label = case.windows[0].label
    assert raised(case, objective("fix").missed) == [(label, ())]
    assert raised(case, objective("fix").met) == []
    assert raised(case, objective("fix/East").met & objective("fix/West").missed) == [(label, ())]
    assert raised(case, efficiency.missed) == [(label, ())]


def test_windows_of_two_lengths_are_looked_at_in_the_longer(make_case: Any) -> None:
    case = make_case(month(4, FAST, HAPPY) | month(5, SLOW, HAPPY) | month(6, FAST, HAPPY))
    text = case.agreement.model_dump(mode="json", exclude_unset=True)
    text["objectives"][1]["window"] = "quarter"
    agreement = type(case.agreement).model_validate(text)
    (version,) = versions(agreement)

    todo = tasks(version, (date(2026, 4, 1), date(2026, 6, 28)))
    (quarter,) = todo[1].windows
    cells = {key: cell for key, cell in case.cube.cells.items() if key.metric != "happy"}
    cube = Cube(case.as_of, {**cells, Key("happy", quarter): share(600, 900, asked=1800)})
    judge = Judge(agreement, cube, case.as_of, True, case.measurable, hidden_of(agreement, cube, todo))
    mixed = replace(
        case, agreement=agreement, judgements=tuple(item for task in todo for item in judge.whole(task))
    )
    both = efficiency.missed & experience.missed
    assert raised(mixed, both) == [(quarter.label, ())]
    assert raised(mixed, efficiency.missed) == [(case.windows[1].label, ())]


def test_a_finding_carries_what_it_rests_on(spring: Any) -> None:
    rule = watch(
        "OWN001",
        "In time, and unhappy",
        efficiency.met & objective("happy").missed,
        "severe",
        message="the targets reward the wrong thing.",
        advice="Ask the last ten.",
    )
    first, _ = run([rule], spring)[0]
    assert first.message == f"{spring.windows[1].label}, the whole desk: the targets reward the wrong thing."
    assert (first.code, first.title, first.severity) == ("OWN001", "In time, and unhappy", "severe")
    assert (first.objective, first.tickets_affected, first.advice) == ("happy", 400, "Ask the last ten.")
    fix, happy = first.evidence
    assert (fix.value, fix.count, fix.low, fix.high) == (0.95, 400, None, None)
    assert happy.count == 300
    assert happy.low is not None
    assert happy.low < 2 / 3 < happy.high


def test_a_finding_without_words_of_its_own_says_the_condition(spring: Any) -> None:
    first, _ = run([watch("OWN001", "t", experience.missed)], spring)[0]
    assert first.message.endswith("the whole desk: experience missed.")


def test_what_the_agreement_does_not_have_is_named(spring: Any) -> None:
    assert section(spring, objective("hapy").missed) == (
        "not_applicable",
        "needs an objective named hapy (did you mean 'happy'?)",
    )
    assert section(spring, combined.met) == ("not_applicable", "needs a combined objective")
    assert section(spring, combined.met & efficiency.missed)[0] == "clear"


def test_conditions_are_values_and_flatten() -> None:
    a, b, c = efficiency.met, experience.missed, shade("RED")
    assert a & b & c == all_of(a, b, c) == a & (b & c)
    assert a | b | c == any_of(a, b, c)
    assert ~~a == a
    assert not_(a) == ~a
    assert all_of(a) == a
    assert len({a & b, a & b, b & a}) == 2
    assert objective("x").outcome("MET", "EXCEEDED") == objective("x").met


def test_and_or_not_of_python_are_refused() -> None:
    with pytest.raises(TypeError, match="combine conditions with &"):
        efficiency.met and experience.met  # noqa: B018 - the expression is the test
    with pytest.raises(TypeError):
        efficiency.met & "experience.met"


@pytest.mark.parametrize(
    ("wrong", "match"),
    [
        (all_of, "needs at least one condition"),
        (any_of, "needs at least one condition"),
        (lambda: all_of("efficiency.met"), "takes conditions"),
        (lambda: efficiency.met.for_windows(0), "from 1 to 60"),
        (lambda: efficiency.met.for_windows(61), "from 1 to 60"),
        (lambda: objective("x").outcome(), "needs an outcome"),
        (lambda: objective("x").outcome("IN_PROGRESS"), "no such outcome"),
        (lambda: shade("CONFIRMD"), "did you mean 'CONFIRMED'"),
        (shade, "needs a class"),
    ],
)
def test_nonsense_is_refused_with_the_next_step(wrong: Any, match: str) -> None:
    with pytest.raises(MeasureError, match=match):
        wrong()
