"""A rule of one's own: a function over a case, under a decorator."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

from xlakit.errors import MeasureError, message
from xlakit.metrics import Metric
from xlakit.rules.rule import Rule, own_rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from xlakit.model import Agreement, Finding
    from xlakit.model.finding import Severity
    from xlakit.rules.case import Case
    from xlakit.rules.rule import Clear, NotApplicable

    Check = Callable[[Case], tuple[Finding, ...] | Clear | NotApplicable]
    Wanted = Metric | Iterable[Metric] | Callable[[Agreement], tuple[Metric, ...]]


def rule(
    *,
    code: str,
    title: str,
    severity: Severity = "warning",
    metrics: Wanted = (),
    by_segment: bool = False,
    cuts: Iterable[str] = (),
    signals: Iterable[str] = (),
) -> Callable[[Check], Rule]:
    """Make a rule of a check over a case, whose docstring is the rule's page.

    The check is pure: the same case gives the same answer. It returns a tuple of findings, or ``Clear(…)`` with what
    it looked at, or ``NotApplicable(…)`` with what it would need.

    Parameters
    ----------
    code
        Letters and three digits, such as ``OWN001``; codes that begin with XLA are reserved.
    title, severity
        What it is called, and how loud it is at its loudest.
    metrics
        The metrics it wants counted in every window of the agreement, or a function that returns them for an
        agreement. ``case.own(code, metric.name, window)`` holds their sums.
    by_segment, cuts
        Whether it wants them for each segment that is reported, too, and by which further columns.
    signals
        Names of the signals it looks at.

    Returns
    -------
    callable
        The decorator; it turns the function into a `Rule`, which ``evaluate(rules=…)`` takes.

    Raises
    ------
    MeasureError
        The code is reserved or is none, a text is missing, or a signal is not known.

    Examples
    --------
    >>> from xlakit import metrics as m
    >>> from xlakit.rules import Clear
    >>> @rule(code="OWN007", title="Calm days", severity="info", metrics=m.reopen_rate())
    ... def calm(case):
    ...     "Says that it looked."
    ...     return Clear(f"{len(case.windows)} windows looked at")
    >>> calm.code, calm.page
    ('OWN007', 'Says that it looked.')
    """

    def made(check: Check) -> Rule:
        page = inspect.cleandoc(check.__doc__ or "")
        if not page:
            hint = "the docstring of its function is its page"
            raise MeasureError(message(f"rule {code}", "has no page", hint=hint))
        wanted = _wanted(metrics)
        return own_rule(
            Rule(code, title, severity, page, check, wanted, by_segment, tuple(cuts), tuple(signals))
        )

    return made


def _wanted(metrics: Wanted) -> Callable[[Agreement], tuple[Metric, ...]]:
    if callable(metrics) and not isinstance(metrics, Metric):
        return metrics
    fixed = (metrics,) if isinstance(metrics, Metric) else tuple(metrics)
    return lambda _: fixed
