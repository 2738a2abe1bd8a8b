"""Clocks run literally: one ticket at a time, one decision after the other, with datetimes."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from literal_hours import CALENDARS, Event, Span, minutes, opening_hours, overlap, used_up

ORDER = ["closed", "resolved", "cancelled", "on-hold", "pending", "waiting", "open", "new"]
SOLVED = {"resolved", "closed"}

CLOCKS: dict[str, dict[str, Any]] = {
    "reply": {"calendar": "office", "stop": "first-reply", "within": {"P1": "15m", "P2": "4h"}},
    "reply_bots": {"calendar": "nights", "stop": "first-reply", "bots_count": "true", "within": "2h",
                   "pause": ["pending"], "reopen": "ignore"},
    "next": {"calendar": "always", "stop": "next-reply", "within": "90m"},
    "fix": {"calendar": "office", "stop": "resolved", "pause": ["pending", "on-hold"],
            "within": {"P1": "4h", "P2": "12h", "default": "30h"}},
    "fix_including": {"calendar": "nights", "stop": "resolved", "pause": ["pending"],
                      "reopen": "continue_including", "within": "10h", "inclusive": "false"},
    "fix_cycles": {"calendar": "always", "stop": "resolved", "pause": ["waiting"], "reopen": "new_cycle",
                   "within": {"P1": "24h", "P2": "60h"}},
    "fix_once": {"calendar": "office", "stop": "resolved", "reopen": "ignore", "within": "16h"},
    "closing": {"calendar": "always", "stop": "closed", "pause": ["resolved"], "within": "100h"},
    "touch": {"calendar": "office", "start": "created", "stop": {"status_not": ["new"]}, "within": "1h"},
    "work": {"calendar": "office", "start": {"status": ["open"]}, "stop": "resolved", "within": "1m"},
    "owned": {"calendar": "nights", "start": "first-assigned", "stop": {"status": ["pending", "closed"]},
              "reopen": "new_cycle", "within": "6h"},
    "group": {"calendar": "office", "start": {"team": ["L2"]}, "stop": {"team_not": ["L2"]},
              "reopen": "new_cycle", "within": "3h"},
    "group_total": {"calendar": "always", "start": {"team": ["L2"]}, "stop": {"team_not": ["L2"]},
                    "pause": ["pending"], "within": "9h"},
    "handed_on": {"calendar": "office", "stop": "resolved", "reset": {"team": ["L1", "L3"]},
                  "pause": {"team": ["L2"]}, "within": "4h"},
    "handed_back": {"calendar": "nights", "start": {"status_not": ["resolved", "closed"]}, "stop": "closed",
                    "reset": {"team": ["L1"], "status_not": ["new"]}, "reset_action": "cancel",
                    "cancel": {"priority": ["P3"]}, "within": "5h"},
    "urgent": {"calendar": "always", "start": {"priority": ["P1"]}, "stop": "resolved",
               "cancel": "start-not-met", "pause": ["pending", "on-hold"], "retroactive": "true",
               "within": {"P1": "6h", "P2": "5m"}},
    "urgent_again": {"calendar": "office", "start": {"priority": ["P1", "P2"], "status": ["open", "new"]},
                     "stop": {"status": ["resolved", "closed", "waiting"]}, "reopen": "new_cycle",
                     "pause": {"team": ["L2"]}, "resume": {"status": ["open"]}, "retroactive": "true",
                     "cancel": {"team": ["L3"]}, "within": "7h"},
    "latched": {"calendar": "always", "stop": "resolved", "pause": ["pending", "waiting"],
                "resume": {"status": ["open", "new"]}, "cancel": {"team": ["L3"]}, "within": "20h"},
    "update": {"calendar": "always", "stop": "next-update", "within": "3h"},
    "pausable": {"calendar": "office", "start": "first-reply", "stop": "next-update", "pause": ["pending"],
                 "notes_count": "true", "reopen": "continue", "within": "3h"},
    "team_update": {"calendar": "always", "start": {"team": ["L1", "L2"]}, "stop": "next-update",
                    "reset": {"team": ["L2"]}, "reset_action": "cancel", "within": "3h"},
    "next_only": {"calendar": "always", "start": "first-reply", "stop": "next-reply", "bots_count": "true",
                  "within": "2h"},
    "kind_only": {"calendar": "office", "start": {"kind": ["incident"], "team_not": ["L3"]},
                  "stop": "first-reply", "retroactive": "true", "within": "2h"},
    "assigned_late": {"calendar": "office", "start": "first-assigned", "stop": "resolved",
                      "cancel": {"kind": ["request"], "status": ["on-hold"]}, "retroactive": "true",
                      "pause": ["waiting"], "within": "9h"},
}  # fmt: skip


def batches(events: list[Event], opened: datetime, as_of: datetime) -> list[tuple[datetime, list[Event]]]:
    known = sorted((e for e in events if e["at"] <= as_of), key=lambda e: e["at"])
    found = []
    for at, group in groupby(known, key=lambda e: e["at"]):
        same = list(group)
        if any(e["seq"] is None for e in same):
            found.append((max(at, opened), same))
        else:
            found += [
                (max(at, opened), [e for e in same if e["seq"] == seq])
                for seq in sorted({e["seq"] for e in same})
            ]
    return found


def is_answer(
    event: dict[str, Any], opened: datetime, opener: dict[str, Any] | None, roles: set[str]
) -> bool:
    if event["kind"] != "reply" or event["role"] not in roles or event["public"] is False:
        return False
    if event["at"] > opened:
        return True
    if opener is None:
        return False
    if event["actor"] is not None and opener["actor"] is not None:
        return bool(event["actor"] != opener["actor"])
    return opener["role"] is not None and opener["role"] != "agent"


class Cycle:
    def __init__(self, number: int, at: datetime) -> None:
        self.number, self.started, self.attached = number, at, at
        self.spans: list[Span] = []
        self.stopped: datetime | None = None
        self.cancelled = False


def run(clock: Event, ticket: Event, events: list[Event], as_of: datetime) -> list[Cycle]:  # noqa: C901, PLR0912, PLR0915 - literal: one loop, one decision after the other
    opened, stop, start = ticket["opened_at"], clock["stop"], clock.get("start", "created")
    is_reply = stop in ("first-reply", "next-reply", "next-update")
    mode = (
        "new_cycle" if stop == "next-reply" else clock.get("reopen", "new_cycle" if is_reply else "continue")
    )
    roles = {"agent", "bot"} if clock.get("bots_count") else {"agent"}
    retroactive = bool(clock.get("retroactive"))
    opener = next((e for e in events if e["kind"] == "opened" and e["at"] <= as_of), None)
    steps = batches(events, opened, as_of)
    told_early = any(e["kind"] == "status" and at <= opened for at, batch in steps for e in batch)
    initial = [] if told_early else [{"kind": "status", "value": "new", "at": opened}]
    for column, kind in (("team", "assigned"), ("priority", "priority")):
        if ticket[column] is not None and not any(e["kind"] == kind and e["at"] <= as_of for e in events):
            initial.append({"kind": kind, "value": ticket[column], "at": opened, "column": True})
    steps = [(opened, [{"kind": "opening", "at": opened}, *initial]), *steps]
    cycles: list[Cycle] = []
    state, since = "waiting", opened
    status: str | None = None
    done = replied_before = latch = ever = False
    unanswered = False
    current: dict[str, list[str]] = {"status": [], "team": [], "priority": []}
    lead: dict[str, str | None] = {"status": None, "team": None, "priority": None}
    history: list[tuple[datetime, bool]] = []  # from when on a clock that ran since the opening stands still

    def holds(condition: dict[str, list[str]] | None) -> bool:
        if condition is None:
            return False
        for key, values in condition.items():
            column, negated = key.removesuffix("_not"), key.endswith("_not")
            present = current.get(
                column, [ticket[column]] if column not in current and ticket[column] else []
            )
            if not any((value in values) != negated for value in present):
                return False
        return True

    def columns(condition: dict[str, list[str]] | None) -> set[str]:
        return {key.removesuffix("_not") for key in condition or {}}

    def begin(at: datetime, held: bool, back: bool) -> tuple[str, datetime]:
        cycle = Cycle(len(cycles) + 1, at)
        cycles.append(cycle)
        if back:
            cycle.started = opened
            for (begin, still), (end, _) in zip(history, [*history[1:], (at, False)], strict=True):
                if begin < at:
                    cycle.spans.append(("paused" if still else "running", begin, min(end, at)))
        return ("paused" if held else "running"), at

    conditional = isinstance(start, dict)
    pause = clock.get("pause")
    pause = {"status": pause} if isinstance(pause, list) else pause
    resume, reset, cancel = clock.get("resume"), clock.get("reset"), clock.get("cancel")
    for number, (at, batch) in enumerate(steps):
        told = [e["value"] for e in batch if e["kind"] == "status"]
        changed, spoken = set(), set()
        for column, kind, order in (
            ("status", "status", ORDER.index),
            ("team", "assigned", str),
            ("priority", "priority", str),
        ):
            values = [e["value"] for e in batch if e["kind"] == kind]
            if values:
                current[column] = values
                spoken.add(column)
                if min(values, key=order) != lead[column] and at > opened:
                    changed.add(column)
                lead[column] = min(values, key=order)
        reopened = False
        if told:
            was_alive = status is None or (status not in SOLVED and status != "cancelled")
            status = min(told, key=ORDER.index)
            if status in SOLVED and was_alive:
                done = True
            elif status not in SOLVED and status != "cancelled":
                reopened, done = done, False
        answered = any(is_answer(e, opened, opener, roles) for e in batch)
        if clock.get("notes_count"):
            answered = answered or any(
                (e["kind"] == "note" or (e["kind"] == "reply" and e["public"] is False))
                and e["role"] == "agent"
                and e["at"] > opened
                for e in batch
            )
        asked = any(
            e["kind"] == "reply"
            and e["role"] == "requester"
            and e["public"] is not False
            and e["at"] > opened
            for e in batch
        )
        solved = any(value in SOLVED for value in current["status"])
        gone = "cancelled" in current["status"]
        startable = holds(start) if conditional else True
        drops = not startable if cancel == "start-not-met" else holds(cancel)
        if stop == "closed":
            level = "closed" in current["status"]
        elif isinstance(stop, dict):
            level = holds(stop) or (solved and "status" not in columns(stop))
        else:
            level = solved
        update = stop == "next-update" and answered and startable
        stops = level or (is_reply and answered and not update)
        held, freed = holds(pause) and not holds(resume), holds(resume) if resume else not holds(pause)
        latch = held or (latch and not freed)
        if not history or history[-1][1] != latch:
            history.append((at, latch))
        relevant = bool(told) or number == 0
        for condition in (start, stop, cancel):
            relevant = relevant or bool(isinstance(condition, dict) and columns(condition) & spoken)
        if conditional:
            starts = startable and not stops and not drops and not gone and relevant
        else:
            if start == "created":
                starts = number == 0
            elif start == "first-assigned":
                starts = any(e["kind"] == "assigned" and "column" not in e for e in batch)
            elif stop == "next-reply":
                starts = asked and not answered and replied_before
            else:
                starts = answered
            if (not told and (solved or gone)) or drops:
                starts = False
            # What held before the clock could attach is no stop of it; what comes in the same batch is one.
            fresh = not isinstance(stop, dict) or bool(told or columns(stop) & spoken)
            if level and (number == 0 or not fresh):
                starts = False
            starts = starts and not ever
            ever = ever or starts
        replied_before = replied_before or answered
        if answered:
            unanswered = False
        if asked:
            unanswered = not answered or unanswered
        if stop == "next-reply":
            again = not solved and (asked or (reopened and unanswered))
        elif conditional and not is_reply:
            again = starts
        else:
            again = reopened
        again = again and startable and not drops and not gone
        before = state in {"running", "paused"}
        going = "paused" if held else "running"
        back = retroactive and (not is_reply or not cycles) and (not conditional or starts)
        if state == "waiting" and starts:
            state, since = begin(at, latch if retroactive else held, back)
        elif state == "stopped" and again and not stops and mode != "ignore":
            if mode == "new_cycle":
                state, since = begin(at, latch if retroactive and conditional else held, back and conditional)
            else:
                if mode == "continue_including":
                    cycles[-1].spans.append(("running", since, at))
                cycles[-1].stopped = None
                state, since = going, at
        elif (
            state == "cancelled" and told and status not in {*SOLVED, "cancelled"} and not solved and not gone
        ):
            cycles[-1].cancelled = False
            state, since = going, at
        if state not in {"running", "paused"}:
            continue
        resets = holds(reset) and columns(reset) & changed and startable and not gone
        if stops:
            cycles[-1].spans.append((state, since, at))
            cycles[-1].stopped = at
            state, since = "stopped", at
            continue
        if before and (update or resets):
            cycles[-1].spans.append((state, since, at))
            cycles[-1].stopped = at
            cycles[-1].cancelled = not update and clock.get("reset_action") == "cancel"
            state = "waiting"
            if not drops:
                state, since = begin(at, held, back=False)
                if gone:
                    cycles[-1].spans.append((state, since, at))
                    cycles[-1].cancelled = True
                    state, since = "cancelled", at
            continue
        if gone or drops:
            if gone and "cancelled" not in told:
                continue
            cycles[-1].spans.append((state, since, at))
            cycles[-1].cancelled = True
            state, since = ("cancelled" if gone else "waiting"), at
        elif state == "running" and held:
            cycles[-1].spans.append((state, since, at))
            state, since = "paused", at
        elif state == "paused" and freed:
            cycles[-1].spans.append((state, since, at))
            state, since = "running", at
    if state in {"running", "paused"}:
        cycles[-1].spans.append((state, since, as_of))
    return cycles


def judged(name: str, ticket: Event, events: list[Event], as_of: datetime) -> list[Event]:  # noqa: C901 - literal
    clock = CLOCKS[name]
    hours = HOURS[clock["calendar"]]
    within = clock["within"]
    rows = []
    for cycle in run(clock, ticket, events, as_of):
        told = [e for e in events if e["kind"] == "priority"]
        changes = batches(told, ticket["opened_at"], cycle.attached)
        priority = min(e["value"] for e in changes[-1][1]) if changes else ticket["priority"]
        text = within if isinstance(within, str) else within.get(priority, within.get("default"))
        if text is None:
            continue
        limit = minutes(text)
        elapsed, paused, wall, due = timedelta(), timedelta(), timedelta(), None
        for kind, begin, end in cycle.spans:
            piece = overlap(hours, begin, end)
            if kind == "paused":
                paused += piece
                continue
            if due is None and elapsed + piece >= limit:
                due = used_up(hours, begin, limit - elapsed)
            elapsed += piece
            wall += end - begin
        over = elapsed > limit if clock.get("inclusive") != "false" else elapsed >= limit
        gone = cycle.cancelled or ticket["merged_into"] is not None
        running = cycle.stopped is None and not gone and cycle.spans[-1][0] == "running"
        if gone:
            state = "cancelled"
        elif over:
            state = "breached"
        elif cycle.stopped is not None:
            state = "met"
        else:
            state = "running" if running else "paused"
        if state == "running" and due is None:
            _, begin, end = cycle.spans[-1]
            due = used_up(hours, begin, limit - elapsed + overlap(hours, begin, end))
        if state == "breached" and due is None:
            due = cycle.started
        rows.append(
            {
                "ticket_id": ticket["ticket_id"],
                "clock": name,
                "cycle": cycle.number,
                "state": state,
                "started_at": cycle.started,
                "stopped_at": None if gone else cycle.stopped,
                "elapsed": elapsed,
                "elapsed_calendar": wall,
                "paused": paused,
                "limit": limit,
                "breach_at": due if state in {"running", "breached"} else None,
                "first_breach_at": due if state == "breached" else None,
                "overrun": elapsed - limit if state == "breached" else None,
                "decided_at": {"met": cycle.stopped, "breached": due}.get(state),
                "met": {"met": True, "breached": False}.get(state),
            }
        )
    return rows


HOURS = {name: opening_hours(name) for name in (*CALENDARS, "always")}
