"""What the users said, and which resolution they said it of."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from xlakit.facts import Facts, build_facts
from xlakit.model import Agreement
from xlakit.tables import Desk

Row = dict[str, Any]
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
FAR = NOON + timedelta(days=60)


def hour(number: float) -> datetime:
    return NOON + timedelta(hours=number)


def terms(surveys: Row | None = None, **more: object) -> Agreement:
    return Agreement.model_validate(
        {
            "apiVersion": "xlakit/v1",
            "kind": "Agreement",
            "metadata": {"name": "answers"},
            "term": {"start": "2026-01-01", "end": "2026-12-31"},
            "surveys": surveys or {},
            "clocks": {
                "quick": {"stop": "resolved", "reopen": "new_cycle", "within": "2h"},
                "slow": {"stop": "resolved", "within": "100h"},
            },
            "objectives": [{"name": "o", "metric": "csat", "expected": {"at_least": "85%"}, "min_count": 20}],
            **more,
        }
    )


def built(
    surveys: list[Row],
    *,
    events: list[Row] | None = None,
    agreement: Agreement | None = None,
    as_of: datetime = FAR,
    **columns: object,
) -> Facts:
    ticket = {"ticket_id": "T1", "opened_at": hour(0), "requester": "ann", **columns}
    asked = [{"ticket_id": "T1", **survey} for survey in surveys]
    return build_facts(Desk(tickets=[ticket], events=events, surveys=asked), agreement, as_of=as_of)


def one(survey: Row, **more: Any) -> Row:
    return built([survey], **more).answers.row(0, named=True)


def status(number: float, value: str) -> Row:
    return {"ticket_id": "T1", "at": hour(number), "kind": "status", "value": value}


TWICE = [status(1, "resolved"), status(5, "open"), status(9, "resolved")]


def test_an_answer_belongs_to_the_rated_resolution_else_to_the_first() -> None:
    row = one({"csat": 4, "answered_at": hour(20), "cycle": 2}, events=TWICE)
    assert (row["rated_at"], row["rated_at_source"], row["cycle"]) == (hour(9), "rated_resolution", 2)
    row = one({"csat": 4, "answered_at": hour(20)}, events=TWICE)
    assert (row["rated_at"], row["rated_at_source"], row["cycle"]) == (hour(1), "first_resolution", 1)


def test_a_resolution_that_is_not_known_is_counted_and_the_first_one_taken() -> None:
    facts = built([{"csat": 4, "answered_at": hour(20), "cycle": 3}], events=TWICE)
    assert facts.answers["rated_at"].to_list() == [hour(1)]
    assert [(note.where, note.rows) for note in facts.notes] == [("surveys.cycle", 1)]


def test_without_a_resolution_an_answer_belongs_to_its_own_instant() -> None:
    row = one({"csat": 4, "answered_at": hour(3)})
    assert (row["rated_at"], row["rated_at_source"], row["cycle"]) == (hour(3), "answered_at", None)
    row = one({"csat": 4})
    assert (row["answered"], row["rated_at"], row["rated_at_source"]) == (True, None, None)


def test_an_answer_that_comes_later_is_none_yet() -> None:
    late = {"csat": 1, "comment": "no", "sent_at": hour(2), "answered_at": hour(9), "disposition": "complete"}
    row = one(late, as_of=hour(8))
    assert (row["answered"], row["asked"], row["csat"], row["comment"], row["unhappy"]) == (
        False,
        True,
        None,
        None,
        None,
    )
    assert one(late, as_of=hour(9))["answered"] is True
    assert built([late], as_of=hour(1)).answers.is_empty()


@pytest.mark.parametrize(
    ("disposition", "csat", "answered", "asked"),
    [
        (None, 4, True, True),
        (None, None, False, True),
        ("complete", None, True, True),
        ("partial", 4, True, True),
        ("refused", None, False, True),
        ("refused", 4, False, True),
        ("no_reply", None, False, True),
        ("undeliverable", None, False, False),
        ("not_sent", None, False, False),
    ],
)
def test_every_survey_is_kept_with_what_became_of_it(
    disposition: str, csat: int, answered: bool, asked: bool
) -> None:
    row = one({"disposition": disposition, "csat": csat, "nps": None})
    assert (row["answered"], row["asked"]) == (answered, asked)


def test_an_answer_off_its_scale_is_no_answer_and_counted() -> None:
    agreement = terms(
        {"csat": {"scale": "1..4", "satisfied": "3..4"}, "effort": {"scale": "1..5", "high_is": "easy"}}
    )
    facts = built([{"csat": 5, "effort": 6}, {"csat": 4, "effort": 5}], agreement=agreement)
    assert facts.answers["csat"].to_list() == [None, 4.0]
    assert facts.answers["effort"].to_list() == [None, 5.0]
    assert facts.answers["answered"].to_list() == [False, True]
    counted = {note.where: note.rows for note in facts.notes}
    assert counted == {"surveys.csat": 1, "surveys.effort": 1}


@pytest.mark.parametrize(
    ("survey", "unhappy", "by"),
    [
        ({"csat": 2}, True, "csat"),
        ({"csat": 2.5}, False, "csat"),
        ({"csat": 3, "nps": 0}, False, "csat"),
        ({"happiness": 6, "nps": 10}, True, "happiness"),
        ({"nps": 7}, False, "nps"),
        ({"nps": 6, "effort": 7}, True, "nps"),
        ({"effort": 3}, True, "effort"),
        ({"effort": 4}, False, "effort"),
        ({"solved": "no"}, None, None),
    ],
)
def test_the_unhappy_band_is_that_of_the_first_answer_present(
    survey: Row, unhappy: bool | None, by: str
) -> None:
    row = one({"csat": None, "happiness": None, "nps": None, "effort": None, **survey})
    assert (row["unhappy"], row["unhappy_by"]) == (unhappy, by)


@pytest.mark.parametrize(
    ("scale", "highest_unhappy"),
    [("1..5", 2), ("1..10", 4), ("0..10", 3), ("1..7", 2), ("1..3", 1), ("0..1", 0)],
)
def test_the_unhappy_band_is_the_lower_two_fifths_of_the_stated_scale(
    scale: str, highest_unhappy: int
) -> None:
    low, high = (int(part) for part in scale.split(".."))
    agreement = terms({"csat": {"scale": scale, "satisfied": f"{high}..{high}"}})
    answers = built([{"csat": value} for value in range(low, high + 1)], agreement=agreement).answers
    assert answers.filter(answers["unhappy"])["csat"].max() == highest_unhappy


def test_effort_is_hard_at_the_stated_end() -> None:
    hard = terms({"effort": {"scale": "1..7", "high_is": "hard"}})
    answers = built([{"effort": value} for value in range(1, 8)], agreement=hard).answers
    assert answers["unhappy"].to_list() == [False] * 4 + [True] * 3


def test_clocks_are_met_when_every_decided_one_is() -> None:
    def met(*events: Row, as_of: datetime = FAR) -> bool | None:
        found = one({"csat": 4}, events=list(events), agreement=terms(), as_of=as_of)["clocks_met"]
        assert found is None or isinstance(found, bool)
        return found

    assert met(status(1, "resolved")) is True
    assert met(status(3, "resolved")) is False
    assert met(*TWICE) is False
    assert met(status(0.5, "open"), as_of=hour(1)) is None


def test_people_are_told_apart_by_respondent_requester_or_ticket() -> None:
    desk = Desk(
        tickets=[
            {"ticket_id": f"T{n}", "opened_at": hour(0), "requester": who}
            for n, who in enumerate(["ann", "ann", None])
        ],
        surveys=[
            {"ticket_id": "T0", "csat": 4, "respondent": "boss"},
            {"ticket_id": "T0", "csat": 4, "respondent": None},
            {"ticket_id": "T1", "csat": 4, "respondent": None},
            {"ticket_id": "T1", "csat": None, "respondent": None},
            {"ticket_id": "T2", "csat": 4, "respondent": None},
        ],
    )
    answers = build_facts(desk, as_of=FAR).answers
    assert answers["respondent_id"].to_list() == ["boss", "ann", "ann", "ann", "T2"]
    assert answers["repeat_respondent"].to_list() == [False, True, True, False, False]
    groups = answers["random_group"].to_list()
    assert groups[1] == groups[2] == groups[3]
    assert all(0 <= group < 64 for group in groups)


def test_random_groups_are_the_same_on_every_machine() -> None:
    assert one({"csat": 4, "respondent": "ann"})["random_group"] == 45


def test_a_ticket_is_in_the_random_group_of_its_requester_else_in_its_own() -> None:
    desk = Desk(
        tickets=[
            {"ticket_id": "bob", "opened_at": hour(0), "requester": None, "random_group": 7},
            {"ticket_id": "T1", "opened_at": hour(0), "requester": "ann", "random_group": 7},
        ],
        surveys=[{"ticket_id": "T1", "csat": 4, "respondent": "bob"}],
    )
    facts = build_facts(desk, as_of=FAR)
    assert dict(facts.tickets.select("ticket_id", "random_group").iter_rows()) == {"T1": 45, "bob": 39}
    assert facts.answers["random_group"].to_list() == [39]


def test_an_answer_has_its_tickets_columns_and_keeps_its_own() -> None:
    desk = Desk(
        tickets=[{"ticket_id": "T1", "opened_at": hour(0), "team": "L1", "channel": "phone"}],
        surveys=[{"ticket_id": "T1", "csat": 4, "channel": "mail"}],
    )
    (row,) = build_facts(desk, as_of=FAR).answers.to_dicts()
    assert (row["team"], row["channel"], row["in_scope"]) == ("L1", "mail", True)


def test_answers_of_tickets_out_of_scope_or_not_yet_opened_are_out_of_scope() -> None:
    desk = Desk(
        tickets=[
            {"ticket_id": "T1", "opened_at": hour(0), "site": "x"},
            {"ticket_id": "T2", "opened_at": hour(9), "site": "y"},
        ],
        surveys=[{"ticket_id": name, "csat": 4} for name in ("T1", "T2")],
    )
    agreement = terms(scope={"site": "y"})
    assert build_facts(desk, agreement, as_of=FAR).answers["in_scope"].to_list() == [False, True]
    facts = build_facts(desk, agreement, as_of=hour(1))
    assert facts.answers["in_scope"].to_list() == [False, False]
    assert ("surveys.ticket_id", 1) in [(note.where, note.rows) for note in facts.notes]


@pytest.mark.parametrize(
    ("solved", "denied"), [(["yes"], False), (["partly"], False), (["yes", "no"], True), ([None], None)]
)
def test_a_ticket_is_denied_when_a_user_says_that_it_is_not_solved(
    solved: list[str | None], denied: bool | None
) -> None:
    assert built([{"solved": word, "csat": 3} for word in solved]).tickets["denied"].to_list() == [denied]


def test_a_desk_without_surveys_has_no_answers() -> None:
    desk = Desk(tickets=[{"ticket_id": "T1", "opened_at": hour(0)}])
    assert build_facts(desk, as_of=FAR).answers.is_empty()
