"""What a reader must know before trusting the figures: gaps, open windows, and how many answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlakit.model import Outcome
from xlakit.model.figures import percent
from xlakit.report.sides import ordered, sides
from xlakit.report.wording import counted, instant_words, listed, window_words

if TYPE_CHECKING:
    from xlakit.model import Judgement, Scorecard


def hints(card: Scorecard) -> tuple[str, ...]:
    """Return the hints that apply to `card`, each one sentence, the most important first."""
    found = (
        _unmeasured(card),
        _uncovered(card),
        _answers(card),
        _withheld(card),
        _in_progress(card),
        _provisional(card),
    )
    return tuple(hint for hint in found if hint)


def _unmeasured(card: Scorecard) -> str:
    users = sides(card).users
    if not users.windows:
        complete = any(item.outcome is not Outcome.IN_PROGRESS for item in card.judgements)
        return "Experience not measured: no objective asks the users." if complete else ""
    if not users.unmeasured:
        return ""
    reasons = sorted(
        {
            item.reason
            for item in card.judgements
            if item.window in users.unmeasured
            and item.basis == "user_reported"
            and item.outcome is Outcome.NOT_MEASURED
            and item.reason
        }
    )
    because = f": {'; '.join(reasons)}" if reasons else ""
    total = len(users.windows)
    return f"Experience not measured in {len(users.unmeasured)} of {counted(total, 'window')}{because}."


def _uncovered(card: Scorecard) -> str:
    subject = card.subject
    if subject.covered >= subject.tickets:
        return ""
    return f"The agreement covers {subject.covered:,} of {counted(subject.tickets, 'ticket')}."


def _answers(card: Scorecard) -> str:
    """How many answered: stated, not rated, because no level of it is agreed."""
    asked = [item for item in card.judgements if _is_sample(item)]
    rates = [item.response_rate for item in asked if item.response_rate is not None]
    covered = [item.coverage for item in asked if item.coverage is not None]
    if not rates and not covered:
        return ""
    said = [f"response rate {_range(rates)}"] if rates else ["response rate unknown (no invitations given)"]
    if covered:
        said.append(f"answers on {_range(covered)} of resolved tickets")
    return f"Users' figures rest on those who answered: {', '.join(said)}."


def _withheld(card: Scorecard) -> str:
    count = sum(item.suppressed for item in (*card.judgements, *card.segments))
    if not count:
        return ""
    verb = "is" if count == 1 else "are"
    return f"{counted(count, 'figure')} {verb} withheld: too few answered to keep them anonymous."


def _in_progress(card: Scorecard) -> str:
    windows = ordered(item.window for item in card.judgements if item.outcome is Outcome.IN_PROGRESS)
    if not windows:
        return ""
    verb, they = ("is", "it is") if len(windows) == 1 else ("are", "they are")
    reach = instant_words(card.subject.as_of, windows[0].start)
    names = listed(window.label for window in windows)
    return (
        f"{names} {verb} in progress: the data are judged as of {reach}; "
        f"pass as_of= (--as-of) if {they} complete."
    )


def _provisional(card: Scorecard) -> str:
    windows = ordered(item.window for item in card.judgements if item.status == "provisional")
    if not windows:
        return ""
    verb = "is" if len(windows) == 1 else "are"
    names = listed(window.label for window in windows)
    word = window_words(windows, len(windows))
    return f"{names} {verb} provisional: records that arrive late may still change the {word}."


def _is_sample(item: Judgement) -> bool:
    measured = item.outcome not in {Outcome.NOT_MEASURED, Outcome.IN_PROGRESS}
    return item.basis == "user_reported" and measured and not item.suppressed


def _range(shares: list[float]) -> str:
    low, high = percent(min(shares)), percent(max(shares))
    return low if low == high else f"{low} to {high}"
