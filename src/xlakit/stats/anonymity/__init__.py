"""Anonymity: which figures to hide, and what can be worked out of them all the same."""

from xlakit.stats.anonymity.result import Hidden, Suppression
from xlakit.stats.anonymity.suppress import feasible_ranges, suppress
from xlakit.stats.anonymity.withheld import withheld, withheld_everywhere

__all__ = ["Hidden", "Suppression", "feasible_ranges", "suppress", "withheld", "withheld_everywhere"]
