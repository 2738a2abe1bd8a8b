"""Facts: documented tables with a stated grain, built from a desk as of an instant."""

from xlakit.callable_module import make_callable
from xlakit.facts.build import build_facts, clock_frame, facts_table
from xlakit.facts.condition import matches, missing_columns
from xlakit.facts.families import FAMILIES, FRAMES
from xlakit.facts.frames import Facts
from xlakit.facts.people import groups_behind
from xlakit.facts.sources import Family, Frame, Sources

__all__ = [
    "FAMILIES",
    "FRAMES",
    "Facts",
    "Family",
    "Frame",
    "Sources",
    "build_facts",
    "clock_frame",
    "facts_table",
    "groups_behind",
    "matches",
    "missing_columns",
]

make_callable(__name__, facts_table)
