"""What metrics of self-service, the knowledge base, notices and results from elsewhere read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlakit.tables.requirements.requirement import SOLVED, Requirement

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLLOWED = (
    ("sessions",),
    ("sessions.ticket_id", "sessions.requester"),
    ("sessions.ticket_id", "tickets.requester"),
)
HELPED = ("sessions.helpful",)
REACHED = (("sessions.human_asked_at",), ("sessions.human_reached_at",))
DATED = ("articles.reviewed_at", "articles.created_at")
REPORTED = ("notices.first_report_at", "tickets.problem_id")
KIND = ("notices.kind",)
TRACED = (KIND, REPORTED, ("notices.first_report_at", "notices.problem_id"))
REQUIREMENTS: Mapping[str, Requirement] = {
    "abandonment_rate": Requirement(groups=REACHED),
    "blocked_share": Requirement(
        groups=(
            ("sessions.human_offered", "sessions.human_asked_at"),
            ("sessions.human_offered", "sessions.human_reached_at"),
        )
    ),
    "closure_confirmation_rate": Requirement(
        groups=(("tickets.closed_at", "events:status"), ("events:confirmed", "events:asked"))
    ),
    "deflection_rate": Requirement(groups=FOLLOWED),
    "deflection_savings": Requirement(groups=(*FOLLOWED, ("tickets.cost",))),
    "degradation_acknowledged_first": Requirement(groups=TRACED),
    "human_reachability": Requirement(groups=REACHED),
    "kb_coverage": Requirement(groups=(("articles.category",), DATED, ("tickets.category",))),
    "kb_freshness": Requirement(groups=(DATED, ("articles.views",))),
    "kb_helpfulness": Requirement(groups=(("articles.helpful_yes",), ("articles.helpful_no",))),
    "kb_link_rate": Requirement(groups=(SOLVED, ("tickets.article_id", "events:article"))),
    "kb_search_success": Requirement(groups=(("sessions.article_id",),)),
    "known_issue_alert_first": Requirement(groups=TRACED),
    "maintenance_notice_coverage": Requirement(
        groups=(KIND, ("notices.starts_at",), ("notices.affected",), ("notices.notified",))
    ),
    "notice_lead_time": Requirement(groups=(KIND, ("notices.starts_at",))),
    "proactivity_ratio": Requirement(groups=(("notices",),)),
    "reports_before_alert": Requirement(groups=(KIND, ("notices.problem_id",), ("tickets.problem_id",))),
    "self_service_failure": Requirement(groups=FOLLOWED),
    "self_service_preference": Requirement(
        groups=(("sessions.human_offered",), ("sessions.human_asked_at",))
    ),
    "silent_abandonment": Requirement(groups=(*FOLLOWED, HELPED)),
    "speed_of_answer": Requirement(groups=REACHED),
    "supplied": Requirement(
        groups=(
            ("measurements.value", "measurements.good"),
            ("measurements.value", "measurements.total"),
        )
    ),
    "verified_deflection": Requirement(groups=(*FOLLOWED, HELPED)),
}
