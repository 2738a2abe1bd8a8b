"""What metrics of empathy and communication read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlakit.tables.requirements.requirement import SOLVED, Requirement

if TYPE_CHECKING:
    from collections.abc import Mapping

REPLIED = ("events:reply",)
WRITTEN = ("events.text",)
PROMISED = ("tickets.promised_at", "events:promised")
REQUIREMENTS: Mapping[str, Requirement] = {
    "empathy_score": Requirement(groups=(("surveys.empathy",),)),
    "empathy_gap": Requirement(groups=(("surveys.empathy",), ("surveys.solved",))),
    "empathy_markers_score": Requirement(groups=(SOLVED, REPLIED, WRITTEN)),
    "empathy_time_cost": Requirement(groups=(SOLVED, REPLIED, WRITTEN, ("tickets.handle_minutes",))),
    "update_cadence": Requirement(groups=(REPLIED,)),
    "longest_silence": Requirement(groups=(SOLVED, REPLIED)),
    "silence_breaches": Requirement(groups=(REPLIED,)),
    "explanation_rate": Requirement(groups=(SOLVED, REPLIED, WRITTEN)),
    "jargon_index": Requirement(groups=(SOLVED, REPLIED, WRITTEN)),
    "promise_accuracy": Requirement(groups=(PROMISED,)),
    "promise_bias": Requirement(groups=(SOLVED, PROMISED)),
    "communication_quality": Requirement(groups=((*REPLIED, *PROMISED),)),
    "re_explain_rate": Requirement(groups=(SOLVED, ("events:asked",))),
}
