"""Surveys that not everyone answered: weights, and what the silent could change."""

from xlakit.stats.weighting.design_effect import design_effect
from xlakit.stats.weighting.poststratify import Poststratified, poststratify
from xlakit.stats.weighting.propensity import PropensityWeights, propensity_weights
from xlakit.stats.weighting.rake import Raked, rake
from xlakit.stats.weighting.silent import break_even_shift, manski_bounds
from xlakit.stats.weighting.stratum import Stratum

__all__ = [
    "Poststratified",
    "PropensityWeights",
    "Raked",
    "Stratum",
    "break_even_shift",
    "design_effect",
    "manski_bounds",
    "poststratify",
    "propensity_weights",
    "rake",
]
