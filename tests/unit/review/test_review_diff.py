from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from xlakit.review import load_agreement
from xlakit.review.diff import amendment_diffs, diff

if TYPE_CHECKING:
    from xlakit.model.agreement_diff import AgreementDiff

TEXT = """
apiVersion: xlakit/v1
kind: Agreement
metadata: {name: contoso, title: Contoso, version: "1.4"}
term: {start: 2026-01-01, end: 2026-12-31}
scope: {site: [berlin, oslo]}
priorities: {P1: ["1 - Critical"], P2: ["2 - High"]}
calendars:
  office: {timezone: UTC, hours: {mon-fri: "08:00-16:00"}}
clocks:
  fix: {calendar: office, pause: [pending], within: {P1: 4h, P2: 8h}}
objectives:
  - {name: fix, title: Fixed, metric: {name: within, clock: fix},
     expected: {at_least: 90%}, minimum: {at_least: 80%}, weight: 60}
  - {name: happy, metric: csat, min_count: 30, expected: {at_least: 85%}, minimum: {at_least: 75%}, weight: 40}
segments: [team, site]
scoring: {method: deduct}
"""
NEW = "  - {name: lasting, metric: reopen_rate, expected: {at_most: 5%}, weight: 10}\nsegments:"
SHORT, LONG = (
    "within: {P1: 4h, P2: 8h}",
    "limits: [{when: {priority: P1}, within: 4h}, {when: {priority: P2}, within: 8h}]",
)


def changed(*pairs: tuple[str, str]) -> AgreementDiff:
    text = TEXT
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return diff(load_agreement(TEXT), load_agreement(text))


@pytest.mark.parametrize(
    ("old", "new", "words", "effect", "proposal"),
    [
        ("at_least: 85%", "at_least: 87%", "happy: expected was at least 85%, is at least 87%", "major", "2.0.0"),
        (", minimum: {at_least: 75%}", "", "happy: minimum removed (was at least 75%)", "major", "2.0.0"),
        ("weight: 40", "weight: 50", "happy: weight was 40, is 50", "major", "2.0.0"),
        ("metric: csat,", "metric: csat, window: quarter,", "happy: window was month, is quarter", "major", "2.0.0"),
        ("P1: 4h", "P1: 6h", "clock fix: limits priority P1 was 4h, is 6h", "major", "2.0.0"),
        ("pause: [pending]", "pause: [pending, on-hold]", "clock fix: pause status was pending, is on-hold, pending",
         "major", "2.0.0"),
        ("-16:00", "-17:00", "calendar office: hours mon-fri was 08:00-16:00, is 08:00-17:00", "major", "2.0.0"),
        ("[berlin, oslo]", "[berlin]", "scope site was berlin, oslo, is berlin", "major", "2.0.0"),
        ("deduct", "net", "scoring method was deduct, is net", "major", "2.0.0"),
        ("segments:", "commercials: {currency: EUR, charges: {table: invoices}}\nsegments:",
         "commercials currency added: EUR", "major", "2.0.0"),
        ("2026-12-31", "2027-12-31", "term end was 2026-12-31, is 2027-12-31", "major", "2.0.0"),
        ("segments: [team, site]", "segments: [team]", "segments was site, team, is team", "minor", "1.5.0"),
        ("segments:", NEW, "added: lasting: reopened tickets at most 5%, each month, weight 10", "minor", "1.5.0"),
        ("weight: 40", "wished: {at_least: 95%}, weight: 40", "happy: wished added: at least 95%", "minor", "1.5.0"),
        ("clocks:", "clocks:\n  other: {within: 2h}", "added: clock other", "minor", "1.5.0"),
        ("title: Fixed", "title: Repaired", "fix: title was Fixed, is Repaired", "patch", "1.4.1"),
        (", title: Contoso", "", "metadata title removed (was Contoso)", "patch", "1.4.1"),
    ],
)  # fmt: skip
def test_each_change_is_said_in_words_and_weighed(
    old: str, new: str, words: str, effect: str, proposal: str
) -> None:
    found = changed((old, new))
    assert words in [item.words for item in found.changes]
    assert (found.effect, found.proposal) == (effect, proposal)
    assert (found.fingerprint_before == found.fingerprint_after) is (effect == "patch")


def test_another_name_is_a_removal_and_an_addition() -> None:
    found = changed(("name: happy", "name: content"))
    assert [(item.what, item.where) for item in found.changes] == [
        ("added", "objectives.content"),
        ("removed", "objectives.happy"),
    ]
    assert found.effect == "major"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (SHORT, LONG),
        ("metric: csat,", "metric: csat, window: month,"),
        ("metric: csat,", "metric: csat, kind: experience,"),
        ("[team, site]", "[site, team]"),
        ("pause: [pending]", "reopen: continue, pause: {status: pending}"),
    ],
)
def test_the_same_terms_in_another_form_are_no_change_of_terms(old: str, new: str) -> None:
    found = changed((old, new))
    if found.fingerprint_before != found.fingerprint_after:
        assert [item.words for item in found.changes] == ["the same terms, written in another form or order"]
        assert found.effect == "minor"
    else:
        assert not found


