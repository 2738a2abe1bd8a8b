"""What the words mean: frozen pydantic values. No tables, no files, no clock."""

from xlakit.model.agreement import (
    ALWAYS,
    Agreement,
    CsatScale,
    EffortScale,
    Metadata,
    Scale,
    SurveyTerms,
    Term,
)
from xlakit.model.base import Value
from xlakit.model.calendar_spec import CalendarSpec, HolidayRule
from xlakit.model.clock import CalendarChoice, Clock, Limit
from xlakit.model.condition import Condition
from xlakit.model.estimate import Estimate
from xlakit.model.finding import Evidence, Finding, RuleReport, ShadeOf
from xlakit.model.judgement import Judgement, Outcome
from xlakit.model.metric_ref import MetricRef
from xlakit.model.money import Money
from xlakit.model.objective import Level, Levels, Objective
from xlakit.model.portfolio import Portfolio
from xlakit.model.quantity import Duration, Percent
from xlakit.model.records import Event, Survey, Ticket
from xlakit.model.scorecard import (
    Balance,
    Count,
    Framing,
    Incentive,
    PointLine,
    Score,
    Scorecard,
    ScoreLine,
    Subject,
    WindowScore,
)
from xlakit.model.scoring_terms import PointsFor, Scoring
from xlakit.model.statement import FiredTrigger, LedgerLine, Obligation, Statement, WindowStatement
from xlakit.model.window import Period, Window, windows

__all__ = [
    "ALWAYS",
    "Agreement",
    "Balance",
    "CalendarChoice",
    "CalendarSpec",
    "Clock",
    "Condition",
    "Count",
    "CsatScale",
    "Duration",
    "EffortScale",
    "Estimate",
    "Event",
    "Evidence",
    "Finding",
    "FiredTrigger",
    "Framing",
    "HolidayRule",
    "Incentive",
    "Judgement",
    "LedgerLine",
    "Level",
    "Levels",
    "Limit",
    "Metadata",
    "MetricRef",
    "Money",
    "Objective",
    "Obligation",
    "Outcome",
    "Percent",
    "Period",
    "PointLine",
    "PointsFor",
    "Portfolio",
    "RuleReport",
    "Scale",
    "Score",
    "ScoreLine",
    "Scorecard",
    "Scoring",
    "ShadeOf",
    "Statement",
    "Subject",
    "Survey",
    "SurveyTerms",
    "Term",
    "Ticket",
    "Value",
    "Window",
    "WindowScore",
    "WindowStatement",
    "windows",
]
