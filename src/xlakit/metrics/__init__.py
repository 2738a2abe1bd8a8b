"""The metric algebra, the catalogue and the cube."""

from xlakit.metrics.catalogue import MetricEntry, build, catalogue
from xlakit.metrics.clocks import resolution_time, response_time, within
from xlakit.metrics.count import Plan, count
from xlakit.metrics.cube import Cell, Cube, Key
from xlakit.metrics.disclosure import withheld
from xlakit.metrics.frustration import frustration_gap, unhappy_when_met
from xlakit.metrics.measure import measure
from xlakit.metrics.metric import Metric
from xlakit.metrics.observed import (
    bounces,
    fcr,
    fcr_inflation,
    reopen_rate,
    repeat_contact_rate,
    resolved_tickets,
    verified_fcr,
)
from xlakit.metrics.respond import invitations_known, response_rate
from xlakit.metrics.statistic import Kind, Statistic
from xlakit.metrics.supplied import supplied
from xlakit.metrics.surveys import ces, csat, happiness, nps

__all__ = [
    "Cell",
    "Cube",
    "Key",
    "Kind",
    "Metric",
    "MetricEntry",
    "Plan",
    "Statistic",
    "bounces",
    "build",
    "catalogue",
    "ces",
    "count",
    "csat",
    "fcr",
    "fcr_inflation",
    "frustration_gap",
    "happiness",
    "invitations_known",
    "measure",
    "nps",
    "reopen_rate",
    "repeat_contact_rate",
    "resolution_time",
    "resolved_tickets",
    "response_rate",
    "response_time",
    "supplied",
    "unhappy_when_met",
    "verified_fcr",
    "withheld",
    "within",
]
