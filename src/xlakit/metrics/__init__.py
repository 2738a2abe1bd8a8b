"""The metric algebra, the catalogue and the cube."""

from xlakit.metrics.arithmetic import difference, geometric, harmonic, minimum, weighted
from xlakit.metrics.catalogue import PERCENTILE, Metrics, among, build, catalogue
from xlakit.metrics.cell import Cell
from xlakit.metrics.combined import Combined
from xlakit.metrics.counting import Plan, can_cut, count, ever, first_instant
from xlakit.metrics.cube import Cube, Key
from xlakit.metrics.disclosure import answers_in, hidden_figures
from xlakit.metrics.entry import MetricEntry
from xlakit.metrics.families.clocks import resolution_time, response_time, within
from xlakit.metrics.families.frustration import frustration_gap, unhappy_when_met
from xlakit.metrics.families.observed import (
    bounces,
    fcr,
    fcr_inflation,
    reopen_rate,
    repeat_contact_rate,
    resolved_tickets,
    verified_fcr,
)
from xlakit.metrics.families.supplied import supplied
from xlakit.metrics.families.surveys import ces, csat, happiness, nps
from xlakit.metrics.kind import Kind
from xlakit.metrics.leaf import Leaf
from xlakit.metrics.measure import measure, needed
from xlakit.metrics.metric import Metric
from xlakit.metrics.respond import invitations_known, response_rate
from xlakit.metrics.statistic import Statistic

__all__ = [
    "PERCENTILE",
    "Cell",
    "Combined",
    "Cube",
    "Key",
    "Kind",
    "Leaf",
    "Metric",
    "MetricEntry",
    "Metrics",
    "Plan",
    "Statistic",
    "among",
    "answers_in",
    "bounces",
    "build",
    "can_cut",
    "catalogue",
    "ces",
    "count",
    "csat",
    "difference",
    "ever",
    "fcr",
    "fcr_inflation",
    "first_instant",
    "frustration_gap",
    "geometric",
    "happiness",
    "harmonic",
    "hidden_figures",
    "invitations_known",
    "measure",
    "minimum",
    "needed",
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
    "weighted",
    "within",
]
