"""What metrics of the users' voice read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlakit.tables.requirements.core import CLOCKED, FIRST_CONTACT, MOOD, REOPENED
from xlakit.tables.requirements.requirement import SOLVED, Requirement

if TYPE_CHECKING:
    from collections.abc import Mapping

CSAT = Requirement(groups=(("surveys.csat",),))
FACTORS = Requirement(groups=(("surveys.factors",),))
LOST = ("surveys.lost_minutes",)
WISHED = ("surveys.wished_hours",)
ANYTHING_OF = (
    *REOPENED,
    *FIRST_CONTACT,
    "tickets.requester",
    "surveys.solved",
)
REQUIREMENTS: Mapping[str, Requirement] = {
    "completeness": Requirement(groups=(("surveys.solved",),)),
    "excellence_gap": CSAT,
    "exceptional_rate": CSAT,
    "excess_repeat_rate": Requirement(groups=(SOLVED, ("tickets.requester",))),
    "factor_contribution": Requirement(groups=(("surveys.factors",), ("surveys.happiness",))),
    "factor_impact": Requirement(groups=(("surveys.factors",), ("surveys.happiness",))),
    "factor_lift": Requirement(groups=(("surveys.factors",), MOOD)),
    "factor_net": FACTORS,
    "factor_share": FACTORS,
    "false_closure_rate": Requirement(groups=((*SOLVED, "tickets.closed_at"), ("surveys.solved",))),
    "feedback_cadence": Requirement(groups=(SOLVED, ("tickets.requester",), ("surveys",))),
    "feedback_latency": Requirement(groups=(SOLVED, ("surveys.answered_at",))),
    "feedback_seen_rate": Requirement(groups=(("surveys.seen_by_agent_at",),)),
    "loop_closure_rate": Requirement(groups=(("surveys.answered_back_at",), MOOD)),
    "lost_time_cost": Requirement(groups=(SOLVED, LOST)),
    "lost_time_mean": Requirement(groups=(LOST,)),
    "lost_time_pareto": Requirement(groups=(LOST,)),
    "lost_time_total": Requirement(groups=(SOLVED, LOST)),
    "mediocrity_index": CSAT,
    "non_negative_rate": CSAT,
    "perceived_slow_when_met": Requirement(groups=(("surveys.factors",), CLOCKED)),
    "recognition_balance": Requirement(groups=(("surveys.praise",), MOOD)),
    "recognition_rate": Requirement(groups=(SOLVED, ("surveys.praise",))),
    "resolution_quality": Requirement(groups=((*SOLVED, "surveys.solved"), ANYTHING_OF)),
    "satisfaction_per_ticket": Requirement(groups=(SOLVED, MOOD)),
    "satisfied_tickets": Requirement(groups=(SOLVED, ("surveys.csat",))),
    "suppressed_recurrence": Requirement(groups=(("surveys.recurred_unreported",),)),
    "two_way_rate": Requirement(groups=(SOLVED, ("events:reply",))),
    "watermelon_rate": Requirement(groups=(MOOD, CLOCKED)),
    "wish_gap": Requirement(groups=(WISHED, SOLVED, CLOCKED)),
    "wish_shortfall": Requirement(groups=(WISHED, CLOCKED)),
}
