"""XLA418, the lost month: once the breach is certain, more promises are missed.

What it flags
    A promise of time whose failure rate rises, in the windows that were missed, after the failure that made the
    miss certain.
Why it matters
    A threshold pays for effort up to the line only. When the month is lost, users of its last days pay for that.
How it is computed
    In the order in which promises were decided, the miss is certain with the first failure beyond what the target
    allows for the tickets of that window. Before: the failures and tickets up to it, itself left out (which makes
    the rate unbiased). After: all that follow. For each lost window: how late that failure came among all orders of
    its failures (negative hypergeometric), as a normal score. One window is one observation: a one-sided t test on
    the scores, over 4 or more lost windows with 20 or more tickets on both sides. Raised where p, adjusted by
    Benjamini-Hochberg at 10 % over all promises, stays below, and the mean difference is at least 3 points. Not raised
    where kept windows rise alike: the failure rate of their later half less that of their earlier half is half of
    the difference or more. The counterfactual is the attainment of the lost windows at their rate before.
False alarms
    A backlog that caused the loss and goes on causing failures; load that grows towards the end of the month (the kept
    windows speak for or against it); tickets of one incident that are all missed at once. Assumed: what the target
    allows is known during the window, from the usual volume. In simulations of 6 to 12 windows of 200 to 400 tickets
    without the behaviour 1 to 9 % of promises were flagged; a rise of 4 points was found in 60 to 67 %, one of 8
    points in 96 % and more.
What to do
    Let credits grow with the number of failures, or let windows earn back; watch the oldest tickets after a miss.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from xlakit import stats
from xlakit.model import Evidence, Finding
from xlakit.model.figures import percent, whole
from xlakit.rules.rule import Clear, NotApplicable, Rule

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from xlakit.model import Window
    from xlakit.rules.case import Case

CODE = "XLA418"
FALSE_DISCOVERIES = 0.10
LEAST_RISE = 0.03
LOST, TICKETS = 4, 20
ALIKE = 0.5


class Lost(NamedTuple):
    """A lost window around the failure that made it so.

    Attributes
    ----------
    before, tickets_before, after, tickets_after
        Failures and tickets up to that failure, itself left out, and after it.
    """

    before: int
    tickets_before: int
    after: int
    tickets_after: int

    @property
    def lateness(self) -> float | None:
        """How late the failure came that made the window lost, as a normal score."""
        return stats.place_score(
            self.tickets_before + 1 + self.tickets_after,
            self.before + 1 + self.after,
            self.before + 1,
            self.tickets_before + 1,
        )

    @property
    def rise(self) -> float:
        """The failure rate after less that before."""
        return self.after / self.tickets_after - self.before / self.tickets_before


class _Promise(NamedTuple):
    title: str
    lost: list[tuple[Window, Lost]]
    kept: list[float]


def split(count: int, failures: Sequence[int], target: Fraction) -> Lost | None:
    """Return a window before and after the failure that made its miss certain; None where it was kept.

    Parameters
    ----------
    count
        Tickets decided in the window.
    failures
        Their places from 1 to `count`, in order.
    target
        The share promised, at least.

    Examples
    --------
    >>> from fractions import Fraction
    >>> split(100, [10, 20, 30, 40, 50, 60, 70], Fraction(95, 100))
    Lost(before=5, tickets_before=59, after=1, tickets_after=40)
    >>> split(100, [10, 20, 30, 40, 50], Fraction(95, 100)) is None
    True
    """
    allowed = math.floor(count * (1 - target))
    if len(failures) <= allowed:
        return None
    place = failures[allowed]
    return Lost(allowed, place - 1, len(failures) - allowed - 1, count - place)


def check(case: Case) -> tuple[Finding, ...] | Clear | NotApplicable:
    """Return a finding for each promise that is missed more often once its window is lost."""
    promises = {name: item for name, item in sorted(_promises(case).items()) if len(item.lost) >= LOST}
    chances = {
        name: chance
        for name, item in promises.items()
        if (chance := stats.p_above_zero([lost.lateness for _, lost in item.lost])) is not None
    }
    if not chances:
        return NotApplicable(
            f"needs a promise of time with {LOST} missed windows of {TICKETS} or more tickets on both sides of the miss"
        )
    adjusted = stats.benjamini_hochberg(list(chances.values()))
    findings = tuple(
        _finding(name, promises[name], chances[name], chance)
        for name, chance in zip(chances, adjusted, strict=True)
        if chance <= FALSE_DISCOVERIES and _stands(promises[name])
    )
    return findings or Clear(f"{len(chances)} promises with missed windows looked at")


def _promises(case: Case) -> dict[str, _Promise]:
    judged = {(item.objective, item.window): item for item in case.judgements}
    found: dict[str, _Promise] = {}
    for row in case.signals["decisions"]:
        item = judged.get((row["objective"], row["window"]))
        # Counted otherwise than it was judged (an amendment, a minimum): nothing is said of that window.
        if (
            item is None
            or item.estimate.denominator != row["count"]
            or not item.levels.expected.higher_is_better
        ):
            continue
        promise = found.setdefault(row["objective"], _Promise(item.title, [], []))
        lost = split(row["count"], row["failures"], item.levels.expected.exact)
        if lost is None:
            if row["count"] >= 2 * TICKETS:
                promise.kept.append(_drift(row["count"], row["failures"]))
        elif min(lost.tickets_before, lost.tickets_after) >= TICKETS:
            promise.lost.append((row["window"], lost))
    return found


def _drift(count: int, failures: Sequence[int]) -> float:
    """Return the failure rate of the later half of a window less that of the earlier half."""
    middle = count // 2
    early = sum(place <= middle for place in failures)
    return (len(failures) - early) / (count - middle) - early / middle


def _stands(item: _Promise) -> bool:
    rise = sum(lost.rise for _, lost in item.lost) / len(item.lost)
    usual = sum(item.kept) / len(item.kept) if item.kept else 0.0
    return rise >= LEAST_RISE and usual < ALIKE * rise


def _finding(name: str, item: _Promise, chance: float, adjusted: float) -> Finding:
    parts = [lost for _, lost in item.lost]
    before, tickets_before, after, tickets_after = (sum(column) for column in zip(*parts, strict=True))
    rise = sum(lost.rise for lost in parts) / len(parts)
    tickets = tickets_before + tickets_after + len(parts)
    failures = before + after + len(parts)
    usual = sum(lost.tickets_after * lost.before / lost.tickets_before for lost in parts)
    return Finding(
        code=CODE,
        severity="info",
        title="the lost month",
        message=(
            f"{item.title}: in {len(parts)} missed windows {percent(before / tickets_before)} of promises were missed"
            f" before the miss was certain, and {percent(after / tickets_after)} after it. Consistent with less effort"
            " once nothing more can be lost; also explained by a backlog that goes on, or by load at the end of the"
            " window."
        ),
        objective=name,
        evidence=(
            Evidence(what="missed before", value=before / tickets_before, count=tickets_before, unit="share"),
            Evidence(what="missed after", value=after / tickets_after, count=tickets_after, unit="share"),
            Evidence(what="mean rise by window", value=rise, count=len(parts), unit="share"),
            Evidence(
                what="later half less earlier half of kept windows",
                value=sum(item.kept) / len(item.kept) if item.kept else None,
                count=len(item.kept),
                unit="share",
            ),
            Evidence(what="p, one window one observation", value=chance),
            Evidence(what="p, adjusted for everything looked at", value=adjusted),
            Evidence(
                what="attainment of these windows", value=1 - failures / tickets, count=tickets, unit="share"
            ),
            Evidence(
                what="the same at the rate before",
                value=1 - (before + len(parts) + usual) / tickets,
                unit="share",
            ),
            *(
                Evidence(
                    what=f"{window.label}: missed before and after",
                    value=f"{lost.before} of {lost.tickets_before}, {lost.after} of {whole(lost.tickets_after)}",
                )
                for window, lost in item.lost
            ),
            Evidence(what="assumption", value="what the target allows is known during the window"),
        ),
        tickets_affected=max(0, round(after - usual)),
        advice="Let credits grow with the failures, or let windows earn back; watch the oldest tickets after a miss.",
    )


RULE = Rule(
    CODE, "The lost month: after the miss is certain", "info", __doc__ or "", check, signals=("decisions",)
)
