"""The class of a window or segment between its two sides: green outside, red inside, and the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlakit import stats
from xlakit.model import Outcome, ShadeOf
from xlakit.scoring import sides

if TYPE_CHECKING:
    from xlakit.model import Judgement
    from xlakit.model.finding import Shade
    from xlakit.rules.case import Case
    from xlakit.scoring import Sides

ALPHA = 0.05


def shades(case: Case) -> tuple[ShadeOf, ...]:
    """Return the watermelon class of every finished window, whole and by segment.

    CONFIRMED: efficiency met, and the one-sided 95 % bound of a user-reported objective's own interval is beyond
    expected, Holm-adjusted over that window's user-reported objectives. SUSPECTED: the bound without the
    adjustment. POSSIBLE: the point value alone, or observed proxies alone. UNKNOWN: fewer answers than the
    anonymity threshold, or no efficiency measured.
    """
    return tuple(_shade(case, item) for item in sides((*case.judgements, *case.segments)))


def _shade(case: Case, item: Sides) -> ShadeOf:
    shade, reason = _class(case, item)
    severe = any(found.outcome is Outcome.BELOW_MINIMUM for found in item.missed)
    return ShadeOf(
        window=item.window,
        segment=item.segment,
        shade=shade,
        severe=severe and shade in {"CONFIRMED", "SUSPECTED"},
        reason=reason,
    )


def _class(case: Case, item: Sides) -> tuple[Shade, str]:
    if item.green is None:
        return "UNKNOWN", "no efficiency objective was measured"
    told = [found for found in item.reported if found.outcome.kept is not None]
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
            ("RED", "both sides missed")
            if item.missed
            else ("INVERSE", "users are content, targets were missed")
        )
    if item.missed:
        return _certainty(case, item)
    return ("POSSIBLE", "observed proxies only") if proxies else ("HEALTHY", "both sides kept")


def _certainty(case: Case, item: Sides) -> tuple[Shade, str]:
    chances = [_chance(case, found) for found in item.missed]
    # Objectives that were kept take part in the adjustment: one looked at all of them.
    told = sum(found.outcome.kept is not None for found in item.reported)
    adjusted = stats.holm([*chances, *([1.0] * (told - len(chances)))])
    if min(adjusted) <= ALPHA:
        return "CONFIRMED", "the interval lies beyond expected"
    if min(chances) <= ALPHA:
        return "SUSPECTED", "the interval lies beyond expected, before adjusting for several objectives"
    return "POSSIBLE", "the interval still reaches expected"


def _chance(case: Case, judgement: Judgement) -> float:
    """Return the smallest alpha at which the metric's own one-sided bound lies beyond expected."""
    expected = judgement.levels.expected
    chance = stats.p_beyond(
        lambda level: case.again(judgement, level=level),
        expected.exact,
        where="below" if expected.higher_is_better else "above",
    )
    return 1.0 if chance is None else chance
