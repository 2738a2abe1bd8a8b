"""Estimates and their intervals, from integer sums or from rows; numpy and scipy only."""

from xlakit.stats.at_level import at_level
from xlakit.stats.beyond import one_sided, p_below, p_beyond
from xlakit.stats.mean import mean, mean_from_sums
from xlakit.stats.multiple import benjamini_hochberg, holm
from xlakit.stats.net import net_promoter
from xlakit.stats.percentile import percentile
from xlakit.stats.proportion import proportion
from xlakit.stats.random_groups import random_groups
from xlakit.stats.ratio import ratio
from xlakit.stats.response import ResponseRates, response_rates
from xlakit.stats.sample_size import sample_size

__all__ = [
    "ResponseRates",
    "at_level",
    "benjamini_hochberg",
    "holm",
    "mean",
    "mean_from_sums",
    "net_promoter",
    "one_sided",
    "p_below",
    "p_beyond",
    "percentile",
    "proportion",
    "random_groups",
    "ratio",
    "response_rates",
    "sample_size",
]
