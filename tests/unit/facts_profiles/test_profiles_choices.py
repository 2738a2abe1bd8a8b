"""Profiles as values: what they answer, and what they set."""

from __future__ import annotations

import pickle

import pytest

from xlakit.errors import MeasureError
from xlakit.model import Clock
from xlakit.model.profiles import AS_AGREED, PROFILES, jira, profile, servicenow, zendesk

VENDORS = [item for item in PROFILES.values() if item is not AS_AGREED]
CLOCKS = [
    Clock.model_validate(data)
    for data in (
        {"within": "4h"},
        {"within": {"P1": "1h", "default": "4h"}, "binding": "strictest"},
        {"limits": [{"when": {"priority_not": "P1"}, "within": "4h"}], "retroactive": "true"},
        {"stop": "first-reply", "start": {"team": "L2"}, "cancel": "start-not-met", "within": "1h"},
        {"stop": "first-reply", "start": "first-assigned", "pause": ["pending"], "within": "1h"},
        {"stop": "next-reply", "pause": ["pending"], "resume": {"status": "open"}, "within": "1h"},
        {"stop": "next-update", "pause": {"team": "vendor"}, "bots_count": "true", "within": "1h"},
        {"start": {"team": "L2"}, "stop": {"team_not": "L2"}, "reopen": "new_cycle", "within": "4h"},
        {"reset": {"team": "L2"}, "within": {"P1": "1h", "P2": "2h"}},
        {"stop": "closed", "reopen": "continue_including", "notes_count": "true", "within": "4h"},
    )
]


def test_the_products_answer_the_same_questions_in_the_same_order() -> None:
    asked = {item.name: tuple(item.choices) for item in VENDORS}
    assert len(set(asked.values())) == 1
    assert all(len(set(questions)) == len(questions) for questions in asked.values())


@pytest.mark.parametrize("item", VENDORS, ids=lambda item: item.name)
def test_silence_is_called_unspecified_and_nothing_else_is(item: object) -> None:
    assert all((choice.answer == "unspecified") == (choice.kind == "unspecified") for choice in item.made)  # type: ignore[attr-defined]


@pytest.mark.parametrize("item", VENDORS, ids=lambda item: item.name)
def test_only_choices_that_set_something_change_a_clock(item: object) -> None:
    for choice in item.made:  # type: ignore[attr-defined]
        changes = [choice.change(clock) for clock in CLOCKS]
        assert any(changes) == (choice.kind == "set"), choice.question


@pytest.mark.parametrize("clock", CLOCKS, ids=range(len(CLOCKS)))
@pytest.mark.parametrize("item", list(PROFILES.values()), ids=lambda item: item.name)
def test_a_profile_applied_twice_equals_once(item: object, clock: Clock) -> None:
    once = item.apply(clock)  # type: ignore[attr-defined]
    assert item.apply(once) == once  # type: ignore[attr-defined]


@pytest.mark.parametrize("clock", CLOCKS, ids=range(len(CLOCKS)))
@pytest.mark.parametrize("item", VENDORS, ids=lambda item: item.name)
def test_no_two_choices_set_the_same_field(item: object, clock: Clock) -> None:
    fields = [name for choice in item.made for name in choice.change(clock)]  # type: ignore[attr-defined]
    assert len(fields) == len(set(fields))


def test_as_agreed_changes_nothing() -> None:
    assert all(AS_AGREED.apply(clock) is clock for clock in CLOCKS)


def test_the_functions_are_the_profiles() -> None:
    for clock in CLOCKS:
        assert servicenow(clock) == profile("servicenow").apply(clock)
        assert zendesk(clock) == profile("zendesk").apply(clock)
        assert jira(clock) == profile("jira").apply(clock)


def test_servicenow_cancels_with_the_start_condition_unless_the_agreement_says_when() -> None:
    start = {"start": {"team": "L2"}, "within": "4h"}
    assert servicenow(Clock.model_validate(start)).cancel == "start-not-met"
    stated = Clock.model_validate({**start, "cancel": {"priority": "P4"}})
    assert servicenow(stated).cancel == {"priority": ("P4",)}
    assert servicenow(Clock.model_validate({"within": "4h"})).cancel == "never"


def test_servicenow_leaves_a_reset_of_the_agreement_alone() -> None:
    own = servicenow(Clock.model_validate({"reset": {"team": "L2"}, "within": {"P1": "1h"}}))
    assert (own.reset, own.reset_action, own.binding) == ({"team": ("L2",)}, "complete", "current")


def test_zendesk_counts_a_first_reply_from_the_opening_however_it_attaches() -> None:
    assigned = Clock.model_validate({"stop": "first-reply", "start": "first-assigned", "within": "1h"})
    assert zendesk(assigned).start == "created"
    later = Clock.model_validate({"stop": "first-reply", "start": {"team": "L2"}, "within": "1h"})
    assert (zendesk(later).start, zendesk(later).retroactive) == ({"team": ("L2",)}, True)


def test_a_question_nobody_asked_is_an_error() -> None:
    with pytest.raises(
        MeasureError, match="profile jira: this question is not answered; got 'exactly the limt'"
    ):
        profile("jira").only("exactly the limt")


def test_a_profile_can_be_sent_to_another_process() -> None:
    assert [pickle.loads(pickle.dumps(item)) for item in VENDORS] == VENDORS  # noqa: S301 - our own bytes
