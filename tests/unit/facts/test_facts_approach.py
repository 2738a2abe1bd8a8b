from __future__ import annotations

from typing import Any

import pytest

import xlakit as xk

LONG = "The mailbox was full, so I have moved your archive to the new server."


def ticket(name: str, hours: float = 50, **further: Any) -> dict[str, Any]:
    minutes = int(hours * 60)
    day, rest = divmod(minutes, 24 * 60)
    return {
        "ticket_id": name,
        "opened_at": "2026-03-01T00:00Z",
        "resolved_at": f"2026-03-{1 + day:02}T{rest // 60:02}:{rest % 60:02}Z",
        "requester": f"user {name}",
        "reopen_count": 0,
        **further,
    }


def event(kind: str, hour: int, name: str = "x", **further: Any) -> dict[str, Any]:
    return {"ticket_id": name, "at": f"2026-03-01T{hour:02}:00Z", "kind": kind, **further}


def reply(hour: int, text: str | None = LONG, **further: Any) -> dict[str, Any]:
    return event("reply", hour, role="agent", actor="ann", public=True, text=text, **further)


def approach(*events: dict[str, Any], surveys: list[dict[str, Any]] | None = None, **further: Any) -> str:
    """The approach of one slow ticket beside quicker ones of its category."""
    quicker = [ticket(str(hours), hours) for hours in (1, 2, 3)]
    desk = xk.Desk(tickets=[*quicker, ticket("x", **further)], events=list(events) or None, surveys=surveys)
    return dict(xk.facts(desk).select("ticket_id", "approach").rows())["x"]


def test_an_escalation_before_anything_of_substance_is_at_once() -> None:
    assert approach(event("escalated", 2)) == "ESCALATE_IMMEDIATELY"
    assert approach(reply(1, "We are on it."), event("escalated", 2)) == "ESCALATE_IMMEDIATELY"


@pytest.mark.parametrize(
    "events",
    [
        [reply(1), event("escalated", 2)],
        [reply(1, None), event("escalated", 2)],
        [reply(1, "On it."), event("note", 1, role="agent"), event("escalated", 2)],
    ],
    ids=["substantive reply", "reply of unknown text", "two touches"],
)
def test_an_escalation_after_work_of_the_first_level_is_not_at_once(events: list[dict[str, Any]]) -> None:
    assert approach(*events) == "UNCLASSIFIED"


def test_what_bots_and_requesters_write_is_no_work_of_the_first_level() -> None:
    bot = event("reply", 1, role="bot", public=True, text=LONG)
    user = event("reply", 1, role="requester", public=True, text=LONG)
    assert approach(bot, user, event("escalated", 2)) == "ESCALATE_IMMEDIATELY"


def test_an_escalation_after_the_resolution_says_nothing_of_the_approach() -> None:
    late = {"ticket_id": "x", "at": "2026-03-09T00:00Z", "kind": "escalated"}
    assert approach(late) == "UNCLASSIFIED"


def test_guidance_that_the_user_took_is_guided() -> None:
    link = reply(1, "Please follow https://help.example/vpn")
    assert approach(link, event("confirmed", 5)) == "GUIDED"
    assert approach(reply(1), event("confirmed", 5), article_id="KB1") == "GUIDED"
    assert approach(reply(1), event("article", 1, value="KB1"), event("confirmed", 5)) == "GUIDED"
    assert approach(link, surveys=[{"ticket_id": "x", "solved": "yes"}]) == "GUIDED"
    closed = event("status", 5, role="requester", value="resolved")
    assert approach(link, closed) == "GUIDED"


def test_guidance_that_nobody_took_and_thanks_without_guidance_are_not_guided() -> None:
    link = reply(3, "Please follow https://help.example/vpn")
    assert approach(link) == "UNCLASSIFIED"
    assert approach(reply(1), event("confirmed", 5)) == "UNCLASSIFIED"
    assert approach(event("confirmed", 1), link) == "UNCLASSIFIED"
    assert approach(link, surveys=[{"ticket_id": "x", "solved": "partly"}]) == "UNCLASSIFIED"


def test_a_recorded_cause_that_held_is_thorough() -> None:
    assert approach(event("root_cause", 5)) == "THOROUGH"
    assert approach(problem_id="PRB1") == "THOROUGH"
    assert approach(problem_id="PRB1", reopen_count=1) == "UNCLASSIFIED"
    assert approach(problem_id="PRB1", reopen_count=None) == "UNCLASSIFIED"
    assert approach(problem_id="PRB1", requester=None) == "UNCLASSIFIED"
    assert approach(problem_id="PRB1", requester="user 1") == "THOROUGH"


def test_a_repeat_contact_within_a_week_is_not_thorough() -> None:
    first, later = ticket("x", problem_id="PRB1"), ticket("y", requester="user x")
    for opened, expected in (("2026-03-05T00:00Z", "UNCLASSIFIED"), ("2026-03-12T00:00Z", "THOROUGH")):
        desk = xk.Desk(tickets=[ticket("1", 1), first, {**later, "opened_at": opened, "resolved_at": None}])
        assert dict(xk.facts(desk).select("ticket_id", "approach").rows())["x"] == expected


def test_the_quickest_quarter_of_a_category_without_a_cause_is_a_quick_fix() -> None:
    tickets = [ticket(str(hours), hours, category="vpn") for hours in (1, 2, 3, 4)]
    tickets += [ticket(f"slow {hours}", hours, category="erp") for hours in (40, 41)]
    tickets += [
        ticket("caused", 0.5, category="vpn", problem_id="PRB1"),
        ticket("open", category="vpn", resolved_at=None),
    ]
    found = xk.facts(xk.Desk(tickets=tickets)).sort("ticket_id")
    # vpn: 0.5, 1, 2, 3, 4 hours: a quarter took at most 1 hour; erp: 40 and 41: at most 40.25
    assert dict(found.select("ticket_id", "approach").rows()) == {
        "1": "QUICK_FIX",
        "2": "UNCLASSIFIED",
        "3": "UNCLASSIFIED",
        "4": "UNCLASSIFIED",
        "caused": "THOROUGH",
        "open": None,
        "slow 40": "QUICK_FIX",
        "slow 41": "UNCLASSIFIED",
    }
    because = dict(found.select("ticket_id", "approach_because").rows())
    assert because["1"] == "took 3600 s; a quarter of its category at most 3600 s"
    ranks = dict(found.select("ticket_id", "speed_rank").rows())
    assert [ranks[name] for name in ("caused", "1", "4", "slow 40", "open")] == [0.1, 0.3, 0.9, 0.25, None]


def test_rules_are_tried_in_their_order() -> None:
    everything = [event("escalated", 1), reply(2), event("confirmed", 3), event("root_cause", 4)]
    assert approach(*everything, article_id="KB1", hours=0.5) == "THOROUGH"
    assert approach(*everything, article_id="KB1", hours=6) == "ESCALATE_IMMEDIATELY"
    assert approach(*everything[1:], article_id="KB1", hours=6) == "GUIDED"
    assert approach(everything[3], hours=6) == "THOROUGH"
