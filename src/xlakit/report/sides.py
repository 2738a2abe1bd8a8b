"""The two sides of an agreement over its windows: what the desk promised, and what its users got."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlakit.model import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xlakit.model import Judgement, Scorecard, Window


@dataclass(frozen=True, slots=True)
class Side:
    """The windows of one side, sorted by what became of its promises in them.

    Attributes
    ----------
    windows
        Every complete window the side was to be judged in.
    decided
        Those in which at least one of its promises was decided.
    failed
        Those in which at least one of its promises was not kept.
    unmeasured
        Those in which none of its promises could be measured.
    """

    windows: tuple[Window, ...]
    decided: tuple[Window, ...]
    failed: tuple[Window, ...]
    unmeasured: tuple[Window, ...]

    @property
    def kept(self) -> int:
        """How many decided windows kept every promise."""
        return len(self.decided) - len(self.failed)


@dataclass(frozen=True, slots=True)
class Sides:
    """Service levels, what users said, and what was seen of them."""

    efficiency: Side
    users: Side
    observed: Side


def sides(card: Scorecard) -> Sides:
    """Return both sides of `card`; the users' side split into what they said and what was observed.

    The classes of the shades are drawn the same way: efficiency without weight judges nothing, what users
    were promised speaks with any weight, and combined objectives are on neither side.
    """
    outside = (item for item in card.judgements if item.kind == "efficiency" and item.weight > 0)
    users = [item for item in card.judgements if item.kind == "experience"]
    return Sides(
        efficiency=_side(outside),
        users=_side(item for item in users if item.basis == "user_reported"),
        observed=_side(item for item in users if item.basis != "user_reported"),
    )


def ordered(windows: Iterable[Window]) -> tuple[Window, ...]:
    """Return distinct windows by their end, shorter ones first: a quarter follows its last month."""
    return tuple(sorted(set(windows), key=lambda window: (window.end, window.end - window.start)))


def _side(judgements: Iterable[Judgement]) -> Side:
    complete = [item for item in judgements if item.outcome is not Outcome.IN_PROGRESS]
    windows = ordered(item.window for item in complete)
    measured = {item.window for item in complete if item.outcome is not Outcome.NOT_MEASURED}
    return Side(
        windows=windows,
        decided=ordered(item.window for item in complete if item.outcome.kept is not None),
        failed=ordered(item.window for item in complete if item.outcome.kept is False),
        unmeasured=tuple(window for window in windows if window not in measured),
    )
