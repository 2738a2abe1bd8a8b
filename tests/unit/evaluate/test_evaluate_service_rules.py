"""XLA202 to 204, XLA409 and XLA413 to 417 from records: planted behaviour raises its rule, an even desk none."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import pytest

import xlakit as xk

CODES = ("XLA202", "XLA203", "XLA204", "XLA409", "XLA413", "XLA414", "XLA415", "XLA416", "XLA417")
AS_OF = datetime(2026, 6, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
AGREEMENT = """
apiVersion: xlakit/v1
kind: Agreement
metadata: {name: contoso}
term: {start: 2026-01-01, end: 2026-12-31}
clocks:
  fix: {within: 200h}
segments: [team]
objectives:
  - {name: fix, metric: {name: within, clock: fix}, expected: {at_least: 80%}}
  - {name: happy, metric: csat, expected: {at_least: 80%}}
"""

Record = dict[str, Any]


@cache
def agreement() -> Any:
    return xk.load_agreement(AGREEMENT)


def even_desk() -> dict[str, list[Record]]:
    """Four hundred tickets in each of March and April, none unlike the others, and self-service that helps."""
    tables: dict[str, list[Record]] = {"tickets": [], "events": [], "surveys": [], "sessions": []}
    for number in range(800):
        month, place = 3 + number // 400, number % 400
        opened = datetime(2026, month, 1 + place % 28, 8 + place // 28 % 8, place % 60, tzinfo=UTC)
        ticket, person = f"T{number:04}", f"u{number % 97:02}"
        bad = number % 4 == 0
        tables["tickets"].append(
            {
                "ticket_id": ticket,
                "opened_at": opened,
                "resolved_at": opened + 10 * HOUR,
                "promised_at": opened + 24 * HOUR,
                "requester": person,
                "team": "East" if number % 2 else "West",
                "reopen_count": int(bad),
                "reassignment_count": int(bad),
            }
        )
        tables["events"] += [
            reply(ticket, opened + HOUR),
            {"ticket_id": ticket, "at": opened + 10 * HOUR, "kind": "status", "value": "resolved"},
        ]
        if number % 10 != 9:
            answered = opened + 20 * HOUR if number % 7 < 4 else None
            csat = None if answered is None else 2 if number % 11 == 0 else 4 if number % 3 == 0 else 5
            tables["surveys"].append(
                {
                    "ticket_id": ticket,
                    "sent_at": opened + 11 * HOUR,
                    "answered_at": answered,
                    "csat": csat,
                    "respondent": person,
                }
            )
        tables["sessions"].append(
            {
                "session_id": f"S{number}",
                "started_at": opened - 50 * HOUR,
                "ended_at": opened - 49 * HOUR,
                "requester": f"visitor{number}" if number % 9 else person,
                "helpful": number % 5 != 0,
                "human_offered": True,
            }
        )
    return tables


def reply(ticket: str, at: datetime) -> Record:
    return {"ticket_id": ticket, "at": at, "kind": "reply", "role": "agent", "public": True, "actor": "a1"}


def judged(tables: dict[str, list[Record]], *codes: str) -> Any:
    return xk.evaluate(agreement(), xk.Desk(**tables), as_of=AS_OF, rules=codes or CODES)  # type: ignore[arg-type]


def sections(card: Any) -> dict[str, str]:
    return {item.code: item.section for item in card.rules}


def test_on_an_even_desk_none_of_them_is_raised_and_all_have_looked() -> None:
    assert sections(judged(even_desk())) == dict.fromkeys(CODES, "clear")


def test_reopened_tickets_that_hardly_answer_make_respondents_biased() -> None:
    tables = even_desk()
    for survey in tables["surveys"]:
        number = int(survey["ticket_id"][1:])
        if number % 4 == 0:
            if survey["answered_at"] is not None and number % 20:
                survey |= {"answered_at": None, "csat": None}
            elif survey["answered_at"] is not None:
                survey["csat"] = 1
        elif survey["csat"] == 2:
            survey["csat"] = 5
    (finding,) = judged(tables, "XLA202").findings
    assert finding.objective == "happy"
    assert "Weighted by reopening" in finding.message
    assert "turns the verdict" in finding.message


def test_answers_that_end_in_march_are_stale_in_april() -> None:
    tables = even_desk()
    tables["surveys"] = [
        item
        for item in tables["surveys"]
        if item["answered_at"] and item["answered_at"] < datetime(2026, 3, 10, tzinfo=UTC)
    ]
    (finding,) = judged(tables, "XLA203").findings
    assert "No answer speaks of 2026-04" in finding.message


def test_answers_that_come_six_weeks_later_are_stale() -> None:
    tables = even_desk()
    for survey in tables["surveys"]:
        if survey["answered_at"] is not None and survey["answered_at"].month == 3:
            survey["answered_at"] += timedelta(days=42)
    findings = judged(tables, "XLA203").findings
    assert [item.window.label for item in findings if item.window] == ["2026-03"]


def test_a_month_without_answers_is_not_measured() -> None:
    tables = even_desk()
    for survey in tables["surveys"]:
        if survey["sent_at"] >= datetime(2026, 4, 1, tzinfo=UTC):
            survey |= {"answered_at": None, "csat": None}
    (finding,) = judged(tables, "XLA204").findings
    assert "not measured in 1 of 2 windows (2026-04)" in finding.message
    assert "50.0% of the weight" in finding.message


def test_reopened_tickets_without_an_invitation_are_unasked() -> None:
    tables = even_desk()
    tables["surveys"] = [
        item
        for item in tables["surveys"]
        if int(item["ticket_id"][1:]) % 4 or int(item["ticket_id"][1:]) % 16 == 0
    ]
    finding, west = judged(tables, "XLA409").findings
    # Every reopened ticket of this desk is one of West.
    assert (finding.segment, west.segment) == ((), (("team", "West"),))
    assert "consistent with surveys not being sent where it went wrong" in finding.message
    assert all(int(ticket[1:]) % 4 == 0 for ticket in finding.examples)
    assert 0 < len(finding.examples) <= 10


def test_a_table_of_answers_alone_says_nothing_of_who_was_asked() -> None:
    tables = even_desk()
    tables["surveys"] = [
        {key: value for key, value in item.items() if key != "sent_at"}
        for item in tables["surveys"]
        if item["answered_at"] is not None
    ]
    (report,) = judged(tables, "XLA409").rules
    assert (report.section, "needs surveys with sent_at" in report.reason) == ("not_applicable", True)


def test_tickets_that_hear_nothing_for_five_days_are_silence() -> None:
    tables = even_desk()
    late = {item["ticket_id"] for item in tables["tickets"] if item["team"] == "West"}
    for item in tables["tickets"]:
        if item["ticket_id"] in late:
            item["resolved_at"] = item["opened_at"] + 120 * HOUR
    for event in tables["events"]:
        if event["ticket_id"] in late and event["kind"] == "status":
            event["at"] += 110 * HOUR
    findings = judged(tables, "XLA413").findings
    assert [item.segment for item in findings] == [(), (("team", "West"),)]
    assert "(100.0%" in findings[1].message
    assert set(findings[1].examples) <= late


def test_times_that_pass_before_the_resolution_are_broken_promises() -> None:
    tables = even_desk()
    for item in tables["tickets"]:
        if int(item["ticket_id"][1:]) % 3:
            item["promised_at"] = item["opened_at"] + 5 * HOUR
    findings = judged(tables, "XLA414").findings
    assert [item.segment for item in findings] == [(), (("team", "East"),), (("team", "West"),)]
    assert "promised times were kept (33." in findings[0].message


def test_times_that_are_moved_before_they_pass_are_broken_promises_too() -> None:
    tables = even_desk()
    for item in tables["tickets"]:
        opened = item["opened_at"]
        if int(item["ticket_id"][1:]) % 2:
            for hours in (12, 30):
                tables["events"].append(
                    {
                        "ticket_id": item["ticket_id"],
                        "at": opened + 2 * HOUR + hours * timedelta(minutes=1),
                        "kind": "promised",
                        "value": (opened + hours * HOUR).isoformat(),
                    }
                )
        del item["promised_at"]
    findings = judged(tables, "XLA414").findings
    assert "were promised a new time" in findings[0].message
    assert "were kept" not in findings[0].message


def test_users_who_are_handed_on_and_unhappy_for_it_are_told() -> None:
    tables = even_desk()
    for survey in tables["surveys"]:
        if survey["csat"] is not None and int(survey["ticket_id"][1:]) % 4 == 0:
            survey["csat"] = 2 if int(survey["ticket_id"][1:]) % 3 else 5
    findings = judged(tables, "XLA415").findings
    assert findings[0].segment == ()
    assert "where users were reassigned" in findings[0].message
    assert all(item.examples == () for item in findings)


def test_sessions_that_end_without_a_word_are_a_deflection_trap() -> None:
    tables = even_desk()
    for number, session in enumerate(tables["sessions"]):
        session["helpful"] = True if number % 10 == 0 else None
        session["human_offered"] = number % 2 == 0
    (finding,) = judged(tables, "XLA416").findings
    assert "ended without a word" in finding.message
    assert "left no way to a human" in finding.message


def test_a_desk_that_only_satisfies_is_mediocre() -> None:
    tables = even_desk()
    for survey in tables["surveys"]:
        if survey["csat"] == 5:
            survey["csat"] = 4
    findings = judged(tables, "XLA417").findings
    assert findings[0].segment == ()
    assert "0.0% (0.0% to" in findings[0].message
    assert "give the best mark" in findings[0].message


@pytest.mark.parametrize("code", CODES)
def test_no_rule_depends_on_the_order_of_rows(code: str) -> None:
    tables = even_desk()
    tables["surveys"] = [item for item in tables["surveys"] if int(item["ticket_id"][1:]) % 4]
    turned = {name: rows[::-1] for name, rows in tables.items()}
    one, other = judged(tables, code), judged(turned, code)
    assert (one.findings, one.rules) == (other.findings, other.rules)


def test_a_desk_of_bare_tickets_raises_nothing_and_says_what_each_rule_needs() -> None:
    card = judged({"tickets": even_desk()["tickets"][:5]})
    assert [item.code for item in card.findings] == ["XLA204"]
    assert all(item.reason.startswith("needs") for item in card.rules if item.section == "not_applicable")
