"""The one summary behind every rendering: what is said, in which order, in plain text.

Renderers lay it out and escape it; none of them looks at the scorecard or decides what to say.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlakit.model.figures import figure, percent, whole
from xlakit.report.findings import FindingPart, finding_parts
from xlakit.report.hints import hints
from xlakit.report.lines import Line, line
from xlakit.report.money import MoneyPart, money_part
from xlakit.report.shades import ShadePart, shade_part
from xlakit.report.sides import ordered
from xlakit.report.verdict import verdict
from xlakit.report.wording import counted, instant_words, window_words

if TYPE_CHECKING:
    from xlakit.model import Count, Scorecard, Window, WindowScore

UNMEASURED_SCORE = "none, less than half of the weight could be measured"


@dataclass(frozen=True, slots=True)
class WindowPart:
    """The scorecard of one window: its name, its score, one line an objective."""

    label: str
    score: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """Everything a reader gets, in the order of reading."""

    verdict: str
    subject: str
    hints: tuple[str, ...]
    score: str
    money: MoneyPart | None
    windows: tuple[WindowPart, ...]
    shades: ShadePart | None
    findings: tuple[FindingPart, ...]
    rules: str
    not_applicable: tuple[str, ...]
    problems: tuple[str, ...]
    not_evaluated: tuple[str, ...]


def summarize(card: Scorecard) -> Summary:
    """Return what `card` says, in words and in order."""
    return Summary(
        verdict=verdict(card),
        subject=_subject(card),
        hints=hints(card),
        score=_score(card),
        money=money_part(card.statement),
        windows=_windows(card),
        shades=shade_part(card),
        findings=finding_parts(card),
        rules=_rules(card),
        not_applicable=_not_applicable(card),
        problems=tuple(_problem(count) for count in card.problems),
        not_evaluated=card.not_evaluated,
    )


def _subject(card: Scorecard) -> str:
    subject = card.subject
    parties = [name for name in (subject.customer, subject.provider) if name]
    between = (
        f" between {' and '.join(parties)}" if len(parties) > 1 else f" of {parties[0]}" if parties else ""
    )
    seen = f"{counted(subject.tickets, 'ticket')}, {counted(subject.answers, 'answer')}"
    if subject.results is not None:
        seen = f"{counted(subject.results, 'result')}, no desk"
    like = card.judgements[0].window.start if card.judgements else subject.as_of
    return f"Agreement {subject.agreement}{between}; {seen}; as of {instant_words(subject.as_of, like)}."


def _score(card: Scorecard) -> str:
    score = card.score
    if not score.by_window:
        return ""
    if score.value is None:
        return f"Score ({score.method}): {UNMEASURED_SCORE} in any window."
    scored = [item for item in score.by_window if item.value is not None]
    weights = [percent(item.measured_weight, 0) for item in scored]
    low, high = min(scored, key=_weight), max(scored, key=_weight)
    span = weights[0] if len(set(weights)) == 1 else f"{_share(low)} to {_share(high)}"
    number = len(scored)
    over = window_words((item.window for item in scored), number)
    mean = f", the mean of {number} {over}" if number > 1 else ""
    value = figure(score.value, "score")
    return f"Score ({score.method}): {value} of 100{mean}; {span} of the weight was measured."


def _weight(item: WindowScore) -> float:
    return item.measured_weight


def _share(item: WindowScore) -> str:
    return percent(item.measured_weight, 0)


def _windows(card: Scorecard) -> tuple[WindowPart, ...]:
    scores = {item.window: item for item in card.score.by_window}
    several = len({item.version for item in card.judgements}) > 1
    return tuple(
        WindowPart(
            label=_label(card, window, several=several),
            score=_window_score(scores.get(window)),
            lines=tuple(line(item) for item in card.judgements if item.window == window),
        )
        for window in ordered(item.window for item in card.judgements)
    )


def _label(card: Scorecard, window: Window, *, several: bool) -> str:
    inside = [item for item in card.judgements if item.window == window]
    states = sorted({item.status.replace("_", " ") for item in inside} - {"final"})
    versions = (
        [f"version {version}" for version in sorted({item.version for item in inside})] if several else []
    )
    more = ", ".join([*states, *versions])
    return f"{window.label} ({more})" if more else window.label


def _window_score(score: WindowScore | None) -> str:
    if score is None:
        return ""
    if score.value is None:
        return f"no score, only {_share(score)} of the weight was measured"
    return f"score {figure(score.value, 'score')}, {_share(score)} of the weight measured"


def _rules(card: Scorecard) -> str:
    if not card.rules:
        return ""
    found = Counter(rule.section for rule in card.rules)
    return (
        f"{counted(len(card.rules), 'rule')}: {found['raised']} raised, {found['clear']} clear, "
        f"{found['not_applicable']} not applicable, {found['ignored']} ignored."
    )


def _not_applicable(card: Scorecard) -> tuple[str, ...]:
    return tuple(
        f"{rule.code} {rule.title}"
        + (" (ignored)" if rule.section == "ignored" else "")
        + (f": {rule.reason}" if rule.reason else "")
        for rule in card.rules
        if rule.section in {"not_applicable", "ignored"}
    )


def _problem(count: Count) -> str:
    example = f", for example {count.example}" if count.example else ""
    return f"{whole(count.rows)} in {count.where}: {count.reason}{example}"
