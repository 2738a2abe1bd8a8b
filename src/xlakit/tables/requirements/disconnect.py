"""What the metrics read that look at where the two sides part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlakit.tables.requirements.core import CLOCKED, FIRST_CONTACT, MOOD, REOPENED
from xlakit.tables.requirements.requirement import SOLVED, Requirement

if TYPE_CHECKING:
    from collections.abc import Mapping

OUTCOME = (*REOPENED, "surveys.solved", "surveys.factors")
SAME = ("tickets.category", "tickets.problem_id")
REQUIREMENTS: Mapping[str, Requirement] = {
    "bunching_ratio": Requirement(groups=(CLOCKED,)),
    "disconnect.response_not_solved": Requirement(groups=(CLOCKED, OUTCOME)),
    "disconnect.rushed": Requirement(groups=(("tickets.handle_minutes",), (*MOOD, "surveys.factors"))),
    "disconnect.ticket_multiplicity": Requirement(groups=(("tickets.requester",), SAME)),
    "disconnect.unhelped": Requirement(groups=(SOLVED, ("events",), OUTCOME)),
    "headroom": Requirement(groups=(CLOCKED,)),
    "premature_close_rate": Requirement(
        groups=(SOLVED, ("tickets.complexity",), FIRST_CONTACT, (*REOPENED, "surveys.solved"))
    ),
    "reopens_per_ticket": Requirement(groups=(SOLVED, REOPENED)),
    "scrape_rate": Requirement(groups=(CLOCKED,)),
    "unlinked_repeat_share": Requirement(groups=(("tickets.requester",), ("tickets.problem_id",))),
}
