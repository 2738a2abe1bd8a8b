"""Our verdict beside a flag. Monday 2 March 2026; the office is open 08-17 UTC; the limit is 4 h."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from xlakit.errors import DataError, MeasureError
from xlakit.facts import clock_frame
from xlakit.facts.reconcile import DIFFERING_SCHEMA, Reconciliation, reconcile
from xlakit.model import Agreement
from xlakit.tables import Desk, load_desk

Row = dict[str, Any]
LOG = Path(__file__).parents[2] / "data" / "uci_incident_event_log.csv.gz"
FAR = datetime(2026, 3, 31, tzinfo=UTC)
FIX: Row = {
    "calendar": "office",
    "stop": "resolved",
    "pause": ["pending"],
    "within": {"P1": "4h", "P2": "9h"},
}


OBJECTIVE = [{"name": "o", "metric": {"name": "within", "clock": "slow"}, "expected": {"at_least": "90%"}}]


def at(text: str) -> datetime:
    day, clock = text.split(" ")
    hour, minute = clock.split(":")
    return datetime(2026, 3, int(day), int(hour), int(minute), tzinfo=UTC)


def event(when: str, value: str, kind: str = "status") -> Row:
    return {"ticket_id": "1", "at": at(when), "kind": kind, "value": value}


def agreement(**more: Any) -> Agreement:
    return Agreement.model_validate(
        {
            "apiVersion": "xlakit/v1",
            "kind": "Agreement",
            "metadata": {"name": "small"},
            "term": {"start": "2026-01-01", "end": "2026-12-31"},
            "calendars": {"office": {"timezone": "UTC", "hours": {"mon-fri": "08:00-17:00"}}},
            "clocks": {"fix": FIX, "slow": {"stop": "resolved", "within": "1000h"}},
            "objectives": [
                {"name": "o", "metric": {"name": "within", "clock": "fix"}, "expected": {"at_least": "90%"}}
            ],
            **more,
        }
    )


def ticket(number: int, flag: object, resolved: str | None = "2 10:00", **more: object) -> Row:
    solved = None if resolved is None else at(resolved)
    opened = {"ticket_id": str(number), "opened_at": at("2 09:00"), "priority": "P1", "resolved_at": solved}
    return {**opened, "made_sla": flag, "site": "oslo", **more}


def found(tickets: list[Row], events: list[Row] | None = None, **more: Any) -> Reconciliation:
    terms = more.pop("terms", {})
    return reconcile(Desk(tickets=tickets, events=events), agreement(**terms), as_of=FAR, **more)


def reason(flag: object, *events: Row, resolved: str | None = None, **more: Any) -> tuple[bool | None, str]:
    result = found([ticket(1, flag, resolved)], list(events) or None, **more)
    (row,) = result.differing.to_dicts()
    return row["ours"], row["reason"]


def test_the_four_counts_and_the_rate() -> None:
    result = found(
        [ticket(1, "true"), ticket(2, "false"), ticket(3, "true", "2 16:00"), ticket(4, "false", "2 16:00")]
    )
    assert (result.both_met, result.only_ours, result.only_theirs, result.both_missed) == (1, 1, 1, 1)
    rate = result.agreement_rate
    assert (rate.numerator, rate.denominator, rate.method) == (2, 4, "wilson")
    assert result.differing["ticket_id"].to_list() == ["2", "3"]
    assert dict(result.differing.schema) == DIFFERING_SCHEMA


@pytest.mark.parametrize("word", ["true", "True", " YES ", "1", True, 1])
def test_every_yes_is_met(word: object) -> None:
    assert found([ticket(1, word)]).both_met == 1


@pytest.mark.parametrize("word", ["false", "False", "no", "0", False])
def test_every_no_is_missed(word: object) -> None:
    assert found([ticket(1, word, "2 16:00")]).both_missed == 1


def test_tickets_without_a_flag_or_with_another_word_are_left_out_and_counted() -> None:
    result = found([ticket(1, None), ticket(2, "perhaps"), ticket(3, "yes")])
    assert (result.without_flag, result.unread_flag, result.agreement_rate.count) == (1, 1, 1)


def test_tickets_out_of_scope_are_left_out_and_counted() -> None:
    result = found([ticket(1, "true"), ticket(2, "true", site="rome")], terms={"scope": {"site": "oslo"}})
    assert (result.out_of_scope, result.both_met) == (1, 1)


def test_another_column_can_be_the_flag() -> None:
    assert found([ticket(1, "true", kept="no")], flag="kept").only_ours == 1


def test_one_clock_can_be_compared_or_all_of_them() -> None:
    tickets = [ticket(1, "true", "2 16:00")]
    assert found(tickets).compared == ("fix", "slow")
    assert found(tickets).only_theirs == 1
    assert found(tickets, clock="slow").both_met == 1
    assert found(tickets).differing.row(0, named=True)["clock"] == "fix"


def test_an_unknown_flag_or_clock_is_an_error() -> None:
    with pytest.raises(DataError, match="did you mean 'made_sla'?"):
        found([ticket(1, "true")], flag="mad_sla")
    with pytest.raises(MeasureError, match="did you mean 'fix'?"):
        found([ticket(1, "true")], clock="fixx")


def test_met_only_because_pauses_are_left_out() -> None:
    log = [event("2 10:00", "pending"), event("2 14:00", "open"), event("2 15:00", "resolved")]
    assert reason("no", *log) == (True, "paused time: met only because pauses are left out")


def test_met_only_in_open_hours() -> None:
    row = ticket(1, "no", "3 08:30", opened_at=at("2 16:00"))
    (differs,) = found([row]).differing.to_dicts()
    assert (differs["elapsed"], differs["limit"]) == (timedelta(hours=1, minutes=30), timedelta(hours=4))
    assert differs["reason"] == "calendar: met only in open hours"


def test_met_only_with_pauses_and_calendar() -> None:
    log = [event("2 16:30", "pending"), event("2 19:30", "open"), event("2 21:00", "resolved")]
    row = ticket(1, "no", None, opened_at=at("2 16:00"))
    assert found([row], log).differing["reason"].to_list() == ["paused time and calendar: met only with both"]


def test_met_only_because_solved_time_is_left_out() -> None:
    log = [event("2 10:00", "resolved"), event("2 14:00", "open"), event("2 15:00", "resolved")]
    assert reason("no", *log) == (True, "reopened: met only because solved time is left out")


def test_met_or_missed_only_by_the_priority_that_we_take() -> None:
    lowered = [
        event("2 09:00", "P1", "priority"),
        event("2 10:00", "P2", "priority"),
        event("2 16:00", "resolved"),
    ]
    assert reason("yes", *lowered) == (False, "priority changed: missed only by the limit we take")
    raised = [
        event("2 09:00", "P2", "priority"),
        event("2 10:00", "P1", "priority"),
        event("2 16:00", "resolved"),
    ]
    assert reason("no", *raised) == (True, "priority changed: met only by the limit we take")


def test_missed_only_because_waiting_counts() -> None:
    log = [event("2 10:00", "on-hold"), event("2 14:00", "open"), event("2 15:00", "resolved")]
    assert reason("yes", *log) == (False, "paused time: missed only because waiting counts")


def test_missed_only_after_the_first_solution() -> None:
    log = [event("2 10:00", "resolved"), event("2 11:00", "open"), event("2 16:00", "resolved")]
    assert reason("yes", *log) == (False, "reopened: missed only after the first solution")


def test_near_the_limit_and_not_explained_come_last() -> None:
    assert reason("yes", resolved="2 13:01") == (False, "near the limit: within 10 % of it")
    assert reason("yes", resolved="2 16:00") == (False, "not explained: their targets or hours may be others")


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (ticket(1, "no", None, opened_at=FAR - timedelta(hours=8)), "not decided by us: running"),
        (ticket(1, "no", None, status="cancelled"), "not decided by us: cancelled"),
        (ticket(1, "no", priority="P9"), "not decided by us: no clock ran"),
    ],
)
def test_what_we_have_not_decided_is_no_verdict_and_listed_where_they_say_missed(row: Row, why: str) -> None:
    result = found([row, ticket(2, "yes")], clock="fix")
    assert (result.undecided, result.agreement_rate.count) == (1, 1)
    assert result.differing.select("ticket_id", "ours", "reason").rows() == [("1", None, why)]
    assert found([{**row, "made_sla": "yes"}], clock="fix").differing.is_empty()


def test_a_live_clock_and_not_one_that_held_leaves_a_ticket_undecided() -> None:
    clocks = {
        "quick": {"stop": "first-reply", "within": "1h"},
        "slow": {"stop": "resolved", "within": "9000h"},
    }
    row = ticket(1, "no", None, first_response_at=at("2 09:50"))
    result = found([row], terms={"clocks": clocks, "objectives": OBJECTIVE})
    assert result.differing.select("clock", "reason").rows() == [("slow", "not decided by us: running")]


def test_without_any_verdict_there_is_no_rate() -> None:
    result = found([ticket(1, None)])
    assert result.agreement_rate.value is None
    assert "No ticket has two verdicts." in str(result)


def test_it_reads_as_text() -> None:
    tickets = [ticket(1, "true"), ticket(2, "false"), ticket(3, None)]
    assert str(found(tickets)).splitlines() == [
        "Reconciled with 'made_sla': fix and slow, as of 2026-03-31 00:00 UTC",
        "Agree on 1 of 2 tickets (50.0%, 95% interval 9.5% to 90.5%)",
        "  both met 1, both missed 0",
        "  met only by ours 1, met only by theirs 0",
        "  left out: 1 without a flag",
        "Likely reasons",
        "  1  not explained: their targets or hours may be others",
    ]


def test_a_real_log_adds_up_to_its_tickets_and_to_its_own_flag() -> None:
    desk = load_desk(log=LOG, mapping="servicenow", timezone="UTC", datetime_format="%d/%m/%Y %H:%M")
    limits = {"1 - Critical": "8h", "2 - High": "16h", "3 - Moderate": "40h", "4 - Low": "80h"}
    fix = {"calendar": "office", "stop": "resolved", "pause": ["pending", "on-hold"], "within": limits}
    terms = agreement(clocks={"fix": fix}, term={"start": "2016-01-01", "end": "2017-12-31"})
    result = reconcile(desk, terms)
    four = (result.both_met, result.both_missed, result.only_ours, result.only_theirs)
    assert result.agreement_rate.count == sum(four)
    assert sum(four) + result.undecided == desk.tickets.height == 24_918
    assert result.agreement_rate.numerator == result.both_met + result.both_missed
    assert result.undecided == 0
    assert result.both_met + result.only_theirs == 15_803
    assert (
        result.differing.height == result.only_ours + result.only_theirs == result.reasons()["tickets"].sum()
    )
    ours = clock_frame(desk, terms, as_of=result.as_of).filter(pl.col("state") == "breached")
    assert result.both_missed + result.only_theirs == ours["ticket_id"].n_unique()
    assert result.differing["ticket_id"].is_sorted()