def test_limits_in_another_order_are_a_change_where_two_lines_may_match() -> None:
    lines = ["{when: {priority: P1}, within: 4h}", "{when: {site: oslo}, within: 8h}"]
    one, two = (
        load_agreement(TEXT.replace(SHORT, f"limits: [{', '.join(order)}]")) for order in (lines, lines[::-1])
    )
    (item,) = diff(one, two).changes
    assert item.words == (
        "clock fix: order of limits was priority P1, then site oslo, is site oslo, then priority P1"
    )


def test_a_line_that_is_added_is_no_change_of_order() -> None:
    lines = ["{when: {site: oslo}, within: 8h}", "{when: {site: berlin}, within: 4h}"]
    one, two = (
        load_agreement(TEXT.replace(SHORT, f"limits: [{', '.join(some)}]")) for some in (lines[:1], lines)
    )
    assert [item.words for item in diff(one, two).changes] == ["clock fix: limits site berlin added: 4h"]


def test_a_version_is_no_term() -> None:
    found = changed(('version: "1.4"', 'version: "1.5"'))
    assert not found
    assert (found.effect, found.proposal) == (None, None)


def test_weights_and_classification_are_shown_before_and_after() -> None:
    found = changed(("weight: 60", "weight: 30"))
    shares = {item.kind: (item.before, item.after) for item in found.weights}
    assert shares["efficiency"] == (Fraction(3, 5), Fraction(3, 7))
    assert shares["experience"] == (Fraction(2, 5), Fraction(4, 7))
    assert (found.classification_before, found.classification_after) == ("balanced", "XLA")


def test_incentives_are_points_of_score_for_each_unit() -> None:
    found = changed(("minimum: {at_least: 75%}", "minimum: {at_least: 80%}, stretch: {at_least: 95%}"))
    (item,) = found.gradients
    assert (item.objective, item.below, item.above, item.grows) == ("happy", "grows", "same", True)
    assert item.before is not None
    assert item.after is not None
    assert (item.before.slope_below, item.after.slope_below) == (4, 8)
    assert item.after.unit == "percentage point"


def test_without_a_minimum_all_points_go_at_once_and_that_is_steeper() -> None:
    found = changed((", minimum: {at_least: 75%}", ""))
    (item,) = found.gradients
    assert item.below == "grows"
    assert item.after is not None
    assert (item.after.below, item.after.slope_below) == (40, None)
    assert "happy: falling short counts more: 4 per percentage point to 40 at once" in str(found)


def test_a_stretch_counts_where_the_score_rewards_it() -> None:
    pairs = (("minimum: {at_least: 75%}", "minimum: {at_least: 75%}, stretch: {at_least: 95%}"),)
    assert changed(*pairs).gradients == ()
    rewarded = changed(*pairs, ("deduct", "net"))
    assert {item.objective: item.above for item in rewarded.gradients} == {"fix": "same", "happy": "grows"}


def test_points_for_events_are_incentives_of_their_own() -> None:
    points = "scoring: {method: points, points: [{metric: reopens_per_ticket, each: -2}]}"
    found = changed(("scoring: {method: deduct}", points))
    by_name = {item.objective: item for item in found.gradients}
    assert by_name["happy"].below == "shrinks"
    after = by_name["reopens_per_ticket"].after
    assert after is not None
    assert (after.slope_below, after.unit) == (2, "event")


def test_the_parts_of_an_objective_share_its_weight() -> None:
    text = TEXT.replace("expected: {at_least: 90%}, minimum: {at_least: 80%}", (
        "each: priority, levels: {P1: {expected: {at_least: 95%}}, P2: {expected: {at_least: 90%}}}"
    ))  # fmt: skip
    found = diff(load_agreement(TEXT), load_agreement(text))
    by_name = {item.objective: item.after for item in found.gradients}
    assert by_name["fix"] is None
    assert by_name["fix/P1"] is not None
    assert by_name["fix/P1"].weight == Fraction(3, 10)


def test_amendments_are_compared_version_to_version() -> None:
    text = TEXT + (
        "amendments:\n"
        "  - {effective: 2026-07-01, set: {objectives.happy.expected: {at_least: 87%}}}\n"
        "  - {effective: 2026-10-01, set: {clocks.fix.within.P1: 2h}}\n"
    )
    first, second = amendment_diffs(load_agreement(text))
    assert (first.old, first.new) == ("contoso 1.4", "contoso 1.4 amended 2026-07-01")
    assert [item.words for item in first.changes] == ["happy: expected was at least 85%, is at least 87%"]
    assert [item.words for item in second.changes] == ["clock fix: limits priority P1 was 4h, is 2h"]
    assert amendment_diffs(load_agreement(TEXT)) == ()
    (item,) = diff(load_agreement(TEXT), load_agreement(text)).changes[:1]
    assert item.words == "from 2026-07-01 on: objectives.happy.expected at_least added: 87%"


def test_a_version_that_is_no_number_has_no_next_one() -> None:
    one = load_agreement(TEXT.replace('"1.4"', "draft"))
    two = load_agreement(TEXT.replace('"1.4"', "draft").replace("85%", "86%"))
    assert diff(one, two).proposal is None
    assert diff(one, two).effect == "major"


def test_the_text_of_equal_agreements_says_so() -> None:
    agreement = load_agreement(TEXT)
    text = str(diff(agreement, agreement))
    assert text.startswith("contoso 1.4 and contoso 1.4 say the same.")
    assert "unchanged: " in text
    assert "## Fingerprint" in diff(agreement, agreement).to_markdown()
