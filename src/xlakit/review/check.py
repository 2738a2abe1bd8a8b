"""What an agreement is, before any data: its promises in words, its class, and what is left aside."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from xlakit.model import Agreement, Value
from xlakit.review.fingerprint import fingerprint
from xlakit.review.known import measured
from xlakit.review.not_evaluated import not_evaluated
from xlakit.review.words import in_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlakit.model import MetricRef
    from xlakit.review.known import Measured

Classification = Literal["efficiency only", "balanced", "XLA"]


class Review(Value):
    """What ``check`` has to say of an agreement.

    Attributes
    ----------
    agreement, title
        Its name, and what people call it.
    fingerprint
        SHA-256 of what it means.
    classification
        By the share of the weight that rests on what users reported: ``XLA`` from one half on,
        ``balanced`` below that, ``efficiency only`` without any.
    weight, user_reported_weight
        The sum of all weights, and of those whose metric users report.
    objectives
        Each promise in words, in the order of the agreement.
    not_evaluated
        One sentence for each clause that is kept but has no effect yet.
    """

    agreement: str
    title: str | None = None
    fingerprint: str
    classification: Classification
    weight: Decimal
    user_reported_weight: Decimal
    objectives: tuple[str, ...]
    not_evaluated: tuple[str, ...] = ()


def check(agreement: Agreement) -> Review:
    r"""Return what `agreement` promises, what kind of agreement that makes it, and what is not evaluated.

    Raises
    ------
    MeasureError
        An objective of an agreement that was built by hand names a metric the catalogue does not have.

    Examples
    --------
    >>> from xlakit.review import load_agreement
    >>> review = check(load_agreement('''
    ... apiVersion: xlakit/v1
    ... kind: Agreement
    ... metadata: {name: demo}
    ... term: {start: 2026-01-01, end: 2026-12-31}
    ... objectives:
    ...   - {name: happy, metric: csat, window: quarter, min_count: 200, expected: {at_least: 85%}, weight: 40}
    ...   - {name: reopened, metric: reopen_rate, expected: {at_most: 5%}, minimum: {at_most: 10%}, weight: 60}
    ... '''))
    >>> review.classification, review.user_reported_weight, review.weight
    ('balanced', Decimal('40'), Decimal('100'))
    >>> print(*review.objectives, sep="\n")
    happy: satisfied users (CSAT) at least 85%, each quarter, from 200 records on, weight 40
    reopened: reopened tickets at most 5% (minimum at most 10%), each month, weight 60
    """
    return _review(agreement, lambda ref: measured(ref, agreement))


def _review(agreement: Agreement, make: Callable[[MetricRef], Measured]) -> Review:
    made = [(objective, make(objective.metric)) for objective in agreement.objectives]
    weight = sum((objective.weight for objective, _ in made), Decimal(0))
    reported = sum((item.weight for item, metric in made if metric.basis == "user_reported"), Decimal(0))
    return Review(
        agreement=agreement.metadata.name,
        title=agreement.metadata.title,
        fingerprint=fingerprint(agreement),
        classification=classify(reported, weight),
        weight=weight,
        user_reported_weight=reported,
        objectives=tuple(in_words(item, metric, agreement.window) for item, metric in made),
        not_evaluated=not_evaluated(agreement),
    )


def classify(user_reported: Decimal, weight: Decimal) -> Classification:
    """Return the class of an agreement by the weight that users report.

    Examples
    --------
    >>> [classify(Decimal(part), Decimal(100)) for part in (0, 1, 49, 50, 100)]
    ['efficiency only', 'balanced', 'balanced', 'XLA', 'XLA']
    """
    if user_reported <= 0:
        return "efficiency only"
    return "XLA" if 2 * user_reported >= weight else "balanced"
