"""What a rule is: a code, what it needs, and a pure check over one case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from xlakit.errors import MeasureError, message, near_miss
from xlakit.facts.signals import SIGNALS
from xlakit.model.finding import Severity
from xlakit.model.rule_terms import code_fault

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlakit.metrics import Metric
    from xlakit.model import Agreement, Finding
    from xlakit.rules.case import Case


@dataclass(frozen=True, slots=True)
class Clear:
    """The rule looked and found nothing; `reason` says at what."""

    reason: str


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """The rule could not look; `reason` says what it would need."""

    reason: str


def no_metrics(_: Agreement) -> tuple[Metric, ...]:
    """Need nothing beyond the agreement's own objectives."""
    return ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    Attributes
    ----------
    code, title, severity
        Its name for ever, what it is called, and how loud it is at its loudest.
    page
        What it flags, why it matters, how it is computed, false alarms, what to do.
    check
        Pure: the same case gives the same answer. It returns findings, or says that all is clear, or why
        it could not look.
    metrics
        The metrics it wants counted under a given agreement, beside the objectives' own.
    by_segment, cuts
        Whether it wants them for each segment that is reported, too, and by which further columns, where the
        desk has them.
    signals
        Names of the signals it looks at; where one of them cannot be made, the rule is not applicable.
    """

    code: str
    title: str
    severity: Severity
    page: str
    check: Callable[[Case], tuple[Finding, ...] | Clear | NotApplicable]
    metrics: Callable[[Agreement], tuple[Metric, ...]] = no_metrics
    by_segment: bool = False
    cuts: tuple[str, ...] = ()
    signals: tuple[str, ...] = ()


def own_rule(rule: Rule) -> Rule:
    """Return `rule`, once it is fit to stand beside the catalogue's.

    Raises
    ------
    MeasureError
        Its code is reserved or is none, its title is empty, its severity is none, or it asks for a signal that
        does not exist.
    """
    where = f"rule {rule.code}"
    fault = code_fault(rule.code)
    if fault is not None:
        raise MeasureError(message("rule", fault, got=rule.code, hint="give it a code such as OWN001"))
    if not rule.title:
        raise MeasureError(message(where, "has no title"))
    known = get_args(Severity)
    if rule.severity not in known:
        raise MeasureError(
            message(
                where, "no such severity", got=str(rule.severity), hint=near_miss(str(rule.severity), known)
            )
        )
    for name in rule.signals:
        if name not in SIGNALS:
            raise MeasureError(message(where, "no such signal", got=name, hint=near_miss(name, SIGNALS)))
    return rule
