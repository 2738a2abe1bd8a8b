"""For other people's tests: facts made by chance, and the laws that every metric obeys."""

from xlakit.testing.metric_laws import check_metric
from xlakit.testing.random_facts import part_of, random_facts

__all__ = ["check_metric", "part_of", "random_facts"]
