"""Judging against expected and minimum levels, and the score."""

from xlakit.scoring.course import Course, has_course, overflowing
from xlakit.scoring.exactly import Bar, Bars, Ratio, bar, bars, rounded, whole_units
from xlakit.scoring.gradient import incentive
from xlakit.scoring.indices import SCALING, alignment_index, is_speed, negativity_ratio, speed_only_share
from xlakit.scoring.judge import (
    Verdict,
    against,
    decide,
    in_percent,
    is_share,
    judge,
    margin,
    missing,
    running,
    surely,
    to_spare,
)
from xlakit.scoring.moving import exact_of, stated, year_of
from xlakit.scoring.plan import RESOLVED, Task, plans, span, tasks, windows_of
from xlakit.scoring.points import counting, points_events, points_plans, points_score, points_tasks
from xlakit.scoring.reach import excellence, headroom, rise_of, short_of, shortfall
from xlakit.scoring.relief import NONE as NO_RELIEF
from xlakit.scoring.relief import Relief, excusable, relieved
from xlakit.scoring.score import score
from xlakit.scoring.sides import Sides, only_where_green, sides, sides_of
from xlakit.scoring.two_sides import attained
from xlakit.scoring.verdicts import Judge, finished, hidden_of

__all__ = [
    "NO_RELIEF",
    "RESOLVED",
    "SCALING",
    "Bar",
    "Bars",
    "Course",
    "Judge",
    "Ratio",
    "Relief",
    "Sides",
    "Task",
    "Verdict",
    "against",
    "alignment_index",
    "attained",
    "bar",
    "bars",
    "counting",
    "decide",
    "exact_of",
    "excellence",
    "excusable",
    "finished",
    "has_course",
    "headroom",
    "hidden_of",
    "in_percent",
    "incentive",
    "is_share",
    "is_speed",
    "judge",
    "margin",
    "missing",
    "negativity_ratio",
    "only_where_green",
    "overflowing",
    "plans",
    "points_events",
    "points_plans",
    "points_score",
    "points_tasks",
    "relieved",
    "rise_of",
    "rounded",
    "running",
    "score",
    "short_of",
    "shortfall",
    "sides",
    "sides_of",
    "span",
    "speed_only_share",
    "stated",
    "surely",
    "tasks",
    "to_spare",
    "whole_units",
    "windows_of",
    "year_of",
]
