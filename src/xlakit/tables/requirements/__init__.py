"""What metrics read of a desk's tables."""

from xlakit.tables.requirements.every import REQUIREMENTS
from xlakit.tables.requirements.requirement import SOLVED, Requirement

__all__ = ["REQUIREMENTS", "SOLVED", "Requirement"]
