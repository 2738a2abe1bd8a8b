"""Findings: one rule, one file, one code; conditions that compose, and rules of one's own."""

from xlakit.rules.case import Case
from xlakit.rules.engine import catalogue, explain, run, select, wanted
from xlakit.rules.installed import installed
from xlakit.rules.rule import Clear, NotApplicable, Rule
from xlakit.rules.shade import shades
from xlakit.rules.watching import watch

# isort: split
# Two functions are called like the modules ``rule`` and ``shade``; those are loaded by now and take no name any more.
from xlakit.rules.conditions import (
    Condition,
    all_of,
    any_of,
    combined,
    efficiency,
    experience,
    for_windows,
    not_,
    objective,
    observed,
    shade,
)
from xlakit.rules.own import rule

__all__ = [
    "Case",
    "Clear",
    "Condition",
    "NotApplicable",
    "Rule",
    "all_of",
    "any_of",
    "catalogue",
    "combined",
    "efficiency",
    "experience",
    "explain",
    "for_windows",
    "installed",
    "not_",
    "objective",
    "observed",
    "rule",
    "run",
    "select",
    "shade",
    "shades",
    "wanted",
    "watch",
]
