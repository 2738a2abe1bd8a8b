"""All rules, by code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlakit.rules import xla101, xla102, xla201, xla401, xla402

if TYPE_CHECKING:
    from xlakit.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    xla101.RULE,
    xla102.RULE,
    xla201.RULE,
    xla401.RULE,
    xla402.RULE,
)
