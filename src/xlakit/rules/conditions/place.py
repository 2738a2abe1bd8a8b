"""Where conditions are looked at: a finished window, whole or one segment of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlakit.model import Outcome

if TYPE_CHECKING:
    from xlakit.model import Judgement, Window
    from xlakit.model.finding import Shade
    from xlakit.model.window import WindowKind
    from xlakit.rules.case import Case, Segment
    from xlakit.rules.conditions.condition import Condition, Leaf

_BY_LENGTH: tuple[WindowKind, ...] = ("week", "month", "rolling-3-months", "quarter", "contract-year")


@dataclass(frozen=True, slots=True)
class Judged:
    """The judgements that have a say in a condition: those that may be told, and whether any may not."""

    open: tuple[Judgement, ...]
    withheld: bool


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """A finished window and a part of the desk.

    Attributes
    ----------
    window, segment
        Which.
    judgements
        Those of this part of the desk in finished windows that lie inside this one.
    shade
        Its watermelon class, where it has one.
    before
        The window before it, of the same part; None before the first.
    """

    window: Window
    segment: Segment
    judgements: tuple[Judgement, ...]
    shade: Shade | None = None
    before: Place | None = None

    def judged(self, leaf: Leaf) -> Judged:
        """Return the judgements that have a say in `leaf`; of a segment, those withheld have none."""
        mine = [item for item in self.judgements if leaf.speaks_of(item)]
        shown = tuple(item for item in mine if not (item.suppressed and self.segment))
        return Judged(shown, len(shown) < len(mine))


def places(case: Case, condition: Condition) -> tuple[Place, ...]:
    """Return the places to look at `condition` in: the whole first, then segment by segment, in order of time.

    The windows are those of the objectives that the condition speaks of; where they have windows of several
    lengths, the longest, and what lies inside them counts together.
    """
    spoken = {name for leaf in condition.leaves for name in leaf.objectives(case)}
    kinds = {item.name: item.window or case.agreement.window for item in case.agreement.objectives}
    longest = max((_BY_LENGTH.index(kinds[name]) for name in spoken), default=0)
    chosen = {name for name in spoken if _BY_LENGTH.index(kinds[name]) == longest}
    over = [item for item in case.judgements if item.outcome is not Outcome.IN_PROGRESS]
    windows = sorted(
        {item.window for item in over if item.objective.split("/", 1)[0] in chosen},
        key=lambda window: (window.start, window.end),
    )
    parts: dict[Segment, list[Judgement]] = {(): over}
    for item in case.segments:
        if item.outcome is not Outcome.IN_PROGRESS:
            parts.setdefault(item.segment, []).append(item)
    classes = {(item.window, item.segment): item.shade for item in case.shades}
    found = []
    for segment in sorted(parts):
        before: Place | None = None
        for window in windows:
            inside = tuple(item for item in parts[segment] if _inside(item.window, window))
            before = Place(window, segment, inside, classes.get((window, segment)), before)
            found.append(before)
    return tuple(found)


def _inside(one: Window, other: Window) -> bool:
    return other.start <= one.start and one.end <= other.end
