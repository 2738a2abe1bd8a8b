"""The verdict: one sentence in plain words, the first thing anybody reads."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from xlakit.model import Outcome
from xlakit.report.reasons import clearest, observed
from xlakit.report.sides import ordered, sides
from xlakit.report.wording import listed, window_words

if TYPE_CHECKING:
    from xlakit.model import Scorecard
    from xlakit.model.finding import Shade
    from xlakit.report.sides import Side, Sides

WATERMELON: Final = "a watermelon (green outside, red inside)"
_OTHERS: Final[tuple[tuple[Shade, str], ...]] = (
    ("RED", "red on both sides"),
    ("INVERSE", "an inverse watermelon (red outside, green inside), so the promise may ask for too much"),
    ("HEALTHY", "healthy on both sides"),
)


def verdict(card: Scorecard) -> str:
    """Return what became of the agreement, in one sentence.

    Both sides are named with the windows they held or failed in, then the pattern they make together, and
    the segment where it shows most clearly. Windows in progress are not counted.
    """
    name = card.subject.title or card.subject.agreement
    both = sides(card)
    decided = [item for item in card.judgements if item.outcome.kept is not None]
    if not decided:
        return f"{name}: {_nothing(card)}."
    inside, holds = _inside(both)
    outside = _outside(both.efficiency)
    held_outside = bool(both.efficiency.kept)
    joint = "; "
    if both.efficiency.decided and holds is not None:
        joint = ", and " if holds == held_outside else ", but "
    return f"{name}: {outside}{joint}{inside}{_pattern(card, both)}."


def _nothing(card: Scorecard) -> str:
    windows = ordered(item.window for item in card.judgements)
    running = [item for item in card.judgements if item.outcome is Outcome.IN_PROGRESS]
    if not windows:
        return "nothing was judged; the data reach no complete window"
    if len(running) == len(card.judgements):
        verb = "is" if len(windows) == 1 else "are"
        return f"nothing is judged yet; {listed(window.label for window in windows)} {verb} in progress"
    complete = ordered(item.window for item in card.judgements if item.outcome is not Outcome.IN_PROGRESS)
    reasons = sorted({item.reason for item in card.judgements if item.outcome is Outcome.NOT_MEASURED})
    because = f" ({reasons[0]})" if len(reasons) == 1 and reasons[0] else ""
    return f"nothing could be measured in {len(complete)} {window_words(complete, len(complete))}{because}"


def _outside(side: Side) -> str:
    if not side.windows:
        return "no service level is agreed"
    if not side.decided:
        return "no service level was measured"
    total = f"{len(side.decided)} {window_words(side.decided, len(side.decided))}"
    if not side.kept:
        return f"service levels were missed in {len(side.failed)} of {total}"
    return f"every service level was met in {side.kept} of {total}"


def _inside(both: Sides) -> tuple[str, bool | None]:
    """Return what became of the users' side, and whether it held; None where it was not measured."""
    if both.users.decided:
        return _users("the users' side", both.users, both.efficiency)
    if both.observed.decided:
        text, holds = _users("what was observed of them", both.observed, both.efficiency)
        return f"the users were not asked, {'and' if holds else 'yet'} {text}", holds
    if both.users.windows or both.observed.windows:
        return "the users' side was not measured", None
    return "the agreement promises nothing on the users' side", None


def _users(who: str, side: Side, outside: Side) -> tuple[str, bool]:
    count = len(side.failed) or len(side.decided)
    total = len(side.decided)
    same = side.decided == outside.decided
    of_total = "" if same else f" of {total} {window_words(side.decided, total)}"
    if side.failed:
        return f"{who} failed in {count}{of_total}", False
    return f"{who} held in {f'all {total}' if same and total > 1 else f'{count}{of_total}'}", True


def _pattern(card: Scorecard, both: Sides) -> str:
    whole = Counter(shade.shade for shade in card.shades if not shade.segment)
    where = clearest(card)
    failed = len(both.users.failed) or len(both.observed.failed)
    if found := whole["CONFIRMED"]:
        some = f", in {found} of them behind met service levels" if 0 < found < failed else ""
        return f"{some}: {WATERMELON}" + (f"; clearest in {where}" if where else _why(card))
    if where:
        return f"; {WATERMELON} shows in {where}"
    if whole["SUSPECTED"] + whole["POSSIBLE"]:
        return ": perhaps a watermelon (green outside, red inside), but that is not proven"
    for shade, words in _OTHERS:
        if found := whole[shade]:
            total = whole.total()
            return f": {words}" + (f" in {found} of {total}" if found < total else "")
    return ""


def _why(card: Scorecard) -> str:
    seen = observed(card)
    return f"; {' and '.join(seen)}" if seen else ""
