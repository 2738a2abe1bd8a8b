"""From facts to the cells of a cube."""

from xlakit.metrics.counting.count import count
from xlakit.metrics.counting.plan import Plan
from xlakit.metrics.counting.rows import can_cut, ever, first_instant

__all__ = ["Plan", "can_cut", "count", "ever", "first_instant"]
