"""The class of a window or segment between its two sides: green outside, red inside, and the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlakit import stats
from xlakit.model import Outcome, ShadeOf
from xlakit.rules.shade_scan import RATE, heard, scanned
from xlakit.scoring import sides

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlakit.model import Judgement
    from xlakit.model.finding import Shade
    from xlakit.rules.case import Case
    from xlakit.rules.shade_scan import Called
    from xlakit.scoring import Sides

ALPHA = 0.05


def shades(case: Case) -> tuple[ShadeOf, ...]:
    """Return the watermelon class of every finished window, whole and by segment.

    CONFIRMED: efficiency met and a user-reported objective missed, so clearly that chance is no answer. Of ten or
    more segments of one column in one window: by empirical Bayes, at most a tenth of those called expected wrong.
    Of fewer, and of the contract itself: the one-sided 95 % bound of an objective's own interval is beyond
    expected, Holm-adjusted over that window's user-reported objectives. SUSPECTED: that bound, unadjusted.
    POSSIBLE: the point value alone, or observed proxies alone. UNKNOWN: fewer answers than the anonymity
    threshold, or no efficiency measured.
    """
    both = sides((*case.judgements, *case.segments))
    scans = scanned(both)
    return tuple(_shade(case, item, scans.get((item.window, item.segment))) for item in both)


def _shade(case: Case, item: Sides, called: Called | None) -> ShadeOf:
    shade, reason = _class(case, item, called)
    severe = any(found.outcome is Outcome.BELOW_MINIMUM for found in heard(item))
    return ShadeOf(
        window=item.window,
        segment=item.segment,
        shade=shade,
        severe=severe and shade in {"CONFIRMED", "SUSPECTED"},
        reason=reason,
    )


def _class(case: Case, item: Sides, called: Called | None) -> tuple[Shade, str]:
    if item.green is None:
        return "UNKNOWN", "no efficiency objective was measured"
    told = heard(item)
    missed = [found for found in told if found.outcome.kept is False]
    proxies = [found for found in item.observed if found.outcome.kept is False]
    if not told:
        if proxies:
            return ("POSSIBLE", "observed proxies only") if item.green else ("RED", "observed proxies only")
        return (
            "UNKNOWN",
            f"fewer than {case.agreement.surveys.anonymity} answers, or too few for the objective",
        )
    if not item.green:
        return (
            ("RED", "both sides missed") if missed else ("INVERSE", "users are content, targets were missed")
        )
    if missed:
        return _certainty(case, missed, len(told), called)
    return ("POSSIBLE", "observed proxies only") if proxies else ("HEALTHY", "both sides kept")


def _certainty(
    case: Case, missed: Sequence[Judgement], told: int, called: Called | None
) -> tuple[Shade, str]:
    together = [found for found in missed if called is not None and found.objective in called.objectives]
    alone = [found for found in missed if found not in together]
    if called is not None and called.confirmed:
        return (
            "CONFIRMED",
            f"by empirical Bayes over {called.segments} segments, at most {RATE:.0%} of those called expected wrong",
        )
    chances = [_chance(case, found) for found in alone]
    # Objectives that were kept take part in the adjustment: one looked at all of them.
    adjusted = stats.holm([*chances, *([1.0] * (told - len(chances)))])
    if chances and min(adjusted) <= ALPHA:
        over = "" if told == 1 else f", Holm over {told} objectives"
        return "CONFIRMED", f"by its own interval: the one-sided 95% bound lies beyond expected{over}"
    if any(_beyond(case, found) for found in together):
        return "SUSPECTED", "by its own interval alone; among all segments scanned it may be chance"
    if chances and min(chances) <= ALPHA:
        return "SUSPECTED", f"by its own interval, before Holm's adjustment over {told} objectives"
    return "POSSIBLE", "by the point value alone: the interval still reaches expected"


def _beyond(case: Case, judgement: Judgement) -> bool:
    """Whether the metric's own one-sided bound lies beyond expected."""
    found = case.again(judgement, level=stats.one_sided(1 - ALPHA))
    expected = judgement.levels.expected.exact
    bound = found.high if judgement.levels.expected.higher_is_better else found.low
    if bound is None:
        return False
    return bound < expected if judgement.levels.expected.higher_is_better else bound > expected


def _chance(case: Case, judgement: Judgement) -> float:
    """Return the smallest alpha at which the metric's own one-sided bound lies beyond expected."""
    expected = judgement.levels.expected
    chance = stats.p_beyond(
        lambda level: case.again(judgement, level=level),
        expected.exact,
        where="below" if expected.higher_is_better else "above",
    )
    return 1.0 if chance is None else chance
