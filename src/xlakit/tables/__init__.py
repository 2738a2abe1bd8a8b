"""The door: any source of records → a Desk in canonical tables, with every doubt about it."""

from xlakit.tables.desk import Desk
from xlakit.tables.load import load_desk
from xlakit.tables.mapping import LogShape, Mapping
from xlakit.tables.measurable import REQUIREMENTS, Requirement

__all__ = ["REQUIREMENTS", "Desk", "LogShape", "Mapping", "Requirement", "load_desk"]
