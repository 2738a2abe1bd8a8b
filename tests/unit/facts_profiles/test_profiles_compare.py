"""Several profiles on one desk: verdicts, reasons, counts, words. Monday 2 March 2026, times in UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl
import pytest

from xlakit.agreement import parse
from xlakit.errors import DataError, MeasureError
from xlakit.facts.profiles import Comparison, compare_profiles
from xlakit.model import Agreement
from xlakit.model.profiles import AS_AGREED, Choice, Profile, profile
from xlakit.tables import Desk

Row = dict[str, Any]
FAR = datetime(2026, 3, 31, tzinfo=UTC)
CLOCKS: dict[str, Row] = {
    "reply": {"stop": "first-reply", "within": "1h", "bots_count": "true"},
    "fix": {"stop": "resolved", "pause": ["pending"], "within": {"P1": "4h", "P3": "12h"}},
}


def at(text: str) -> datetime:
    day, clock = text.split(" ")
    hour, minute = clock.split(":")
    return datetime(2026, 3, int(day), int(hour), int(minute), tzinfo=UTC)


def event(ticket: str, when: str, kind: str, value: str | None = None, **more: object) -> Row:
    return {"ticket_id": ticket, "at": at(when), "kind": kind, "value": value, **more}


TICKETS = [
    {"ticket_id": name, "opened_at": at("2 09:00"), "priority": "P1"}
    for name in ("edge", "again", "raised", "robot", "same", "open")
]
EVENTS = [
    event("edge", "2 13:00", "status", "resolved"),
    event("again", "2 12:00", "status", "resolved"),
    event("again", "2 15:00", "status", "open"),
    event("again", "2 17:00", "status", "resolved"),
    event("raised", "2 10:00", "priority", "P3"),
    event("raised", "2 14:00", "priority", "P1"),
    event("raised", "2 16:00", "status", "resolved"),
    event("robot", "2 09:10", "reply", role="bot"),
    event("robot", "2 11:00", "reply", role="agent"),
    event("robot", "2 12:00", "status", "resolved"),
    event("same", "2 09:20", "reply", role="agent"),
    event("same", "2 10:00", "status", "resolved"),
]


def agreement(clocks: dict[str, Row] = CLOCKS) -> Agreement:
    return Agreement.model_validate(
        {
            "apiVersion": "xlakit/v1",
            "kind": "Agreement",
            "metadata": {"name": "beside"},
            "term": {"start": "2026-01-01", "end": "2026-12-31"},
            "clocks": clocks,
            "objectives": [{"name": "o", "metric": "csat", "expected": {"at_least": "90%"}}],
        }
    )


def compared(*profiles: Profile | str, clocks: dict[str, Row] = CLOCKS) -> Comparison:
    return compare_profiles(Desk(tickets=TICKETS, events=EVENTS), agreement(clocks), profiles, as_of=FAR)


def row(found: Comparison, ticket: str, clock: str) -> Row:
    return found.frame.filter(pl.col("ticket_id") == ticket, pl.col("clock") == clock).row(0, named=True)


def why(found: Comparison, ticket: str, clock: str) -> str:
    own = found.differing.filter(pl.col("ticket_id") == ticket, pl.col("clock") == clock)
    return str(own["why"].item())


def test_every_ticket_and_clock_has_a_verdict_and_a_time_for_each_profile() -> None:
    found = compared("servicenow", "zendesk", "jira")
    assert found.frame.columns == [
        "ticket_id",
        "clock",
        "as_agreed",
        "as_agreed_elapsed",
        "servicenow",
        "servicenow_elapsed",
        "zendesk",
        "zendesk_elapsed",
        "jira",
        "jira_elapsed",
        "differs",
    ]
    assert found.frame.height == 12
    assert found.frame["ticket_id"].is_sorted()
    assert found.frame["clock"].to_list()[:2] == ["reply", "fix"]
    assert row(found, "again", "fix") == {
        "ticket_id": "again",
        "clock": "fix",
        "as_agreed": "breached",
        "as_agreed_elapsed": timedelta(hours=5),
        "servicenow": "met",
        "servicenow_elapsed": timedelta(hours=2),
        "zendesk": "breached",
        "zendesk_elapsed": timedelta(hours=5),
        "jira": "met",
        "jira_elapsed": timedelta(hours=2),
        "differs": True,
    }


def test_the_reason_is_the_single_choice_that_turns_the_verdict() -> None:
    found = compared("servicenow", "zendesk", "jira")
    assert why(found, "edge", "fix") == "ServiceNow: exactly the limit (a breach: 100 % is reached)"
    assert why(found, "again", "fix") == (
        "ServiceNow: reopened after it stopped (the old one stays complete, a new one attaches: from now, or "
        "retroactively) | Jira Service Management: reopened after it stopped (a new cycle from zero; past cycles are "
        "kept)"
    )
    assert why(found, "robot", "reply") == "Zendesk: a reply by a bot (does not count)"
    assert set(found.differing["ticket_id"]) == {"edge", "again", "raised", "robot"}


def test_a_change_of_priority_differs_for_those_that_take_the_new_limit_for_all_the_time() -> None:
    found = compared("servicenow", "zendesk", "jira", clocks={"fix": {**CLOCKS["fix"], "binding": "current"}})
    verdicts = row(found, "raised", "fix")
    assert [verdicts[name] for name in ("as_agreed", "servicenow", "zendesk", "jira")] == [
        "breached",
        "met",
        "breached",
        "breached",
    ]
    assert why(found, "raised", "fix").startswith("ServiceNow: the priority changes (")


def test_what_no_choice_does_alone_takes_several_together() -> None:
    both = Profile(
        name="both",
        title="Both",
        basis="an example",
        made=(
            Choice("at the limit", "a breach", "set", lambda _: {"inclusive": False}),
            Choice("pauses", "count", "set", lambda _: {"pause": ()}),
            Choice("merged", "unspecified", "unspecified"),
        ),
    )
    events = [
        event("edge", "2 10:00", "status", "pending"),
        event("edge", "2 10:30", "status", "open"),
        event("edge", "2 13:00", "status", "resolved"),
    ]
    desk = Desk(tickets=TICKETS[:1], events=events)
    found = compare_profiles(desk, agreement({"fix": CLOCKS["fix"]}), [both], as_of=FAR)
    assert row(found, "edge", "fix")["both"] == "breached"
    assert why(found, "edge", "fix") == "Both: several together: at the limit, pauses"


def test_each_of_two_choices_that_suffice_alone_is_named() -> None:
    either = Profile(
        name="either",
        title="Either",
        basis="an example",
        made=(
            Choice("at the limit", "a breach", "set", lambda _: {"inclusive": False}),
            Choice("pauses", "count", "set", lambda _: {"pause": ()}),
        ),
    )
    events = [
        event("edge", "2 10:00", "status", "pending"),
        event("edge", "2 11:00", "status", "open"),
        event("edge", "2 14:00", "status", "resolved"),
    ]
    desk = Desk(tickets=TICKETS[:1], events=events)
    found = compare_profiles(desk, agreement({"fix": CLOCKS["fix"]}), [either], as_of=FAR)
    assert why(found, "edge", "fix") == "Either: at the limit (a breach), or alone pauses (count)"


def test_the_counts_are_those_of_tickets_by_clock_and_profile() -> None:
    found = compared("servicenow")
    assert found.summary.filter(pl.col("clock") == "fix").rows() == [
        ("fix", "as_agreed", 3, 6, 0.5, 3, 0, 0),
        ("fix", "servicenow", 4, 6, 4 / 6, 2, 0, 0),
    ]
    early = compare_profiles(
        Desk(tickets=TICKETS, events=EVENTS), agreement(), ["servicenow"], as_of=at("2 09:30")
    )
    assert early.summary.filter(pl.col("clock") == "fix").row(0) == ("fix", "as_agreed", 0, 0, None, 0, 6, 0)


def test_a_clock_that_never_ran_under_a_profile_has_no_verdict_there() -> None:
    clocks = {"next": {"stop": "next-reply", "within": "1h"}}
    found = compared("zendesk", clocks=clocks)
    assert row(found, "same", "next")["zendesk"] is None
    assert row(found, "same", "next")["differs"]
    assert why(found, "same", "next").startswith("Zendesk: what a clock counts from (")
    assert found.summary.filter(pl.col("profile") == "zendesk").select("decided", "attainment").rows() == [
        (0, None)
    ]
    assert "never ran" in str(found)


def test_the_clocks_as_agreed_always_stand_first_and_once() -> None:
    assert [item.name for item in compared("jira", "as_agreed").profiles] == ["as_agreed", "jira"]
    assert compared(AS_AGREED).frame["differs"].any() is False
    assert [item.name for item in compared().profiles] == ["as_agreed"]


def test_one_profile_may_be_given_by_itself() -> None:
    desk = Desk(tickets=TICKETS, events=EVENTS)
    by_name = compare_profiles(desk, agreement(), "jira", as_of=FAR)
    assert [item.name for item in by_name.profiles] == ["as_agreed", "jira"]
    assert compare_profiles(desk, agreement(), profile("jira"), as_of=FAR).frame.equals(by_name.frame)


def test_an_agreement_without_clocks_compares_nothing() -> None:
    found = compared("jira", clocks={})
    assert (found.frame.height, found.differing.height, found.summary.height) == (0, 0, 0)
    assert found.frame.columns == [
        "ticket_id",
        "clock",
        "as_agreed",
        "as_agreed_elapsed",
        "jira",
        "jira_elapsed",
        "differs",
    ]
    assert "No verdict differs (0 compared)." in str(found)


def test_without_events_the_columns_decide() -> None:
    tickets = [{**TICKETS[0], "resolved_at": at("2 13:00")}]
    found = compare_profiles(Desk(tickets=tickets), agreement(), ["servicenow"], as_of=FAR)
    assert row(found, "edge", "fix")["servicenow"] == "breached"


def test_what_could_not_be_known_is_named_for_each_clock_that_was_run() -> None:
    desk = Desk(tickets=[{**TICKETS[0], "resolved_at": at("2 13:00")}])
    found = compare_profiles(desk, agreement(), ["servicenow"], as_of=FAR)
    where = {note.where for note in found.notes}
    assert {"clock fix", "clock fix as ServiceNow"} <= where


AMENDED = """
apiVersion: xlakit/v1
kind: Agreement
metadata: {name: amended}
term: {start: 2026-01-01, end: 2026-12-31}
calendars: {office: {timezone: UTC, hours: {mon-fri: ["09:00-17:00"]}}}
clocks: {"fix.it": {calendar: office, pause: [pending], within: 4h}}
objectives: [{name: o, metric: {name: within, clock: fix.it}, expected: {at_least: 90%}}]
amendments:
  - {effective: 2026-03-10, set: {clocks.fix.it.within: 2h, calendars.office.hours: {mon-fri: ["08:00-16:00"]}}}
  - {effective: 2026-03-11, set: {clocks.fix.it.within: {P1: 1h, default: 3h}}}
