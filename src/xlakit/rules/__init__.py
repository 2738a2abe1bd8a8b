"""Findings: one rule, one file, one code."""

from xlakit.rules.case import Case
from xlakit.rules.engine import catalogue, explain, run, select, wanted
from xlakit.rules.rule import Clear, NotApplicable, Rule
from xlakit.rules.shade import shades

__all__ = [
    "Case",
    "Clear",
    "NotApplicable",
    "Rule",
    "catalogue",
    "explain",
    "run",
    "select",
    "shades",
    "wanted",
]
