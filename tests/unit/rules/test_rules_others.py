from __future__ import annotations

from typing import Any

import pytest

from xlakit.errors import MeasureError
from xlakit.metrics import Cell
from xlakit.rules import catalogue, explain, run, select
from xlakit.rules.xla402 import band
from xlakit.scoring import RESOLVED


def share(hits: int, count: int, **more: Any) -> Cell:
    return Cell(count=count, total=hits, squares=hits, **more)


def section(case: Any, code: str) -> str:
    _, (report,) = run(select([code]), case)
    return report.section


def test_every_rule_ends_in_exactly_one_section_and_in_the_same_one_again(make_case: Any, green: Any) -> None:
    for sums in (
        green,
        {("fix", 3, None): share(1, 2)},
        green | {("happy", 3, None): share(100, 300, asked=600)},
    ):
        case = make_case(sums)
        findings, reports = run(catalogue(), case)
        assert [report.code for report in reports] == [rule.code for rule in catalogue()]
        assert {finding.code for finding in findings} == {
            item.code for item in reports if item.section == "raised"
        }
        assert run(catalogue(), case) == (findings, reports)


def test_a_healthy_desk_raises_nothing(make_case: Any, green: Any) -> None:
    findings, reports = run(catalogue(), make_case(green))
    assert findings == ()
    assert {report.section for report in reports} <= {"clear", "not_applicable"}


def test_an_ignored_rule_is_reported_with_its_reason(make_case: Any, green: Any) -> None:
    ignore = {"ignore": [{"code": "XLA402", "reason": "reopens are not allowed by the tool"}]}
    case = make_case(green | {("XLA402:reopen_rate", 3, None): share(80, 400)}, rules=ignore)
    findings, (report,) = run(select(["XLA402"]), case)
    assert findings == ()
    assert (report.section, report.reason) == ("ignored", "reopens are not allowed by the tool")


@pytest.mark.parametrize(
    ("rate", "name"),
    [
        (0.0, "good"),
        (0.0499, "good"),
        (0.05, "normal"),
        (0.0999, "normal"),
        (0.10, "concern"),
        (0.15, "concern"),
    ],
)
def test_reopen_bands_have_no_gap(rate: float, name: str) -> None:
    assert band(rate) == name


def test_reopens_above_fifteen_percent_are_systematic_and_severe(make_case: Any, green: Any) -> None:
    case = make_case(green | {("XLA402:reopen_rate", 3, None): share(80, 400)})
    (finding,) = run(select(["XLA402"]), case)[0]
    assert (finding.severity, finding.tickets_affected) == ("severe", 80)
    assert "80 of 400" in finding.message


def test_a_band_that_may_still_be_good_is_not_raised(make_case: Any, green: Any) -> None:
    case = make_case(green | {("XLA402:reopen_rate", 3, None): share(3, 25)})  # 12 %, interval from 4.2 %
    assert section(case, "XLA402") == "clear"


def test_a_desk_that_does_not_track_reopens_is_told_so(make_case: Any) -> None:
    _, (report,) = run(select(["XLA402"]), make_case({("fix", 3, None): share(380, 400)}))
    assert report.section == "not_applicable"
    assert "reopens are not tracked" in report.reason


def test_inflated_first_contact_resolution_is_the_paradox(make_case: Any, green: Any) -> None:
    sums = green | {
        ("XLA401:fcr_inflation", 3, None): share(60, 400),
        ("XLA401:verified_fcr", 3, None): share(240, 400),
    }
    (finding,) = run(select(["XLA401"]), make_case(sums))[0]
    assert "75.0% resolved at the first contact as claimed, 60.0% verified" in finding.message
    assert section(make_case(green), "XLA401") == "clear"


def test_few_answers_to_many_invitations_are_silence(make_case: Any, green: Any) -> None:
    case = make_case(green | {("happy", 3, None): share(90, 100, asked=600)})
    (finding,) = run(select(["XLA201"]), case)[0]
    assert "16.7% of those invited" in finding.message
    assert "the verdict turns if the silent are 6.0 points less content" in finding.message


def test_tickets_without_a_voice_are_silence(make_case: Any) -> None:
    sums = {
        ("fix", 3, None): share(380, 400),
        ("happy", 3, None): share(0, 0, asked=50),
        ("happy" + RESOLVED, 3, None): share(400, 400),
    }
    (finding,) = run(select(["XLA201"]), make_case(sums))[0]
    assert "was not measured" in finding.message
    assert "400 tickets were resolved" in finding.message


def test_the_frustration_gap_is_told_where_targets_were_met_and_users_missed(
    make_case: Any, green: Any
) -> None:
    unhappy = {
        ("happy", 3, None): share(200, 300, asked=600),
        ("XLA102:frustration_gap", 3, None): share(90, 250),
    }
    (finding,) = run(select(["XLA102"]), make_case(green | unhappy))[0]
    assert (finding.severity, finding.evidence[0].count) == ("info", 250)
    assert "90 of 250 respondents" in finding.message
    missed = unhappy | {("fix", 3, None): share(100, 400)}
    assert section(make_case(green | missed), "XLA102") == "not_applicable"


def test_fewer_respondents_than_the_threshold_are_never_told(make_case: Any, green: Any) -> None:
    few = {("happy", 3, None): share(200, 300, asked=600), ("XLA102:frustration_gap", 3, None): share(9, 9)}
    assert section(make_case(green | few), "XLA102") == "not_applicable"


@pytest.mark.parametrize("rule", catalogue(), ids=lambda rule: rule.code)
def test_every_rule_has_its_page(rule: Any) -> None:
    page = explain(rule.code)
    heads = ("What it flags", "Why it matters", "How it is computed", "False alarms", "What to do")
    assert page.startswith(f"{rule.code}, ")
    assert [line for line in page.splitlines() if line in heads] == list(heads)


def test_an_unknown_code_is_refused_with_a_near_miss() -> None:
    with pytest.raises(MeasureError, match="no such rule; got 'XLA10l'. Hint: did you mean 'XLA10"):
        select(["XLA10l"])
