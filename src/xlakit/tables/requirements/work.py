"""What the metrics of the work, and of the people who do it, read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlakit.tables.requirements.requirement import SOLVED, Requirement

if TYPE_CHECKING:
    from collections.abc import Mapping

MOVED = ("tickets.reassignment_count", "events:assigned")
REOPENED = ("tickets.reopen_count", "events:status")
HANDLED = ("tickets.handle_minutes",)
AGENT = ("tickets.agent", "events.actor")
CATEGORY = ("tickets.category",)
REQUIREMENTS: Mapping[str, Requirement] = {
    "analyst_experience": Requirement(groups=(("staff.experience",),)),
    "approach_share": Requirement(
        groups=(SOLVED, ("tickets.problem_id", "events:root_cause"), REOPENED, ("tickets.requester",))
    ),
    "attrition_rate": Requirement(groups=(("staff.left_at",),)),
    "automatable_share": Requirement(groups=(CATEGORY,)),
    "automation_rate": Requirement(groups=(CATEGORY, ("events:status",), ("events.role",))),
    "average_handle_time": Requirement(groups=(SOLVED, HANDLED)),
    "backlog": Requirement(groups=(("tickets",),)),
    "backlog_age": Requirement(groups=(("tickets",),)),
    "bounce_count": Requirement(groups=(SOLVED, MOVED)),
    "continuity": Requirement(groups=(SOLVED, ("tickets.requester",), AGENT)),
    "cost_per_ticket": Requirement(groups=(SOLVED, ("tickets.cost",))),
    "depth": Requirement(groups=(SOLVED, ("tickets.complexity",), ("events",))),
    "escalation_rate": Requirement(groups=(SOLVED, ("events",))),
    "first_level_resolution": Requirement(groups=(SOLVED, ("events",), MOVED)),
    "first_resolution_time": Requirement(groups=(SOLVED,)),
    "full_resolution_time": Requirement(groups=(SOLVED,)),
    "load_index": Requirement(groups=((*AGENT, "staff.fte"),)),
    "meaningful_work_ratio": Requirement(groups=(SOLVED, HANDLED, CATEGORY)),
    "opened_tickets": Requirement(groups=(("tickets",),)),
    "reassignment_rate": Requirement(groups=(SOLVED, MOVED)),
    "routing_accuracy": Requirement(groups=(SOLVED, ("tickets.support_model",), ("events:assigned",))),
    "same_agent_on_reopen": Requirement(groups=(("events:status",), ("events.actor",), ("events.role",))),
    "throughput": Requirement(groups=(SOLVED,)),
    "throughput_per_agent": Requirement(groups=(SOLVED, AGENT)),
    "tickets_per_technician": Requirement(groups=(SOLVED, (*AGENT, "staff.fte"))),
}
