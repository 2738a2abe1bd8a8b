"""Estimates and their intervals, from integer sums or from rows; numpy and scipy only."""

from xlakit.stats.anonymity import (
    Hidden,
    Suppression,
    feasible_ranges,
    suppress,
    withheld,
    withheld_everywhere,
)
from xlakit.stats.apart import apart
from xlakit.stats.at_level import at_level
from xlakit.stats.beyond import one_sided, p_below, p_beyond
from xlakit.stats.bunching import Bunching, bunching, placebos, same_bump
from xlakit.stats.change_point import ChangePoint, change_point
from xlakit.stats.chart import ControlChart
from xlakit.stats.chart_rules import Signal
from xlakit.stats.coincidences import Excess, FirstContact, chance_adjusted, coincidences, excess
from xlakit.stats.contrast import Contrast, PenaltyReward
from xlakit.stats.discordant import Discordant, mcnemar
from xlakit.stats.drivers import Driver, Drivers, drivers
from xlakit.stats.empirical_bayes import empirical_bayes, empirical_bayes_normal
from xlakit.stats.freedom import unequal_freedom
from xlakit.stats.geometric_mean import geometric_mean, p_above_one, p_above_zero
from xlakit.stats.importance import lmg, relative_weights
from xlakit.stats.influence import half_width
from xlakit.stats.local_rate import LocalRate, local_rate, local_rate_at
from xlakit.stats.mean import mean, mean_from_sums
from xlakit.stats.multiple import benjamini_hochberg, holm
from xlakit.stats.net import net_promoter
from xlakit.stats.odds_ratio import OddsRatio, odds_ratio
from xlakit.stats.penalty_reward import penalty_reward
from xlakit.stats.percentile import order_ranks, percentile
from xlakit.stats.place_score import place_score
from xlakit.stats.posterior import EmpiricalBayes, Selection, posterior_fdr
from xlakit.stats.promise import PromisePower, promise_count, promise_power
from xlakit.stats.proportion import proportion
from xlakit.stats.random_groups import random_groups
from xlakit.stats.rank import MatchedTest, RankTest, matched_test, rank_test
from xlakit.stats.rate_charts import laney_u, u_chart
from xlakit.stats.rate_ratio import RateRatio, rate_ratio
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
from xlakit.stats.scraping import Scraping, scraping
from xlakit.stats.share_charts import laney_p, p_chart
from xlakit.stats.shrunk_rates import shrunk_rates
from xlakit.stats.simpson import SimpsonCheck, simpson
from xlakit.stats.step_incentive import StepIncentive, step_incentive
from xlakit.stats.stouffer import stouffer
from xlakit.stats.total import total
from xlakit.stats.trend_permutation import Trend, trend_permutation
from xlakit.stats.under_dispersion import UnderDispersion, under_dispersion
from xlakit.stats.weighted_trend import WeightedTrend, weighted_trend
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
from xlakit.stats.within_groups import Shuffled, kendall_within, permuted_sum, shuffled
from xlakit.stats.xmr import xmr

__all__ = [
    "Bunching",
    "ChangePoint",
    "Contrast",
    "ControlChart",
    "Discordant",
    "Driver",
    "Drivers",
    "EmpiricalBayes",
    "Excess",
    "FirstContact",
    "Hidden",
    "LocalRate",
    "MatchedTest",
    "OddsRatio",
    "PenaltyReward",
    "Poststratified",
    "PromisePower",
    "PropensityWeights",
    "Raked",
    "RankTest",
    "RateRatio",
    "ResponseRates",
    "Scraping",
    "Selection",
    "Shuffled",
    "Signal",
    "SimpsonCheck",
    "StepIncentive",
    "Stratum",
    "Suppression",
    "Trend",
    "UnderDispersion",
    "WeightedTrend",
    "apart",
    "at_level",
    "benjamini_hochberg",
    "block_bootstrap",
    "block_indices",
    "bootstrap",
    "break_even_shift",
    "bunching",
    "chance_adjusted",
    "change_point",
    "coincidences",
    "design_effect",
    "drivers",
    "empirical_bayes",
    "empirical_bayes_normal",
    "excess",
    "feasible_ranges",
    "geometric_mean",
    "half_width",
    "holm",
    "kendall_within",
    "laney_p",
    "laney_u",
    "lmg",
    "local_rate",
    "local_rate_at",
    "manski_bounds",
    "matched_test",
    "mcnemar",
    "mean",
    "mean_from_sums",
    "multinomial_bootstrap",
    "net_promoter",
    "odds_ratio",
    "one_sided",
    "order_ranks",
    "p_above_one",
    "p_above_zero",
    "p_below",
    "p_beyond",
    "p_chart",
    "penalty_reward",
    "percentile",
    "permuted_sum",
    "place_score",
    "placebos",
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
    "rate_ratio",
    "ratio",
    "relative_weights",
    "response_rates",
    "same_bump",
    "sample_size",
    "scraping",
    "shrunk_rates",
    "shuffled",
    "simpson",
    "step_incentive",
    "stouffer",
    "suppress",
    "total",
    "trend_permutation",
    "u_chart",
    "under_dispersion",
    "unequal_freedom",
    "weighted_trend",
    "withheld",
    "withheld_everywhere",
    "xmr",
]