"""


def test_amended_clocks_are_compared_in_the_version_in_force() -> None:
    tickets = [
        {
            "ticket_id": day,
            "opened_at": at(f"{day} 08:00"),
            "resolved_at": at(f"{day} 10:00"),
            "priority": "P1",
        }
        for day in ("9", "10", "11")
    ]
    found = compare_profiles(
        Desk(tickets=tickets), parse(AMENDED), ["servicenow", "zendesk", "jira"], as_of=FAR
    )
    assert found.frame.select("ticket_id", "as_agreed", "servicenow", "zendesk", "jira_elapsed").rows() == [
        ("10", "met", "breached", "met", timedelta(hours=2)),
        ("11", "breached", "breached", "breached", timedelta(hours=2)),
        ("9", "met", "met", "met", timedelta(hours=1)),
    ]
    assert why(found, "10", "fix.it") == "ServiceNow: exactly the limit (a breach: 100 % is reached)"


def test_an_unknown_profile_is_an_error_with_a_hint() -> None:
    with pytest.raises(MeasureError, match="there is no such profile; got 'servicenew'.*'servicenow'"):
        compared("servicenew")


def test_two_profiles_of_one_name_are_an_error() -> None:
    with pytest.raises(MeasureError, match="two columns would have one name; got 'jira'"):
        compared("jira", "jira")
    with pytest.raises(MeasureError, match="got 'why'"):
        compared(Profile(name="why", title="Why", basis="an example"))


def test_a_naive_instant_is_an_error() -> None:
    with pytest.raises(DataError, match="aware"):
        compare_profiles(
            Desk(tickets=TICKETS),
            agreement(),
            ["jira"],
            as_of=datetime(2026, 3, 3),  # noqa: DTZ001 - that is the mistake
        )


def test_the_text_says_counts_tickets_reasons_and_what_is_unspecified() -> None:
    text = str(compared("servicenow", "zendesk"))
    assert text.startswith("Clocks under 3 profiles, as of 2026-03-31 00:00 UTC\n")
    assert "met of decided" in text
    assert "  edge fix: as agreed met (4h), ServiceNow breached (4h), Zendesk met (4h)" in text
    assert "    ServiceNow: exactly the limit (a breach: 100 % is reached)" in text
    assert "  ServiceNow: several messages unanswered" in text
    assert "as agreed:" not in text.split("Unspecified")[1]
    assert "\x1b" not in text


def test_of_many_differing_tickets_the_text_shows_the_first() -> None:
    many = [
        {"ticket_id": f"T{n:02d}", "opened_at": at("2 09:00"), "resolved_at": at("2 13:00"), "priority": "P1"}
        for n in range(25)
    ]
    found = compare_profiles(Desk(tickets=many), agreement({"fix": CLOCKS["fix"]}), ["servicenow"], as_of=FAR)
    text = str(found)
    assert "25 of 25 verdicts differ:" in text
    assert "… and 5 more, in .differing" in text
    assert "T19 " in text
    assert "T20 " not in text


def test_a_ticket_id_cannot_steer_the_terminal() -> None:
    ticket = {
        "ticket_id": "T\x1b[31m",
        "opened_at": at("2 09:00"),
        "resolved_at": at("2 13:00"),
        "priority": "P1",
    }
    found = compare_profiles(
        Desk(tickets=[ticket]), agreement({"fix": CLOCKS["fix"]}), ["servicenow"], as_of=FAR
    )
    assert "\x1b" not in str(found)
