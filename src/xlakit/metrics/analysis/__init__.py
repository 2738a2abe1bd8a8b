"""Analyses of a whole desk: both sides set against each other, bands, scorecards."""

from xlakit.metrics.analysis.approaches import approach_report, resolution_approach
from xlakit.metrics.analysis.drivers import drivers
from xlakit.metrics.analysis.expectation import expectation_drift
from xlakit.metrics.analysis.experience_link import ax_ux_link
from xlakit.metrics.analysis.factors import factors
from xlakit.metrics.analysis.impact import impact
from xlakit.metrics.analysis.knowledge import KbClass, kb_quality
from xlakit.metrics.analysis.reopen_bands import ReopenBand, ReopenClass, classify_reopen_rate
from xlakit.metrics.analysis.self_service import SelfServiceClass, self_service_quality
from xlakit.metrics.analysis.support_models import support_model_report
from xlakit.metrics.analysis.tension import tension
from xlakit.metrics.analysis.trends import cost_volume_scissors, trend
from xlakit.metrics.analysis.user_centricity import user_centricity_scorecard
from xlakit.metrics.analysis.work_days import work_days_saved

__all__ = [
    "KbClass",
    "ReopenBand",
    "ReopenClass",
    "SelfServiceClass",
    "approach_report",
    "ax_ux_link",
    "classify_reopen_rate",
    "cost_volume_scissors",
    "drivers",
    "expectation_drift",
    "factors",
    "impact",
    "kb_quality",
    "resolution_approach",
    "self_service_quality",
    "support_model_report",
    "tension",
    "trend",
    "user_centricity_scorecard",
    "work_days_saved",
]
