from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import pytest

from xlakit.errors import MeasureError
from xlakit.model import (
    Estimate,
    Finding,
    Judgement,
    Level,
    Levels,
    Outcome,
    RuleReport,
    Score,
    Scorecard,
    Subject,
    Window,
    windows,
)

MONTHS = windows("month", date(2026, 1, 1), date(2026, 6, 30), "Europe/Berlin")
WEST = (("team", "West"),)


def share(k: int, n: int) -> Estimate:
    half = 0.05
    return Estimate(value=k / n, count=n, low=k / n - half, high=k / n + half, numerator=k, denominator=n)


def judged(window: Window, estimate: Estimate, segment: Any = (), **changes: Any) -> Judgement:
    fields: dict[str, Any] = {
        "objective": "happy",
        "title": "Happy users",
        "metric": "csat",
        "kind": "experience",
        "basis": "user_reported",
        "unit": "share",
        "direction": "higher",
        "window": window,
        "segment": segment,
        "estimate": estimate,
        "levels": Levels(expected=Level.model_validate({"at_least": "85%"})),
        "outcome": Outcome.MET,
    }
    return Judgement(**(fields | changes))


def withheld(window: Window, segment: Any) -> Judgement:
    return judged(window, Estimate.nothing(), segment, suppressed=True, outcome=Outcome.NOT_MEASURED)


def finding(window: Window | None, segment: Any = (), **changes: Any) -> Finding:
    fields: dict[str, Any] = {
        "code": "XLA101",
        "severity": "warning",
        "title": "watermelon",
        "message": "Green outside, red inside.",
        "segment": segment,
        "window": window,
    }
    return Finding(**(fields | changes))


def card(judgements: list[Judgement], findings: Any = (), segments: Any = (), **changes: Any) -> Scorecard:
    as_of = changes.pop("as_of", datetime(2026, 7, 1, tzinfo=UTC))
    subject = Subject(agreement="contoso", title="Contoso", as_of=as_of, tickets=1, answers=1, covered=1)
    return Scorecard(
        subject=changes.pop("subject", subject),
        judgements=tuple(judgements),
        findings=tuple(findings),
        segments=tuple(segments),
        score=Score(method="net", value=None),
        **changes,
    )


def months(*numbers: int) -> list[Judgement]:
    return [judged(MONTHS[number - 1], share(90, 100)) for number in numbers]


def test_a_finding_is_new_where_it_did_not_stand_at_the_end_of_the_previous_card() -> None:
    (item,) = card(months(2), [finding(MONTHS[1])]).compare(card(months(1))).new
    assert (item.code, item.in_a_row, item.severity_before) == ("XLA101", 1, None)


def test_a_continuing_finding_counts_its_windows_in_a_row_over_both_cards() -> None:
    old = card(months(1, 2, 3), [finding(MONTHS[1]), finding(MONTHS[2])])
    (item,) = card(months(4), [finding(MONTHS[3], severity="severe")]).compare(old).continuing
    assert (item.in_a_row, item.severity, item.severity_before) == (3, "severe", "warning")


def test_a_month_that_no_card_tells_of_ends_the_count() -> None:
    old = card(months(1), [finding(MONTHS[0])])
    (item,) = card(months(3), [finding(MONTHS[2])]).compare(old).continuing
    assert item.in_a_row == 1


def test_a_finding_that_was_gone_in_between_is_new_again() -> None:
    old = card(months(1), [finding(MONTHS[0])])
    found = card(months(1, 2, 3), [finding(MONTHS[0]), finding(MONTHS[2])]).compare(old)
    assert [item.reason for item in found.new] == ["again: it was gone in between"]


def test_a_finding_of_an_earlier_month_does_not_stand_any_more() -> None:
    whole = card(months(1, 2), [finding(MONTHS[0])])
    assert whole.compare(card(months(1), [finding(MONTHS[0])])).cleared[0].in_a_row == 1
    assert whole.compare(whole).findings == ()


