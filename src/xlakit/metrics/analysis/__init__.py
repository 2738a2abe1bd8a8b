"""Analyses of a whole desk: both sides set against each other, bands, scorecards."""

from xlakit.metrics.analysis.drivers import drivers
from xlakit.metrics.analysis.expectation import expectation_drift
from xlakit.metrics.analysis.factors import factors
from xlakit.metrics.analysis.impact import impact
from xlakit.metrics.analysis.reopen_bands import ReopenBand, ReopenClass, classify_reopen_rate
from xlakit.metrics.analysis.tension import tension
from xlakit.metrics.analysis.user_centricity import user_centricity_scorecard
from xlakit.metrics.analysis.work_days import work_days_saved

__all__ = [
    "ReopenBand",
    "ReopenClass",
    "classify_reopen_rate",
    "drivers",
    "expectation_drift",
    "factors",
    "impact",
    "tension",
    "user_centricity_scorecard",
    "work_days_saved",
]
