"""Further facts: families of ticket columns, and frames with a grain of their own."""

from xlakit.facts.families.every import FAMILIES, FRAMES

__all__ = ["FAMILIES", "FRAMES"]
