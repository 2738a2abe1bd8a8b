"""What users said, told of the ticket; the background of repeat contacts; watermelons with their reason."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

import xlakit as xk
from xlakit.model import Agreement

AS_OF = datetime(2026, 4, 30, tzinfo=UTC)
CLOCKED = Agreement.model_validate(
    {
        "apiVersion": "xlakit/v1",
        "kind": "Agreement",
        "metadata": {"name": "small"},
        "term": {"start": "2026-01-01", "end": "2026-12-31"},
        "surveys": {
            "csat": {"scale": "1..5", "satisfied": "4..5"},
            "effort": {"scale": "1..7", "high_is": "hard"},
        },
        "clocks": {
            "fix": {"calendar": "always", "stop": "resolved", "within": "4h"},
            "react": {"calendar": "always", "stop": "first-reply", "within": "6h"},
        },
        "objectives": [
            {"name": "fix", "metric": {"name": "within", "clock": "fix"}, "expected": {"at_least": "90%"}}
        ],
    }
)


def ticket(number: int, *, day: int = 2, hours: int = 2, **more: Any) -> dict[str, Any]:
    return {
        "ticket_id": str(number),
        "opened_at": datetime(2026, 3, day, 9, tzinfo=UTC),
        "resolved_at": datetime(2026, 3, day, 9 + hours, tzinfo=UTC),
        **more,
    }


def said(
    surveys: list[dict[str, Any]] | None, *columns: str, agreement: Agreement | None = None
) -> list[tuple[Any, ...]]:
    desk = xk.Desk(tickets=[ticket(1), ticket(2)], surveys=surveys)
    return xk.facts(desk, agreement, as_of=AS_OF).select(columns).rows()


@pytest.mark.parametrize(
    ("answer", "voice"),
    [
        ({"csat": 5, "happiness": 0}, 1000),
        ({"csat": 1}, 0),
        ({"csat": 4.5}, 875),
        ({"happiness": 7, "nps": 0}, 700),
        ({"nps": 0, "effort": 7}, 0),
        ({"effort": 7}, 1000),
        ({"comment": "fine"}, None),
    ],
)
def test_the_first_answer_present_is_scaled_from_worst_to_best(
    answer: dict[str, Any], voice: int | None
) -> None:
    assert said([{"ticket_id": "1", "answered_at": AS_OF, **answer}], "voice") == [(voice,), (None,)]


def test_effort_is_turned_round_where_high_means_hard() -> None:
    survey = {"ticket_id": "1", "answered_at": AS_OF, "effort": 7}
    assert said([survey], "voice", agreement=CLOCKED)[0] == (0,)


def test_the_last_answer_holds_and_of_two_at_once_the_lower() -> None:
    first = {"ticket_id": "1", "answered_at": datetime(2026, 3, 3, tzinfo=UTC), "csat": 5}
    later = {"ticket_id": "1", "answered_at": datetime(2026, 3, 9, tzinfo=UTC)}
    both = [later | {"csat": 2}, first, later | {"csat": 4}]
    assert said(both, "voice", "voice_satisfied", "voice_answers")[0] == (250, False, 3)
    assert said(both[::-1], "voice", "voice_satisfied", "voice_answers")[0] == (250, False, 3)


def test_no_surveys_are_not_no_answers() -> None:
    assert said(None, "voice_answers", "voice_praise_recorded")[0] == (None, None)
    silent = [{"ticket_id": "1", "sent_at": "2026-03-03T09:00Z", "disposition": "no_reply"}]
    assert said(silent, "voice_answers")[0] == (0,)


def test_praise_is_unknown_where_nobody_records_it_and_false_where_an_answer_holds_none() -> None:
    answer = {"ticket_id": "1", "answered_at": AS_OF, "csat": 5}
    assert said([answer], "voice_praised", "voice_praise_recorded")[0] == (None, None)
    praised = {"ticket_id": "2", "answered_at": AS_OF, "praise": True}
    assert said([answer, praised], "voice_praised", "voice_praise_recorded") == [(False, True), (True, True)]


def test_an_answer_after_the_instant_looked_from_is_not_heard() -> None:
    desk = xk.Desk(tickets=[ticket(1)], surveys=[{"ticket_id": "1", "answered_at": AS_OF, "csat": 5}])
    facts = xk.facts(desk, as_of=datetime(2026, 3, 5, tzinfo=UTC))
    assert facts.select("voice", "voice_answers").rows() == [(None, 0)]


def test_the_background_is_the_requesters_own_rate_outside_every_follow_up() -> None:
    # Ann: four tickets over 30 days; each resolution is followed for 7 days, the last up to the end of the records.
    tickets = [
        ticket(1, day=1, requester="ann"),
        ticket(2, day=3, requester="ann"),  # two days after a resolution: a repeat, no background
        ticket(3, day=20, requester="ann"),
        ticket(4, day=25, requester="ann"),  # five days after one
        ticket(5, day=4, requester="bob"),
        ticket(6, day=4),
    ]
    end = datetime(2026, 3, 31, 9, tzinfo=UTC)
    facts = xk.facts(xk.Desk(tickets=tickets), as_of=end)
    followed = (
        2 + 7 + 5 + (30 - 24 - 2 / 24)
    )  # days: up to the next resolution, whole, up to the next, to the end
    rates = dict(facts.select("ticket_id", "background_per_day").rows())
    live = 30 - followed
    assert rates["1"] == pytest.approx(1 / live)  # ticket 3 alone: 1 is the ticket itself
    assert rates["2"] == pytest.approx(2 / live)  # 1 and 3
    assert rates["5"] == 0
    assert rates["6"] is None


def test_another_category_is_no_background() -> None:
    tickets = [
        ticket(1, day=1, requester="ann", category="mail"),
        ticket(2, day=20, requester="ann", category="printer"),
        ticket(3, day=25, requester="ann"),
    ]
    facts = xk.facts(xk.Desk(tickets=tickets), as_of=AS_OF)
    assert facts["background_per_day"].to_list() == [0.0, 0.0, None]


def test_a_watermelon_says_which_clocks_were_kept_and_by_how_much() -> None:
    desk = xk.Desk(
        tickets=[ticket(1, hours=3), ticket(2, hours=9), ticket(3, hours=3), ticket(4, hours=3)],
        surveys=[
            {"ticket_id": "1", "answered_at": AS_OF, "csat": 2},
            {"ticket_id": "2", "answered_at": AS_OF, "csat": 2},
            {"ticket_id": "3", "answered_at": AS_OF, "csat": 3},
            {"ticket_id": "4", "answered_at": AS_OF, "comment": "well"},
        ],
    )
    rows = (
        xk.facts(desk, CLOCKED, table="answers", as_of=AS_OF).select("watermelon", "watermelon_reason").rows()
    )
    assert rows == [
        (True, "fix kept at 75 % of its limit, react kept at 50 % of its limit; unhappy by csat"),
        (False, None),
        (False, None),
        (None, None),
    ]


def test_without_clocks_nothing_is_a_watermelon_and_nothing_is_none() -> None:
    desk = xk.Desk(tickets=[ticket(1)], surveys=[{"ticket_id": "1", "answered_at": AS_OF, "csat": 1}])
    assert xk.facts(desk, table="answers", as_of=AS_OF)["watermelon"].to_list() == [None]
