"""What weights and points push towards, before anything is measured."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from xlakit.model import Value
from xlakit.scoring import SCALING, alignment_index, is_speed, negativity_ratio, speed_only_share

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlakit.review.lints import Terms


class Incentives(Value):
    """What an agreement pushes towards.

    Attributes
    ----------
    speed_only_share
        The part of the weight that rests on speed alone, 0 to 1; None without weight.
    can_cost, can_earn
        Points of score that all misses together can take away, and all excellence together can bring; for points an
        event, those of one event each. None without weight.
    negativity_ratio
        Mean of what an objective (or an event) can cost over the mean of what one can earn; None without either.
    alignment_index
        How well the weights follow ``scoring: {values: …}``, 0 to 1: the share of the attainable value that these
        weights can bring about. None without values.
    alignment_note
        The judgement behind that index.
    """

    speed_only_share: float | None = None
    can_cost: float | None = None
    can_earn: float | None = None
    negativity_ratio: float | None = None
    alignment_index: float | None = None
    alignment_note: str = ""


def incentives(terms: Terms) -> Incentives:
    """Return what the agreement pushes towards."""
    scoring = terms.agreement.scoring
    speed = speed_only_share((item.objective.weight, is_speed(item.metric)) for item in terms.promises)
    weights = {item.name: item.objective.weight for item in terms.promises}
    stated = bool(scoring.values)
    stakes = list(_stakes(terms))
    lost, won = -sum(item for item in stakes if item < 0), sum(item for item in stakes if item > 0)
    return Incentives(
        speed_only_share=None if speed is None else float(speed),
        can_cost=float(lost) if stakes else None,
        can_earn=float(won) if stakes else None,
        negativity_ratio=negativity_ratio(stakes),
        alignment_index=alignment_index(weights, scoring.values) if stated else None,
        alignment_note=SCALING if stated else "",
    )


def _stakes(terms: Terms) -> Iterator[Fraction]:
    """Yield what each objective, or each event, can cost and earn."""
    scoring = terms.agreement.scoring
    if scoring.method == "points":
        yield from (Fraction(line.each) for line in scoring.points)
        return
    whole = sum((Fraction(item.objective.weight) for item in terms.promises), Fraction(0))
    if not whole:
        return
    scale = Fraction(50 if scoring.method == "net" else 100) / whole
    for item in terms.promises:
        weight = scale * Fraction(item.objective.weight)
        if scoring.method != "earn":
            yield -weight
        if scoring.method != "deduct" and any(levels.stretch is not None for _, _, levels in item.levels()):
            yield weight
