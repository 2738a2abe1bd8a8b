"""Judging against expected and minimum levels, and the score."""

from xlakit.scoring.gradient import incentive
from xlakit.scoring.indices import SCALING, alignment_index, is_speed, negativity_ratio, speed_only_share
from xlakit.scoring.judge import Verdict, judge
from xlakit.scoring.plan import RESOLVED, Task, plans, span, tasks, windows_of
from xlakit.scoring.points import counting, points_events, points_plans, points_score, points_tasks
from xlakit.scoring.reach import excellence, headroom, rise_of, short_of, shortfall
from xlakit.scoring.score import score
from xlakit.scoring.sides import Sides, only_where_green, sides, sides_of
from xlakit.scoring.two_sides import attained
from xlakit.scoring.verdicts import Judge, finished, hidden_of

__all__ = [
    "RESOLVED",
    "SCALING",
    "Judge",
    "Sides",
    "Task",
    "Verdict",
    "alignment_index",
    "attained",
    "counting",
    "excellence",
    "finished",
    "headroom",
    "hidden_of",
    "incentive",
    "is_speed",
    "judge",
    "negativity_ratio",
    "only_where_green",
    "plans",
    "points_events",
    "points_plans",
    "points_score",
    "points_tasks",
    "rise_of",
    "score",
    "short_of",
    "shortfall",
    "sides",
    "sides_of",
    "span",
    "speed_only_share",
    "tasks",
    "windows_of",
]
