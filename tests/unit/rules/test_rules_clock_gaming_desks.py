"""Desks on which clocks are gamed, and the same desks on which they are not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest

import xlakit as xk

AGREEMENT = """
apiVersion: xlakit/v1
kind: Agreement
metadata: {{name: gamed}}
term: {{start: 2026-01-01, end: 2026-12-31}}
clocks:
  fix: {{stop: resolved, pause: [pending], reopen: {reopen}, binding: {binding}, within: {{P1: 4h, P2: 8h}}}}
segments: [team]
objectives: [{{name: fast, metric: {{name: within, clock: fix}}, expected: {{at_least: "80%"}}}}]
"""
START = datetime(2026, 1, 5, tzinfo=UTC)
LIMIT = 240


class Trail:
    """Tickets and their events, minute by minute."""

    def __init__(self, seed: int, count: int) -> None:
        self.random = np.random.default_rng(seed)
        self.minutes = np.ceil(np.exp(self.random.normal(np.log(150), 0.6, count))).astype(int).tolist()
        self.tickets: list[dict[str, Any]] = []
        self.events: list[dict[str, Any]] = []

    def open(self, number: int) -> str:
        ticket = f"{number:05d}"
        opened = START + timedelta(minutes=20 * number)
        team = "North" if number % 2 else "South"
        self.tickets.append({"ticket_id": ticket, "opened_at": opened, "priority": "P1", "team": team})
        self.tell(ticket, 0, "status", "new")
        self.tell(ticket, 0, "priority", "P1")
        return ticket

    def tell(self, ticket: str, minute: float, kind: str, value: str | None, **more: Any) -> None:
        at = self.tickets[int(ticket)]["opened_at"] + timedelta(minutes=minute)
        self.events.append({"ticket_id": ticket, "at": at, "kind": kind, "value": value, **more})

    def desk(self) -> xk.Desk:
        return xk.Desk(tickets=self.tickets, events=self.events)


def judged(trail: Trail, code: str, *, reopen: str = "continue", binding: str = "at_start") -> Any:
    agreement = xk.load_agreement(AGREEMENT.format(reopen=reopen, binding=binding))
    as_of = datetime(2026, 3, 1, tzinfo=UTC)
    card = xk.evaluate(agreement, trail.desk(), rules=[code], as_of=as_of)
    (report,) = card.rules
    return report, {finding.segment: finding for finding in card.findings}


def stopped_in_time(*, pulled: float) -> Trail:
    """Of those that take up to an hour too long a part is resolved just in time, and a third of these comes back."""
    trail = Trail(1, 2_400)
    for number, minutes in enumerate(trail.minutes):
        ticket = trail.open(number)
        hurried = LIMIT < minutes <= LIMIT + 60 and trail.random.random() < pulled
        done = LIMIT - int(trail.random.integers(15)) if hurried else minutes
        trail.tell(ticket, done, "status", "resolved")
        if trail.random.random() < (0.3 if hurried else 0.03):
            trail.tell(ticket, done + 60, "status", "open")
            trail.tell(ticket, done + 90, "status", "resolved")
    return trail


def paused(*, late: float, told: bool) -> Trail:
    """Now and then a clock is paused; those about to breach are paused more often."""
    trail = Trail(2, 1_200)
    for number, minutes in enumerate(trail.minutes):
        ticket = trail.open(number)
        done = float(minutes)
        if trail.random.random() < 0.1:
            begin = float(trail.random.uniform(1, max(2, minutes - 1)))
            trail.tell(ticket, begin, "status", "pending")
            trail.tell(ticket, begin + 30, "status", "open")
            done += 30
        elif minutes > LIMIT and trail.random.random() < late:
            begin = float(trail.random.uniform(0.93, 0.99) * LIMIT)
            trail.tell(ticket, begin, "status", "pending")
            if told:
                trail.tell(ticket, begin + 1, "reply", None, role="agent", public=True)
            trail.tell(ticket, minutes + 20, "status", "open")
            done = minutes + 25
        trail.tell(ticket, 3, "reply", None, role="agent", public=True)
        trail.tell(ticket, done, "status", "resolved")
    return trail


def reclassified(*, late: float) -> Trail:
    """Few are downgraded early on; of those about to breach many."""
    trail = Trail(3, 1_200)
    for number, minutes in enumerate(trail.minutes):
        ticket = trail.open(number)
        early = trail.random.random() < 0.03
        if early:
            trail.tell(ticket, 1, "priority", "P2")
        elif minutes > 220 and trail.random.random() < late:
            trail.tell(ticket, 215, "priority", "P2")
        trail.tell(ticket, minutes, "status", "resolved")
    return trail


def came_back(*, near: float) -> Trail:
    """Some come back; of those closed near the limit more."""
    trail = Trail(4, 1_600)
    for number, minutes in enumerate(trail.minutes):
        ticket = trail.open(number)
        trail.tell(ticket, minutes, "status", "resolved")
        if trail.random.random() < (near if 0.9 * LIMIT <= minutes <= LIMIT else 0.04):
            trail.tell(ticket, minutes + 60, "status", "open")
            trail.tell(ticket, minutes + 100, "status", "resolved")
    return trail


def test_clocks_stopped_just_in_time_are_bunching_and_their_quality_stands_beside_it() -> None:
    report, found = judged(stopped_in_time(pulled=0.6), "XLA403", reopen="ignore")
    assert report.section == "raised"
    whole = found[()]
    figures = {item.what: item for item in whole.evidence}
    assert "consistent with" in whole.message
    assert "60" not in whole.title
    assert figures["attainment without the excess"].value < figures["attainment of the clock"].value
    assert figures["excess in the last 15 minutes"].low > 0
    assert (
        figures["reopened, of those in the last 15 minutes"].value
        > 3 * figures["reopened, as the other bins let expect"].value
    )
    assert 0 < len(whole.examples) <= 10


def test_a_desk_that_closes_when_it_is_done_shows_no_bunching() -> None:
    report, found = judged(stopped_in_time(pulled=0), "XLA403", reopen="ignore")
    assert (report.section, found) == ("clear", {})


def test_pauses_of_clocks_about_to_breach_are_told_with_what_they_kept() -> None:
    report, found = judged(paused(late=0.5, told=False), "XLA406")
    assert report.section == "raised"
    figures = {item.what: item for item in found[()].evidence}
    assert figures["pauses an hour in the last tenth over those before"].low > 1
    without = figures["attainment with the silent late pauses counted"].value
    assert without < figures["attainment of the clock"].value
    kept = found[()].tickets_affected
    assert kept is not None
    assert round((figures["attainment of the clock"].value - without) * 1_200) == kept


def test_late_pauses_in_which_the_user_is_asked_keep_nothing_and_are_not_raised() -> None:
    assert judged(paused(late=0.5, told=True), "XLA406")[0].section == "clear"


def test_pauses_that_come_at_any_time_are_not_raised() -> None:
    assert judged(paused(late=0, told=False), "XLA406")[0].section == "clear"


@pytest.mark.parametrize(("binding", "severity"), [("current", "warning"), ("at_start", "info")])
def test_late_downgrades_are_told_and_only_a_clock_that_follows_them_gains(
    binding: str, severity: str
) -> None:
    report, found = judged(reclassified(late=0.4), "XLA407", binding=binding)
    assert report.section == "raised"
    whole = found[()]
    assert whole.severity == severity
    assert ("does not move" in whole.message) == (binding == "at_start")
    figures = {item.what: item for item in whole.evidence}
    initial = figures["attainment under the initial priority"]
    assert initial.value < figures["attainment of the clock"].value
    assert figures["first changes up"].value == 0
    assert figures["odds of a downgrade, late over early"].low > 1


def test_triage_that_happens_early_is_not_raised() -> None:
    assert judged(reclassified(late=0.0), "XLA407", binding="current")[0].section == "clear"


@pytest.mark.parametrize(("reopen", "severity"), [("ignore", "warning"), ("continue", "info")])
def test_what_is_closed_near_the_limit_and_comes_back_is_told(reopen: str, severity: str) -> None:
    report, found = judged(came_back(near=0.35), "XLA411", reopen=reopen)
    assert report.section == "raised"
    whole = found[()]
    assert (whole.severity, whole.title) == (severity, "closed and reopened")
    figures = {item.what: item for item in whole.evidence}
    assert figures["near the limit"].value > figures["with time to spare"].value


def test_what_comes_back_whenever_it_was_closed_is_not_raised() -> None:
    assert judged(came_back(near=0.04), "XLA411", reopen="ignore")[0].section == "clear"


@pytest.mark.parametrize("code", ["XLA403", "XLA406", "XLA407", "XLA411"])
def test_a_desk_of_one_ticket_cannot_be_looked_at(code: str) -> None:
    trail = Trail(5, 1)
    trail.tell(trail.open(0), 20, "status", "resolved")
    report, found = judged(trail, code)
    assert (report.section, found) == ("not_applicable", {})
    assert report.reason.startswith("needs")


@pytest.mark.parametrize("code", ["XLA406", "XLA407"])
def test_a_desk_without_events_is_told_what_is_needed(code: str) -> None:
    trail = Trail(6, 1)
    trail.open(0)
    trail.events = []
    agreement = xk.load_agreement(AGREEMENT.format(reopen="continue", binding="at_start"))
    (report,) = xk.evaluate(agreement, xk.Desk(tickets=trail.tickets), rules=[code]).rules
    assert report.section == "not_applicable"
    assert "events" in report.reason
