"""How well-known products name things: one preset a file, each a value."""

from xlakit.tables.mapping.presets import preset
from xlakit.tables.mapping.spec import LogShape, Mapping

__all__ = ["LogShape", "Mapping", "preset"]