def test_rolling_windows_follow_each_other_although_they_overlap() -> None:
    rolling = windows("rolling-3-months", date(2026, 3, 1), date(2026, 4, 30), "UTC")
    old = card([judged(rolling[0], share(9, 10))], [finding(rolling[0])])
    new = card([judged(rolling[1], share(9, 10))], [finding(rolling[1])])
    assert new.compare(old).continuing[0].in_a_row == 2


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ([RuleReport(code="XLA402", title="reopens", section="clear")], "the rule was not run"),
        (
            [RuleReport(code="XLA101", title="w", section="not_applicable", reason="needs surveys")],
            "the rule was not applicable: needs surveys",
        ),
        (
            [RuleReport(code="XLA101", title="w", section="ignored", reason="agreed")],
            "the rule was ignored: agreed",
        ),
    ],
)
def test_nothing_is_cleared_by_a_rule_that_did_not_look(rules: list[RuleReport], words: str) -> None:
    old = card(months(1), [finding(MONTHS[0])])
    found = card(months(2), rules=tuple(rules)).compare(old)
    assert found.cleared == ()
    assert [item.reason for item in found.unchecked] == [words]


def test_a_segment_whose_figure_is_withheld_is_not_cleared() -> None:
    old = card(months(1), [finding(MONTHS[0], WEST, objective="happy")])
    found = card(months(2), segments=[withheld(MONTHS[1], WEST)]).compare(old)
    assert [item.reason for item in found.unchecked] == ["its figure was not shown in 2026-02"]


def test_a_watermelon_that_shows_in_another_answer_is_the_same_one() -> None:
    old = card(months(1), [finding(MONTHS[0], objective="happy")])
    found = card(months(2), [finding(MONTHS[1], objective="loyal")]).compare(old)
    assert found.new == found.cleared == ()
    assert found.continuing[0].in_a_row == 2
    assert found.continuing[0].reason == "before, it showed most in happy"


def test_findings_without_a_window_stand_and_count_nothing() -> None:
    old, new = card(months(1), [finding(None)]), card(months(2), [finding(None)])
    assert new.compare(old).continuing[0].in_a_row is None


def test_a_quarter_and_a_month_do_not_count_together() -> None:
    quarter = windows("quarter", date(2026, 1, 1), date(2026, 3, 31), "Europe/Berlin")[0]
    old = card([*months(1, 2, 3), judged(quarter, share(9, 10))], [finding(quarter)])
    found = card(months(4), [finding(MONTHS[3])]).compare(old)
    assert len(found.new) == 1
    assert found.unchecked[0].reason == "the card has no finished window of that kind"


def test_mix_alone_lowers_a_figure_although_every_segment_holds() -> None:
    old = card(
        [judged(MONTHS[0], share(85, 100))],
        segments=[
            judged(MONTHS[0], share(72, 80), (("team", "East"),)),
            judged(MONTHS[0], share(13, 20), WEST),
        ],
    )
    new = card(
        [judged(MONTHS[1], share(80, 100))],
        segments=[
            judged(MONTHS[1], share(54, 60), (("team", "East"),)),
            judged(MONTHS[1], share(26, 40), WEST),
        ],
    )
    change = new.compare(old)["happy"]
    (by_team,) = change.splits
    assert change.change == Fraction(-1, 20)
    assert change.better is False
    assert (by_team.mix, by_team.rate) == (Fraction(-1, 20), 0)


def test_a_segment_that_is_new_or_gone_is_mix_and_nothing_else() -> None:
    old = card(
        [judged(MONTHS[0], share(16, 20))],
        segments=[
            judged(MONTHS[0], share(8, 10), (("team", "East"),)),
            judged(MONTHS[0], share(8, 10), (("team", "Gone"),)),
        ],
    )
    new = card(
        [judged(MONTHS[1], share(12, 20))],
        segments=[
            judged(MONTHS[1], share(8, 10), (("team", "East"),)),
            judged(MONTHS[1], share(4, 10), (("team", "New"),)),
        ],
    )
    change = new.compare(old)["happy"]
    parts = {part.segment: part for part in change.splits[0].parts}
    assert (parts["Gone"].rate, parts["Gone"].after) == (0, None)
    assert (parts["New"].rate, parts["New"].before) == (0, None)
    assert change.splits[0].mix + change.splits[0].rate == change.change


def test_a_segment_withheld_in_one_window_is_pooled_in_both() -> None:
    def of(window: Window, west: Judgement) -> Scorecard:
        return card(
            [judged(window, share(25, 30))],
            segments=[
                judged(window, share(9, 10), (("team", "East"),)),
                west,
                withheld(window, (("team", "X"),)),
            ],
        )

    old = of(MONTHS[0], judged(MONTHS[0], share(9, 10), WEST))
    new = of(MONTHS[1], withheld(MONTHS[1], WEST))
    (found,) = new.compare(old)["happy"].splits
    assert [part.segment for part in found.parts] == ["East", None]
    assert found.parts[1].before == Estimate(value=0.8, count=20, numerator=16, denominator=20)
    assert "West" not in str(new.compare(old))


