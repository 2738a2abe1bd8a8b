"""What an agreement is: its promises in words, its class, its incentives, what chance does to it, what is amiss."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Literal

from xlakit.errors import DataError, message
from xlakit.metrics import among
from xlakit.model import Agreement, RuleReport, Value
from xlakit.review.chance import Chance, chances
from xlakit.review.fingerprint import fingerprint
from xlakit.review.incentives import Incentives, incentives
from xlakit.review.lints import Remark, run, terms_of
from xlakit.review.not_evaluated import not_evaluated
from xlakit.review.steps import StepCredit, step_credits
from xlakit.review.words import in_words

if TYPE_CHECKING:
    from datetime import datetime

    from xlakit.metrics import Metrics
    from xlakit.tables import Desk

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
    incentives
        What the weights and points push towards.
    chances
        What chance does to each objective.
    step_credits
        Whom each step in money still moves; nothing where there is no money, or no charges are stated.
    remarks
        What is amiss (XLA5xx), loudest first, with its place in the agreement and what to write instead.
    lints
        The section each lint ended in: raised, clear, not applicable, ignored.
    """

    agreement: str
    title: str | None = None
    fingerprint: str
    classification: Classification
    weight: Decimal
    user_reported_weight: Decimal
    objectives: tuple[str, ...]
    not_evaluated: tuple[str, ...] = ()
    incentives: Incentives = Incentives()
    chances: tuple[Chance, ...] = ()
    step_credits: tuple[StepCredit, ...] = ()
    remarks: tuple[Remark, ...] = ()
    lints: tuple[RuleReport, ...] = ()


def check(
    agreement: Agreement,
    desk: Desk | None = None,
    *,
    volume: int | None = None,
    as_of: datetime | None = None,
    metrics: Metrics = None,
    cost_per_point: Decimal | int | str | None = None,
) -> Review:
    r"""Return what `agreement` promises, what kind of agreement that makes it, and what is amiss with it.

    It is looked at as first written; amendments are not.

    Parameters
    ----------
    agreement
        From `load_agreement`.
    desk
        Records to judge its promises on, from any time: volumes and levels are then those of the desk.
    volume
        Records a window, where there is no desk. Without either, the usual volumes are looked at.
    as_of
        The instant to look at the desk from; the last in the records unless stated.
    metrics
        Metrics of one's own that the agreement names, as for `load_agreement`.
    cost_per_point
        What one more point of a figure costs the provider for a window, in the agreement's currency, where that is
        known: whom a step in money moves hangs on it.

    Raises
    ------
    MeasureError
        An objective of an agreement that was built by hand names a metric the catalogue does not have.
    DataError
        A volume below 1, or a cost that is no amount above 0.

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
    >>> [(remark.code, remark.path) for remark in review.remarks]
    [('XLA503', 'scoring'), ('XLA507', 'objectives[0].not_measured'), ('XLA510', 'term')]
    """
    if volume is not None and volume < 1:
        raise DataError(message("volume", "is at least 1", got=str(volume)))
    within = among(metrics)
    past = None
    if desk is not None:
        from xlakit.review.history import history

        past = history(agreement, desk, as_of=as_of, within=within)
    terms = terms_of(
        agreement, history=past, volume=volume, cost_per_point=_cost(cost_per_point), within=within
    )
    weight = sum((item.objective.weight for item in terms.promises), Decimal(0))
    reported = sum((item.objective.weight for item in terms.promises if item.is_reported), Decimal(0))
    remarks, lints = run(terms)
    return Review(
        agreement=agreement.metadata.name,
        title=agreement.metadata.title,
        fingerprint=fingerprint(agreement),
        classification=classify(reported, weight),
        weight=weight,
        user_reported_weight=reported,
        objectives=tuple(in_words(item.objective, item.metric, agreement.window) for item in terms.promises),
        not_evaluated=not_evaluated(agreement),
        incentives=incentives(terms),
        chances=chances(terms),
        step_credits=step_credits(terms),
        remarks=remarks,
        lints=lints,
    )


def _cost(stated: Decimal | int | str | None) -> Decimal | None:
    """Return a cost as an exact amount."""
    if stated is None:
        return None
    try:
        found = Decimal(stated) if not isinstance(stated, float) else Decimal("NaN")
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or found <= 0:
        hint = 'an exact amount such as "1500.00"'
        raise DataError(message("cost_per_point", "is no amount above 0", got=str(stated), hint=hint))
    return found


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
