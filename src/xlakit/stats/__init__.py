"""Estimates and their intervals, from integer sums or from rows; numpy and scipy only."""

from xlakit.stats.anonymity import (
    Hidden,
    Suppression,
    feasible_ranges,
    suppress,
    withheld,
    withheld_everywhere,
)
from xlakit.stats.at_level import at_level
from xlakit.stats.beyond import one_sided, p_below, p_beyond
from xlakit.stats.change_point import ChangePoint, change_point
from xlakit.stats.chart import ControlChart
from xlakit.stats.chart_rules import Signal
from xlakit.stats.contrast import Contrast, PenaltyReward
from xlakit.stats.drivers import Driver, Drivers, drivers
from xlakit.stats.empirical_bayes import empirical_bayes, empirical_bayes_normal
from xlakit.stats.freedom import unequal_freedom
from xlakit.stats.importance import lmg, relative_weights
from xlakit.stats.influence import half_width
from xlakit.stats.mean import mean, mean_from_sums
from xlakit.stats.multiple import benjamini_hochberg, holm
from xlakit.stats.net import net_promoter
from xlakit.stats.penalty_reward import penalty_reward
from xlakit.stats.percentile import order_ranks, percentile
from xlakit.stats.posterior import EmpiricalBayes, Selection, posterior_fdr
from xlakit.stats.promise import PromisePower, promise_count, promise_power
from xlakit.stats.proportion import proportion
from xlakit.stats.random_groups import random_groups
from xlakit.stats.rank import MatchedTest, RankTest, matched_test, rank_test
from xlakit.stats.rate_charts import laney_u, u_chart
from xlakit.stats.ratio import ratio
from xlakit.stats.resampling import (
    block_bootstrap,
    block_indices,
    bootstrap,
    multinomial_bootstrap,
    poisson_bootstrap,
)
from xlakit.stats.response import ResponseRates, response_rates
from xlakit.stats.sample_size import sample_size
from xlakit.stats.share_charts import laney_p, p_chart
from xlakit.stats.simpson import SimpsonCheck, simpson
from xlakit.stats.total import total
from xlakit.stats.weighting import (
    Poststratified,
    PropensityWeights,
    Raked,
    Stratum,
    break_even_shift,
    design_effect,
    manski_bounds,
    poststratify,
    propensity_weights,
    rake,
)
from xlakit.stats.xmr import xmr

__all__ = [
    "ChangePoint",
    "Contrast",
    "ControlChart",
    "Driver",
    "Drivers",
    "EmpiricalBayes",
    "Hidden",
    "MatchedTest",
    "PenaltyReward",
    "Poststratified",
    "PromisePower",
    "PropensityWeights",
    "Raked",
    "RankTest",
    "ResponseRates",
    "Selection",
    "Signal",
    "SimpsonCheck",
    "Stratum",
    "Suppression",
    "at_level",
    "benjamini_hochberg",
    "block_bootstrap",
    "block_indices",
    "bootstrap",
    "break_even_shift",
    "change_point",
    "design_effect",
    "drivers",
    "empirical_bayes",
    "empirical_bayes_normal",
    "feasible_ranges",
    "half_width",
    "holm",
    "laney_p",
    "laney_u",
    "lmg",
    "manski_bounds",
    "matched_test",
    "mean",
    "mean_from_sums",
    "multinomial_bootstrap",
    "net_promoter",
    "one_sided",
    "order_ranks",
    "p_below",
    "p_beyond",
    "p_chart",
    "penalty_reward",
    "percentile",
    "poisson_bootstrap",
    "posterior_fdr",
    "poststratify",
    "promise_count",
    "promise_power",
    "propensity_weights",
    "proportion",
    "rake",
    "random_groups",
    "rank_test",
    "ratio",
    "relative_weights",
    "response_rates",
    "sample_size",
    "simpson",
    "suppress",
    "total",
    "u_chart",
    "unequal_freedom",
    "withheld",
    "withheld_everywhere",
    "xmr",
]
