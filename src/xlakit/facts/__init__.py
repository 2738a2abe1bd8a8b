"""Facts: documented tables with a stated grain, built from a desk as of an instant."""

from xlakit.callable_module import make_callable
from xlakit.facts.build import build_facts, clock_frame, facts_table
from xlakit.facts.condition import matches, missing_columns
from xlakit.facts.frames import Facts

__all__ = ["Facts", "build_facts", "clock_frame", "facts_table", "matches", "missing_columns"]

make_callable(__name__, facts_table)
