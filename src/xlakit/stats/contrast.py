"""What low and high ratings of an attribute go with, and the class that makes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

NOTE = "association, not cause"
Class = Literal["strongly basic", "basic", "performance", "excitement"]


@dataclass(frozen=True, slots=True)
class Contrast:
    """What a low and a high rating of one attribute go with, beside a middle one.

    Attributes
    ----------
    name
        The attribute.
    penalty, reward
        Points of the outcome that a low (usually negative) and a high rating (usually positive) go with, all
        other attributes held; None where the data cannot tell.
    penalty_low, penalty_high, reward_low, reward_high
        Their intervals.
    ia
        Impact asymmetry in -1 … 1: ``(reward - |penalty|) / (reward + |penalty|)``; None without both.
    kind
        ``strongly basic`` below -0.4, ``basic`` below -0.1, ``performance`` to 0.1, ``excitement`` above.
    low, high
        Ratings up to `low` counted as low, from `high` on as high.
    count_low, count_high
        How many did.
    """

    name: str
    penalty: float | None
    penalty_low: float | None
    penalty_high: float | None
    reward: float | None
    reward_low: float | None
    reward_high: float | None
    ia: float | None
    kind: Class | None
    low: float
    high: float
    count_low: int
    count_high: int


@dataclass(frozen=True, slots=True)
class PenaltyReward:
    """The contrasts in the order of the attributes, from one regression on `count` complete cases."""

    contrasts: tuple[Contrast, ...]
    r2: float | None
    count: int
    left_out: int
    clusters: int
    level: float
    note: str = NOTE


def asymmetry(penalty: float | None, reward: float | None) -> float | None:
    """Return the impact asymmetry, None where the data cannot tell."""
    if penalty is None or reward is None:
        return None
    bad, good = max(-penalty, 0.0), max(reward, 0.0)
    return (good - bad) / (good + bad) if good + bad else None


def kind_of(ia: float | None) -> Class | None:
    """Return the class of an impact asymmetry, by the conventional limits."""
    limits: tuple[tuple[float, Class], ...] = ((-0.4, "strongly basic"), (-0.1, "basic"))
    if ia is None:
        return None
    below = [kind for limit, kind in limits if ia < limit]
    if below:
        return below[0]
    return "performance" if ia <= 0.1 else "excitement"  # noqa: PLR2004 - the third limit
