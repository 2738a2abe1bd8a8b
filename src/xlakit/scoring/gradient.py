"""What the next record would change: the incentive that a score gives at the state things are in."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from xlakit.model import Incentive, Outcome
from xlakit.scoring.reach import headroom, rise_of, short_of

if TYPE_CHECKING:
    from xlakit.model import Estimate, Judgement
    from xlakit.model.scoring_terms import Method

WHOLE = 100
NET_QUANTUM = 100
GATED = "it is decided on an interval (gate)"
UNCOUNTED = "its figure is no count of successes"
UNMEASURED = "not measured"


def points_of(method: Method, weight: Fraction, short: Fraction, rise: Fraction) -> Fraction:
    """Return what an objective adds to the score of its window."""
    if method == "deduct":
        return -WHOLE * weight * short
    if method == "earn":
        return WHOLE * weight * rise
    return WHOLE // 2 * weight * (rise - short)


def incentive(judgement: Judgement, weight: Fraction | None, method: Method) -> Incentive:
    """Return what one more success and one more failure would add to the score of the window.

    One more record is counted, on the good or on the bad side; everything else stays. Known for shares and net
    scores (one more promoter, one more detractor).

    Parameters
    ----------
    judgement
        The objective as it stands.
    weight
        Its weight, normalised over what was measured; None where it was not.
    method
        ``deduct``, ``earn`` or ``net``.

    References
    ----------
    Measurement framework S-72.
    """
    value = judgement.estimate.exact
    room = headroom(judgement.levels.expected, value)
    known = Incentive(
        objective=judgement.objective,
        window=judgement.window,
        headroom=None if room is None else float(room),
    )
    nearby = _nearby(judgement.estimate, judgement.unit, higher=judgement.direction == "higher")
    if weight is None or value is None or nearby is None:
        reason = UNMEASURED if weight is None or value is None else UNCOUNTED
        return known.model_copy(update={"reason": reason})
    if _is_gated(judgement):
        return known.model_copy(update={"reason": GATED})

    def score(at: Fraction) -> Fraction:
        return points_of(method, weight, short_of(judgement.levels, at), rise_of(judgement.levels, at))

    up, down = (float(score(at) - score(value)) for at in nearby)
    return known.model_copy(update={"success": up, "failure": down})


def _nearby(estimate: Estimate, unit: str, *, higher: bool) -> tuple[Fraction, Fraction] | None:
    """Return the figure after one more success, and after one more failure."""
    hits, count, quantum = estimate.numerator, estimate.denominator, estimate.quantum
    if hits is None or not count:
        return None
    if unit == "share" and quantum == 1 and 0 <= hits <= count:
        more, same = Fraction(hits + 1, count + 1), Fraction(hits, count + 1)
        return (more, same) if higher else (same, more)
    if unit == "points" and quantum == NET_QUANTUM and abs(hits) <= count and higher:
        return Fraction(WHOLE * (hits + 1), count + 1), Fraction(WHOLE * (hits - 1), count + 1)
    return None


def _is_gated(judgement: Judgement) -> bool:
    """Whether the outcome is not the one that the point value has."""
    value, levels = judgement.estimate.exact, judgement.levels
    if value is None:
        return False
    if levels.expected.holds(value) is not judgement.outcome.kept:
        return True
    stretched = levels.stretch is not None and levels.stretch.holds(value)
    return stretched is not (judgement.outcome is Outcome.EXCEEDED)
