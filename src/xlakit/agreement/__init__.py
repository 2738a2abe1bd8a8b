"""Agreement text ↔ model: safe YAML and JSON, every mistake at once with its file and line.

The JSON Schema is in ``xlakit.agreement.schema``, which is also the command that writes it.
"""

from xlakit.agreement.amendments import amended
from xlakit.agreement.dump import dump
from xlakit.agreement.levels import LEVELS, level_of, parts_of, side_of
from xlakit.agreement.parse import Reading, examine, parse
from xlakit.agreement.references import objectives, texts
from xlakit.agreement.source import Source, read
from xlakit.agreement.tree import Fault, Node, problems
from xlakit.agreement.versions import Version, versions

__all__ = [
    "LEVELS",
    "Fault",
    "Node",
    "Reading",
    "Source",
    "Version",
    "amended",
    "dump",
    "examine",
    "level_of",
    "objectives",
    "parse",
    "parts_of",
    "problems",
    "read",
    "side_of",
    "texts",
    "versions",
]
