"""Intervals from resampling: single values, clusters, weights, counts, months."""

from xlakit.stats.resampling.block_bootstrap import block_bootstrap
from xlakit.stats.resampling.block_indices import block_indices
from xlakit.stats.resampling.bootstrap import bootstrap
from xlakit.stats.resampling.multinomial_bootstrap import multinomial_bootstrap
from xlakit.stats.resampling.poisson_bootstrap import poisson_bootstrap

__all__ = [
    "block_bootstrap",
    "block_indices",
    "bootstrap",
    "multinomial_bootstrap",
    "poisson_bootstrap",
]
