"""Step 15, triggers: what many failures give a right to. They read raw statuses, never money after relief."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from xlakit.model import Outcome
from xlakit.model.statement import FiredTrigger

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xlakit.model import Window
    from xlakit.model.commercial_terms import Trigger
    from xlakit.settlement.mark import Mark


@dataclass(slots=True)
class Period:
    """What one settlement period looked like before any cap.

    Attributes
    ----------
    window
        The period.
    marks
        All that ended in it.
    raw
        Credits before caps.
    cap, charges
        Of the period; None where no charges are known.
    points
        Service points.
    """

    window: Window
    marks: list[Mark] = field(default_factory=list)
    raw: Fraction = Fraction(0)
    cap: Fraction | None = None
    charges: Fraction | None = None
    points: Fraction = Fraction(0)


def happened(trigger: Trigger, period: Period) -> bool:
    """Return whether what a trigger counts happened in a period."""
    mine = [
        mark for mark in period.marks if trigger.objective in {None, mark.name, mark.promise.objective.name}
    ]
    if trigger.of == "miss":
        return any(mark.failed for mark in mine)
    if trigger.of == "minimum_miss":
        return any(mark.outcome is Outcome.BELOW_MINIMUM for mark in mine)
    if trigger.of == "points":
        return period.points >= Fraction(trigger.points or 0)
    if trigger.of == "credit":
        return period.raw > 0
    if trigger.of == "capped":
        return period.cap is not None and period.raw > 0 and period.raw >= period.cap
    if period.charges is None or trigger.share is None:
        return False
    return period.raw > 0 and period.raw >= trigger.share.exact * period.charges


def fired(triggers: Iterable[Trigger], periods: Sequence[Period]) -> tuple[FiredTrigger, ...]:
    """Return each trigger that fires, in the first period in which it does; one in which nothing happens never does."""
    found = []
    for trigger in triggers:
        looked = trigger.in_ if trigger.in_ is not None else trigger.count
        recent: deque[bool] = deque(maxlen=looked)
        for period in periods:
            recent.append(happened(trigger, period))
            if recent[-1] and sum(recent) >= trigger.count:
                found.append(
                    FiredTrigger(
                        name=trigger.name,
                        right=trigger.right,
                        window=period.window,
                        reason=_reason(trigger, looked),
                    )
                )
                break
    return tuple(found)


def _reason(trigger: Trigger, looked: int) -> str:
    what = {
        "miss": "a service level failure",
        "minimum_miss": "a failure of a minimum level",
        "credit": "a service credit",
        "capped": "credits up to the cap",
        "credits_of": f"credits of {trigger.share} of the charges or more",
        "points": f"{trigger.points} service points or more",
    }[trigger.of]
    whose = f" of {trigger.objective}" if trigger.objective else ""
    if trigger.count == 1:
        return f"{what}{whose}"
    often = (
        f"{trigger.count} windows in a row"
        if trigger.in_ is None
        else f"{trigger.count} of the last {looked} windows"
    )
    return f"{what}{whose} in {often}"


def persistent_steps(failures: int, every: int, paid: Iterable[int]) -> int:
    """Return how many further full `every` failures there are, beyond those `paid` in the windows looked at.

    Examples
    --------
    >>> [persistent_steps(count, 10, paid) for count, paid in ((9, ()), (10, ()), (11, (1,)), (20, (1,)))]
    [0, 1, 0, 1]
    """
    return max(0, failures // every - sum(paid))
