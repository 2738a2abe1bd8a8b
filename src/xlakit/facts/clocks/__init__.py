"""Clocks: the replay of events under the promises of an agreement."""

from xlakit.facts.clocks.cycles import CYCLE_SCHEMA, calendars_of, chosen_clocks, cycles_of
from xlakit.facts.clocks.stated import in_columns

__all__ = ["CYCLE_SCHEMA", "calendars_of", "chosen_clocks", "cycles_of", "in_columns"]
