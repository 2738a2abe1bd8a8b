"""What a rule is: a code, what it needs, and a pure check over one case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlakit.metrics import Metric
    from xlakit.model import Agreement, Finding
    from xlakit.model.finding import Severity
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
