"""The door: any source of records → a Desk in canonical tables, with every doubt about it."""

from xlakit.tables.desk import Desk
from xlakit.tables.load import load_desk
from xlakit.tables.mapping import LogShape, Mapping
from xlakit.tables.one import read_records, records_of
from xlakit.tables.requirements import REQUIREMENTS, Requirement
from xlakit.tables.results import load_results
from xlakit.tables.schema import dtypes_of

__all__ = [
    "REQUIREMENTS",
    "Desk",
    "LogShape",
    "Mapping",
    "Requirement",
    "dtypes_of",
    "load_desk",
    "load_results",
    "read_records",
    "records_of",
]
