"""Clocks: the replay of events under the promises of an agreement."""

from xlakit.facts.clocks.cycles import CYCLE_SCHEMA, calendars_of, chosen_clocks, cycles_of, cycles_under
from xlakit.facts.clocks.stated import in_columns
from xlakit.facts.clocks.stopping import stoppages_of
from xlakit.facts.clocks.versions import InForce, in_force

__all__ = [
    "CYCLE_SCHEMA",
    "InForce",
    "calendars_of",
    "chosen_clocks",
    "cycles_of",
    "cycles_under",
    "in_columns",
    "in_force",
    "stoppages_of",
]
