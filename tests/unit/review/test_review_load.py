"""The front door: parsed, checked by itself and against the real catalogue, everything at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from xlakit.errors import AgreementError, Problem
from xlakit.review import check, load_agreement

AGREEMENTS = Path(__file__).parents[2] / "data" / "agreements"
NUMBERED = (AGREEMENTS / "numbered.yaml").read_text(encoding="utf-8")


def refused(*changes: tuple[str, str]) -> tuple[Problem, ...]:
    text = NUMBERED
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    with pytest.raises(AgreementError) as caught:
        load_agreement(text)
    return caught.value.problems


@pytest.mark.parametrize("name", ["small.yaml", "realistic.yaml", "numbered.yaml"])
def test_the_examples_load_from_path_name_and_text(name: str) -> None:
    path = AGREEMENTS / name
    agreement = load_agreement(path)
    assert load_agreement(str(path)) == agreement
    assert load_agreement(path.read_text(encoding="utf-8")) == agreement
    assert load_agreement(agreement.model_dump_json()) == agreement


def test_mistakes_of_every_kind_are_reported_together() -> None:
    problems = refused(
        ("Europe/Berlin", "Europe/Berln"),
        ("15m", "15min"),
        ("at_least: 95%", "at_least: 95"),
        ("metric: csat", "metric: csatt"),
        ("effective: 2026-07-01", "effective: 2027-07-01"),
    )
    assert [(problem.line, problem.path) for problem in problems] == [
        (4, "term.timezone"),
        (10, "clocks.response.within.P1"),
        (20, "objectives[0].expected.at_least"),
        (21, "objectives[0].minimum.at_least"),
        (28, "objectives[2].metric"),
        (34, "amendments[0].effective"),
    ]


def test_a_country_without_public_holidays_is_a_problem_of_its_line() -> None:
    (problem,) = refused(("country: NO", "country: QQ"))
    assert (problem.line, problem.path) == (8, "calendars.office.holidays.country")


def test_a_scale_that_turns_a_metric_around_is_heeded_beside_other_errors() -> None:
    hard = ("anonymity: 10", "effort: {high_is: hard}")
    metric = ("metric: csat", "metric: ces")
    levels = ("at_least: 85%", "at_most: 3"), ("{at_least: 87%}", "{at_most: 2}")
    text = NUMBERED
    for old, new in (hard, metric, *levels):
        text = text.replace(old, new, 1)
    assert load_agreement(text).surveys.effort.high_is == "hard"
    (problem,) = refused(hard, metric, *levels, ("15m", "15min"))
    assert problem.line == 10


def test_an_amendment_is_held_against_the_catalogue_too() -> None:
    (problem,) = refused(("at_least: 87%", "at_least: 0.87"))
    assert (problem.line, problem.path) == (36, "amendments[0].set.objectives.happy.expected.at_least")
    assert problem.hint == "write 87%"


def test_a_file_that_is_not_there_is_an_agreement_error() -> None:
    with pytest.raises(AgreementError, match=r"nowhere\.yaml: agreement: no such file"):
        load_agreement("nowhere.yaml")


def test_every_clause_of_the_realistic_agreement_is_evaluated() -> None:
    review = check(load_agreement(AGREEMENTS / "realistic.yaml"))
    assert review.not_evaluated == ()
    assert review.classification == "balanced"
    assert (review.user_reported_weight, review.weight) == (40, 100)


def test_the_small_agreement_in_words() -> None:
    review = check(load_agreement(AGREEMENTS / "small.yaml"))
    assert review.not_evaluated == ()
    assert review.objectives[0] == (
        "fast-response: service level attainment (clock response) at least 95% (minimum at least 90%), "
        "each month, weight 30"
    )
    assert (review.agreement, review.title) == ("contoso-workplace", "Contoso workplace services")
