"""Which findings stand at the end of a card, and for how many windows in a row."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlakit.model.comparison import FindingChange
from xlakit.model.judgement import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xlakit.model.comparison import FindingState
    from xlakit.model.finding import Finding
    from xlakit.model.scorecard import Scorecard
    from xlakit.model.window import Window

_LOUDEST = ("severe", "warning", "info")
_STATES: tuple[FindingState, ...] = ("new", "continuing", "cleared", "unchecked")


@dataclass(frozen=True, slots=True, order=True)
class _Topic:
    """What a rule speaks of, whatever the window: the same topic in two windows is one thing that lasts."""

    code: str
    segment: tuple[tuple[str, str], ...]
    objective: str
    kind: str

    def place(self) -> tuple[object, ...]:
        return self.code, self.segment, self.kind


def finding_changes(current: Scorecard, previous: Scorecard) -> tuple[FindingChange, ...]:
    """Return what became of every finding that stands at the end of either card, new ones first.

    A finding stands where its rule raises it in the last finished window of its kind (month, quarter, ...), or
    without a window. Of a window that both cards know, the current one tells.
    """
    now, was = _Card(current), _Card(previous)
    here, there = now.standing(), was.standing()
    found = [_both(now, was, topic, topic) for topic in here & there]
    fresh, old = here - there, there - here
    for topic in sorted(fresh):
        # A watermelon that now shows most in another answer is still the same one.
        alike = [item for item in old if item.place() == topic.place()]
        if len(alike) == 1 and sum(item.place() == topic.place() for item in fresh) == 1:
            found.append(_both(now, was, topic, alike[0]))
            old -= set(alike)
        else:
            found.append(_new(now, was, topic))
    found += [_gone(now, was, topic) for topic in old]
    return tuple(sorted(found, key=_order))


def _order(item: FindingChange) -> tuple[object, ...]:
    where = (item.code, item.segment, item.objective or "", item.title, item.message)
    return (_STATES.index(item.state), _LOUDEST.index(item.severity), *where)


class _Card:
    """The findings of a card by topic and window, and its finished windows by kind."""

    def __init__(self, card: Scorecard) -> None:
        self.card = card
        self.topics: dict[_Topic, dict[Window | None, Finding]] = {}
        for item in sorted(card.findings, key=lambda item: (-_LOUDEST.index(item.severity), item.message)):
            kind = _kind(item.window) if item.window is not None else ""
            topic = _Topic(item.code, item.segment, item.objective or "", kind)
            self.topics.setdefault(topic, {})[item.window] = item
        self.windows: dict[str, set[Window]] = {}
        finished = (item.window for item in card.judgements if item.outcome is not Outcome.IN_PROGRESS)
        shaded = (item.window for item in card.shades)
        spoken = (item.window for item in card.findings if item.window is not None)
        for window in (*finished, *shaded, *spoken):
            self.windows.setdefault(_kind(window), set()).add(window)

    def last(self, kind: str) -> Window | None:
        """Return the last finished window of that kind."""
        return max(self.windows.get(kind, ()), key=_end, default=None)

    def standing(self) -> set[_Topic]:
        return {topic for topic, found in self.topics.items() if self.last(topic.kind) in found}

    def finding(self, topic: _Topic) -> Finding:
        """Return the finding of a topic that stands."""
        return self.topics[topic][self.last(topic.kind)]

    def silent(self, topic: _Topic) -> str:
        """Return why this card says nothing of a topic although it may well be so; empty where it looked."""
        report = next((item for item in self.card.rules if item.code == topic.code), None)
        # A card written by hand names no rules; one that was evaluated names each it ran.
        if report is None and self.card.rules:
            return "the rule was not run"
        if report is not None and report.section in {"ignored", "not_applicable"}:
            word = "ignored" if report.section == "ignored" else "not applicable"
            return f"the rule was {word}: {report.reason}" if report.reason else f"the rule was {word}"
        window = self.last(topic.kind)
        if topic.kind and window is None:
            return "the card has no finished window of that kind"
        rows = self.card.segments if topic.segment else self.card.judgements
        if topic.objective and window is not None:
            mine = [item for item in rows if item.objective == topic.objective and item.window == window]
            mine = [item for item in mine if item.segment == topic.segment]
            if not mine or all(item.outcome.kept is None for item in mine):
                return f"its figure was not shown in {window.label}"
        return ""


def _kind(window: Window) -> str:
    """Return what windows of one kind have in common in their labels: ``2026-03`` and ``2026-11``."""
    return re.sub(r"\d+", "#", window.label)


def _end(window: Window) -> tuple[float, float]:
    return window.end.timestamp(), window.start.timestamp()


def _row(now: _Card, was: _Card, topics: Iterable[_Topic], kind: str) -> list[tuple[Window, bool]]:
    """Return every window of that kind that either card knows, newest first, with whether a topic stood in it."""
    mine, theirs = now.windows.get(kind, set()), was.windows.get(kind, set())
    found = []
    for window in sorted(mine | theirs, key=_end, reverse=True):
        card = now if window in mine else was
        found.append((window, any(window in card.topics.get(topic, {}) for topic in topics)))
    return found


def _run(row: list[tuple[Window, bool]]) -> int:
    """Return in how many windows in a row it stood, the newest first; a gap between windows ends the count."""
    count = 0
    for index, (window, stood) in enumerate(row):
        if not stood or (index and window.end < row[index - 1][0].start):
            break
        count += 1
    return count


def _both(now: _Card, was: _Card, topic: _Topic, before: _Topic) -> FindingChange:
    finding, old = now.finding(topic), was.finding(before)
    run, state, reason = None, "continuing", ""
    if finding.window is not None and old.window is not None:
        row = _row(now, was, (topic, before), topic.kind)
        run = _run([pair for pair in row if _end(pair[0]) <= _end(finding.window)])
        between = [stood for window, stood in row if _end(old.window) < _end(window) < _end(finding.window)]
        if not all(between):
            state, reason = "new", "again: it was gone in between"
    if topic.objective != before.objective:
        reason = f"before, it showed most in {before.objective or 'no single objective'}"
    return _change("continuing" if state == "continuing" else "new", finding, old, run, reason)


def _new(now: _Card, was: _Card, topic: _Topic) -> FindingChange:
    finding = now.finding(topic)
    run = None if finding.window is None else _run(_row(now, was, (topic,), topic.kind))
    silent = was.silent(topic)
    return _change("new", finding, None, run, f"in the previous card {silent}" if silent else "")


def _gone(now: _Card, was: _Card, topic: _Topic) -> FindingChange:
    old, silent = was.finding(topic), now.silent(topic)
    run = None
    if old.window is not None:
        # How long it had lasted is the previous card's to tell, whatever became of those windows since.
        run = _run(_row(was, was, (topic,), topic.kind))
    return _change("unchecked" if silent else "cleared", old, old, run, silent)


def _change(
    state: FindingState, finding: Finding, old: Finding | None, run: int | None, reason: str
) -> FindingChange:
    return FindingChange(
        state=state,
        code=finding.code,
        title=finding.title,
        severity=finding.severity,
        severity_before=None if old is None else old.severity,
        objective=finding.objective,
        segment=finding.segment,
        window=finding.window,
        in_a_row=run,
        message=finding.message,
        reason=reason,
    )
