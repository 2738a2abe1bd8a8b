"""XLA2xx from sums: biased respondents, stale sentiment, not measured."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from xlakit.metrics import Cell
from xlakit.rules import run, select
from xlakit.scoring import RESOLVED


def share(hits: int, count: int, **more: Any) -> Cell:
    return Cell(count=count, total=hits, squares=hits, **more)


def found(case: Any, code: str) -> Any:
    findings, (report,) = run(select([code]), case)
    return findings, report


def reopening(
    reopened: tuple[int, int, int], others: tuple[int, int, int]
) -> tuple[dict[Any, Cell], dict[str, Any]]:
    """Tickets, answers and satisfied answers of reopened tickets and of the others, in March."""
    sums: dict[Any, Cell] = {
        ("happy", 3, None): share(reopened[2] + others[2], reopened[1] + others[1], asked=900),
        ("happy" + RESOLVED, 3, None): share(reopened[0] + others[0], reopened[0] + others[0]),
        ("fix", 3, None): share(380, 400),
    }
    rows = []
    for value, (tickets, answers, hits) in (("0", others), ("2", reopened)):
        if answers:
            sums["XLA202:csat", 3, ("reopens", value)] = share(hits, answers)
        rows.append(
            {
                "objective": "happy",
                "window": 3,
                "factor": "reopens",
                "stratum": value,
                "tickets": tickets,
                "asked": None,
            }
        )
    return sums, {"respondents": rows}


def test_a_figure_that_turns_once_reopened_tickets_count_as_often_as_they_occur_is_biased(
    make_case: Any,
) -> None:
    # Answered: 271 of 300. Weighted: 0.25 × 5/20 + 0.75 × 266/280 = 0.775.
    sums, signals = reopening((250, 20, 5), (750, 280, 266))
    (finding,), report = found(make_case(sums, signals=signals), "XLA202")
    assert report.section == "raised"
    assert "reads 90.3% in 300 answers" in finding.message
    assert "Weighted by reopening to all 1000 resolved tickets it reads 77.5%" in finding.message
    assert "that turns the verdict, at least 85% was agreed" in finding.message
    assert (
        '"reopened" is 25.0% of tickets and 6.7% of answers' in finding.message
        or '"not reopened" is 75.0%' in finding.message
    )
    said = {item.what: item for item in finding.evidence}
    # A third of those asked answered.
    assert said["break-even shift of the silent"].value == pytest.approx((0.85 - 271 / 300) / (1 - 300 / 900))
    bounds = said["whatever the silent would say"]
    assert (bounds.low, bounds.high) == (pytest.approx(271 / 900), pytest.approx((271 + 600) / 900))
    assert finding.examples == ()


def test_answers_that_mirror_the_work_are_not_biased(make_case: Any) -> None:
    sums, signals = reopening((250, 75, 19), (750, 225, 214))
    assert found(make_case(sums, signals=signals), "XLA202")[1].section == "clear"


def test_a_kind_with_fewer_answers_than_the_threshold_is_never_told_apart(make_case: Any) -> None:
    sums, signals = reopening((250, 9, 0), (750, 291, 280))
    findings, report = found(make_case(sums, signals=signals), "XLA202")
    assert (findings, report.section) == ((), "not_applicable")


def test_without_enough_answers_there_is_no_bias_to_look_for(make_case: Any) -> None:
    sums, signals = reopening((25, 4, 0), (75, 20, 20))
    assert "at least 30 answers" in found(make_case(sums, signals=signals), "XLA202")[1].reason


def test_more_answers_than_tickets_in_a_kind_are_borne(make_case: Any) -> None:
    sums, signals = reopening((10, 60, 20), (0, 240, 230))
    assert found(make_case(sums, signals=signals), "XLA202")[1].section in {"clear", "raised"}


def ages(*, last: int, since: int, late: int = 0, answers: int = 100) -> dict[str, Any]:
    rows = [
        {
            "window": 3,
            "answers": answers,
            "late": late,
            "last_answer": None,
            "last_resolution": None,
            "resolved_since": None,
        },
        {
            "window": None,
            "answers": answers,
            "late": None,
            "last_answer": datetime(2026, 3, last, tzinfo=UTC),
            "last_resolution": datetime(2026, 5, 20, tzinfo=UTC),
            "resolved_since": since,
        },
    ]
    return {"answer_ages": rows}


def test_answers_that_stopped_long_before_the_work_did_are_stale(make_case: Any, green: Any) -> None:
    (finding,), _ = found(make_case(green, signals=ages(last=31, since=412)), "XLA203")
    assert finding.message.startswith(
        "The last answer came on 2026-03-31. In the 50 days up to the last resolution 412"
    )
    assert finding.tickets_affected == 412


@pytest.mark.parametrize(("last", "since"), [(31, 29), (6, 29)])
def test_little_work_since_the_last_answer_makes_nothing_stale(
    make_case: Any, green: Any, last: int, since: int
) -> None:
    assert found(make_case(green, signals=ages(last=last, since=since)), "XLA203")[1].section == "clear"


def test_answers_given_more_than_thirty_days_later_are_stale_when_they_are_clearly_most(
    make_case: Any, green: Any
) -> None:
    signals = ages(last=31, since=0, late=65)
    (finding,), _ = found(make_case(green, signals=signals), "XLA203")
    assert "65 of 100 answers (65.0%" in finding.message
    assert finding.severity == "info"
    assert found(make_case(green, signals=ages(last=31, since=0, late=55)), "XLA203")[1].section == "clear"


def test_fewer_answers_than_the_threshold_are_not_dated(make_case: Any, green: Any) -> None:
    case = make_case(green, signals=ages(last=1, since=500, late=9, answers=9))
    assert found(case, "XLA203")[1].section == "not_applicable"


def test_an_objective_without_answers_in_a_month_of_work_was_not_measured(make_case: Any, green: Any) -> None:
    april = {
        ("fix", 4, None): share(380, 400),
        ("happy", 4, None): share(0, 0, asked=80),
        ("happy" + RESOLVED, 4, None): share(400, 400),
        ("done", 4, None): share(8, 400),
    }
    (finding,), _ = found(make_case(green | april), "XLA204")
    assert finding.objective == "happy"
    assert "was not measured in 1 of 2 windows (2026-04)" in finding.message
    assert "33.3% of the weight could not be measured" in finding.message
    assert finding.severity == "warning"


def test_a_month_without_work_is_no_gap(make_case: Any, green: Any) -> None:
    # Sums of May make April a window between them, in which nothing at all was counted.
    may = {
        ("fix", 5, None): share(380, 400),
        ("happy", 5, None): share(270, 300, asked=600),
        ("happy" + RESOLVED, 5, None): share(400, 400),
        ("done", 5, None): share(8, 400),
    }
    assert found(make_case(green | may), "XLA204")[1].section == "clear"


def test_what_the_agreement_counts_as_met_without_a_measurement_is_not_measured_either(
    make_case: Any, green: Any
) -> None:
    objectives = [
        {"name": "fix", "metric": {"name": "within", "clock": "fix"}, "expected": {"at_least": "90%"}},
        {"name": "happy", "metric": "csat", "expected": {"at_least": "85%"}, "not_measured": "counts_as_met"},
    ]
    sums = green | {("happy", 3, None): share(3, 4, asked=80)}
    (finding,), _ = found(make_case(sums, objectives=objectives), "XLA204")
    assert "1 of 1 windows" in finding.message


def test_an_agreement_without_experience_has_nothing_to_measure(make_case: Any, green: Any) -> None:
    objectives = [
        {"name": "fix", "metric": {"name": "within", "clock": "fix"}, "expected": {"at_least": "90%"}}
    ]
    case = make_case({("fix", 3, None): share(380, 400)}, objectives=objectives)
    assert found(case, "XLA204")[1].section == "not_applicable"
