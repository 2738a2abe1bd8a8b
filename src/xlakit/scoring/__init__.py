"""Judging against expected and minimum levels, and the score."""

from xlakit.scoring.judge import Verdict, judge
from xlakit.scoring.plan import RESOLVED, Task, plans, span, tasks, windows_of
from xlakit.scoring.score import excellence, score, shortfall
from xlakit.scoring.sides import Sides, only_where_green, sides, sides_of
from xlakit.scoring.verdicts import Judge, finished, hidden_of

__all__ = [
    "RESOLVED",
    "Judge",
    "Sides",
    "Task",
    "Verdict",
    "excellence",
    "finished",
    "hidden_of",
    "judge",
    "only_where_green",
    "plans",
    "score",
    "shortfall",
    "sides",
    "sides_of",
    "span",
    "tasks",
    "windows_of",
]
