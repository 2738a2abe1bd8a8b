"""Which objectives rest on what users answered: those have a fewest number of answers, also in a history of counts."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from xlakit.errors import MeasureError
from xlakit.metrics import build
from xlakit.model import Agreement, MetricRef, SurveyTerms
from xlakit.model.clauses import Settlement

if TYPE_CHECKING:
    from xlakit.model import Objective


def fewest(objective: Objective, surveys: SurveyTerms) -> int:
    """Return how many records a measurement takes: what is agreed, at least the anonymity threshold for answers.

    Examples
    --------
    >>> from xlakit.model import Level, Objective
    >>> level = Level.model_validate({"at_least": "80%"})
    >>> named = [Objective(name="x", metric=MetricRef(name=name), expected=level) for name in ("csat", "reopen_rate")]
    >>> [fewest(objective, SurveyTerms()) for objective in named]
    [10, 1]
    """
    stated = objective.min_count or 1
    params = tuple((key, str(value)) for key, value in objective.metric.params.items())
    return max(stated, surveys.anonymity) if _rests_on_answers(objective.metric.name, params) else stated


@lru_cache(maxsize=1024)
def _rests_on_answers(name: str, params: tuple[tuple[str, str], ...]) -> bool:
    parts: dict[str, Any] = {"surveys": SurveyTerms(), "settlement": Settlement()}
    try:
        return build(
            MetricRef(name=name, params=dict(params)), Agreement.model_construct(**parts)
        ).from_answers
    except MeasureError:  # a metric of somebody's own: what it rests on is not known here
        return False
