"""Conditions that compose: what was true of a window and of a part of the desk, in three values."""

from xlakit.rules.conditions.condition import Condition, Leaf, all_of, any_of, for_windows, not_
from xlakit.rules.conditions.data import condition_of
from xlakit.rules.conditions.named import NamedObjective, ObjectiveIs, objective
from xlakit.rules.conditions.place import Place, places
from xlakit.rules.conditions.shaded import ShadeIs, shade
from xlakit.rules.conditions.side import Side, SideIs, combined, efficiency, experience, observed

__all__ = [
    "Condition",
    "Leaf",
    "NamedObjective",
    "ObjectiveIs",
    "Place",
    "ShadeIs",
    "Side",
    "SideIs",
    "all_of",
    "any_of",
    "combined",
    "condition_of",
    "efficiency",
    "experience",
    "for_windows",
    "not_",
    "objective",
    "observed",
    "places",
    "shade",
]
