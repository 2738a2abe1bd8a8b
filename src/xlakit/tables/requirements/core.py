"""What the first metrics read: clocks, scores, reopens, first contact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlakit.tables.requirements.requirement import SOLVED, Requirement

if TYPE_CHECKING:
    from collections.abc import Mapping

FIRST_CONTACT = (
    "tickets.resolved_first_contact",
    "tickets.reassignment_count",
    "events:reply",
    "events:assigned",
)
REOPENED = ("tickets.reopen_count", "events:status")
MOOD = ("surveys.csat", "surveys.happiness", "surveys.nps", "surveys.effort")
CLOCKED = ("tickets.resolved_at", "tickets.first_response_at", "events:status", "events:reply")
REQUIREMENTS: Mapping[str, Requirement] = {
    "within": Requirement(groups=(CLOCKED,)),
    "response_time": Requirement(groups=(("tickets.first_response_at", "events:reply"),)),
    "resolution_time": Requirement(groups=(SOLVED,)),
    "csat": Requirement(groups=(("surveys.csat",),)),
    "nps": Requirement(groups=(("surveys.nps",),)),
    "ces": Requirement(groups=(("surveys.effort",),)),
    "reopen_rate": Requirement(groups=(SOLVED, REOPENED)),
    "fcr": Requirement(groups=(SOLVED, FIRST_CONTACT)),
    "verified_fcr": Requirement(groups=(SOLVED, FIRST_CONTACT, REOPENED, ("tickets.requester",))),
    "repeat_contact_rate": Requirement(groups=(SOLVED, ("tickets.requester",))),
    "frustration_gap": Requirement(groups=(MOOD, CLOCKED)),
    "fcr_inflation": Requirement(groups=(SOLVED, FIRST_CONTACT, REOPENED, ("tickets.requester",))),
    "happiness": Requirement(groups=(("surveys.happiness",),)),
    "unhappy_when_met": Requirement(groups=(MOOD, CLOCKED)),
    "bounces": Requirement(groups=(("tickets.reassignment_count", "events:assigned"),)),
}