def test_figures_that_are_no_sum_of_their_segments_are_not_split() -> None:
    def of(window: Window) -> Scorecard:
        halves = [judged(window, share(9, 20), (("team", name),)) for name in ("East", "West")]
        return card([judged(window, share(9, 30))], segments=halves)

    (found,) = of(MONTHS[1]).compare(of(MONTHS[0]))["happy"].splits
    assert (found.parts, found.reason) == (
        (),
        "the figures of its segments do not add up to that of the whole",
    )


def test_people_who_are_counted_once_are_not_split() -> None:
    def of(window: Window) -> Scorecard:
        gap = {"metric": "frustration_gap(share=distinct)"}
        return card(
            [judged(window, share(9, 20), **gap)], segments=[judged(window, share(9, 20), WEST, **gap)]
        )

    (found,) = of(MONTHS[1]).compare(of(MONTHS[0]))["happy"].splits
    assert found.reason == "it counts people once each, and one may be in several segments"


def test_a_change_of_answers_carries_an_interval_and_one_of_counts_none() -> None:
    sampled = card(months(2)).compare(card([judged(MONTHS[0], share(80, 100))]))["happy"]
    width = (2 * 0.05**2) ** 0.5
    assert sampled.low == pytest.approx(0.10 - width)
    assert sampled.high == pytest.approx(0.10 + width)
    old, new = (card([judged(MONTHS[index], share(9, 10), basis="observed")]) for index in (0, 1))
    assert new.compare(old)["happy"].low is None


def test_windows_in_progress_are_not_compared() -> None:
    running = judged(MONTHS[1], share(1, 100), outcome=Outcome.IN_PROGRESS)
    old = card(months(1))
    assert card([*months(1), running]).compare(old)["happy"].change == 0


def test_what_was_not_measured_is_not_compared() -> None:
    empty = judged(MONTHS[1], Estimate.nothing(), outcome=Outcome.NOT_MEASURED, reason="no answers")
    found = card([empty]).compare(card(months(1)))["happy"]
    assert (found.change, found.reason) == (None, "not measured in 2026-02: no answers")


def test_other_terms_are_said_and_compared() -> None:
    tighter = Levels(expected=Level.model_validate({"at_least": "87%"}))
    new = card([judged(MONTHS[1], share(90, 100), levels=tighter, version="2")])
    found = new.compare(card(months(1)))
    assert found["happy"].change == 0
    assert found.notes == (
        "Happy users: judged under version 1 before, 2 now.",
        "Happy users: expected was at least 85%, is at least 87%.",
    )


def test_another_agreement_with_the_same_metric_is_said_and_compared() -> None:
    other = Subject(
        agreement="fabrikam",
        title="F",
        as_of=datetime(2026, 7, 1, tzinfo=UTC),
        tickets=1,
        answers=1,
        covered=1,
    )
    found = card(months(2)).compare(card(months(1), subject=other))
    assert found["happy"].change == 0
    assert found.notes == ("The cards are of different agreements: fabrikam before, contoso now.",)


def test_another_metric_under_the_same_name_is_not_compared() -> None:
    both = [judged(MONTHS[0], share(5, 10), objective="fix", metric="fcr")]
    old = card([judged(MONTHS[0], share(5, 10), metric="nps"), *both])
    found = card([*months(2), *both]).compare(old)
    assert found["happy"].reason == "measured by nps before, by csat now"


def test_cards_that_share_no_metric_are_refused() -> None:
    old = card([judged(MONTHS[0], share(5, 10), metric="nps")])
    with pytest.raises(MeasureError, match="judge nothing by the same metric"):
        card(months(2)).compare(old)


def test_a_window_looked_at_again_later_is_said() -> None:
    old = card(months(1), as_of=datetime(2026, 2, 1, tzinfo=UTC))
    found = card(months(1)).compare(old)
    assert found.notes == ("Of the same window in both cards, so that only later records differ: happy.",)


def test_an_empty_card_compares_with_any() -> None:
    assert card([]).compare(card([])).changes == ()
    assert (
        card(months(1)).compare(card([]))["happy"].reason == "the previous card has no finished window of it"
    )


def test_an_objective_that_does_not_exist_is_no_change() -> None:
    with pytest.raises(KeyError):
        card([]).compare(card([]))["happy"]
