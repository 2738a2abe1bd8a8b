"""Findings as they are read: what, where, on which evidence, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from xlakit.model.figures import figure, named_levels, whole
from xlakit.report.sides import ordered
from xlakit.report.wording import SEVERITIES, counted, listed, place_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xlakit.model import Evidence, Finding, Level, Scorecard

MOST_WINDOWS = 12
_UNITS = ("share", "points", "seconds", "score")


@dataclass(frozen=True, slots=True)
class FindingPart:
    """One finding in words."""

    severity: str
    code: str
    title: str
    where: str
    message: str
    evidence: tuple[str, ...]
    tickets: str
    advice: str


def finding_parts(card: Scorecard) -> tuple[FindingPart, ...]:
    """Return the findings of `card`, severe ones first, otherwise in their order.

    What a rule says of the same part of the desk window after window is one finding to a reader: the newest
    speaks for all of them, and the windows are listed.
    """
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for finding in card.findings:
        groups.setdefault((finding.code, finding.segment), []).append(finding)
    ranked = sorted(groups.values(), key=lambda group: min(SEVERITIES.index(item.severity) for item in group))
    promised = {item.title: named_levels(item.levels) for item in card.judgements if item.title}
    return tuple(_part(group, promised) for group in ranked)


def _levels(evidence: Evidence, promised: Mapping[str, tuple[Level, ...]]) -> tuple[Level, ...]:
    """Return the levels of the promise that the evidence names: it says by title which one it is held against."""
    return next((levels for title, levels in promised.items() if evidence.what.startswith(title)), ())


def _part(group: Sequence[Finding], promised: Mapping[str, tuple[Level, ...]]) -> FindingPart:
    windows = ordered(item.window for item in group if item.window is not None)
    finding = max(group, key=lambda item: item.window.end.timestamp() if item.window is not None else 0.0)
    where = [place_words(finding.segment), listed((window.label for window in windows), MOST_WINDOWS)]
    return FindingPart(
        severity=min((item.severity for item in group), key=SEVERITIES.index),
        code=finding.code,
        title=finding.title,
        where=", ".join(part for part in where if part),
        message=finding.message,
        evidence=tuple(evidence_text(item, _levels(item, promised)) for item in finding.evidence),
        tickets=_tickets(finding, group),
        advice=finding.advice,
    )


def evidence_text(evidence: Evidence, levels: Sequence[Level] = ()) -> str:
    """Return one number of a finding with its interval and count, on the right side of all `levels`.

    Examples
    --------
    >>> from xlakit.model import Evidence
    >>> evidence_text(Evidence(what="CSAT", value=0.71, low=0.66, high=0.76, count=312, unit="share"))
    'CSAT: 71.0% (66.0% to 76.0%, n = 312)'
    >>> evidence_text(Evidence(what="reopens", value=None)), evidence_text(Evidence(what="holds", value=1200))
    ('reopens: unknown', 'holds: 1,200')
    """
    inside = []
    if evidence.low is not None and evidence.high is not None:
        low, high = (_value(bound, evidence.unit, levels) for bound in (evidence.low, evidence.high))
        inside.append(f"{low} to {high}")
    if evidence.count is not None:
        inside.append(f"n = {whole(evidence.count)}")
    behind = f" ({', '.join(inside)})" if inside else ""
    return f"{evidence.what}: {_value(evidence.value, evidence.unit, levels)}{behind}"


def _value(value: float | str | None, unit: str, levels: Sequence[Level]) -> str:
    if value is None:
        return "unknown"
    if isinstance(value, str):
        return value
    if unit in _UNITS:
        return figure(Fraction(str(value)), unit, levels)
    shown = whole(value) if isinstance(value, int) else figure(value, "count")
    return f"{shown} {unit}" if unit not in {"", "count"} else shown


def _tickets(finding: Finding, group: Sequence[Finding]) -> str:
    affected = (
        "" if finding.tickets_affected is None else counted(finding.tickets_affected, "ticket") + " affected"
    )
    if affected and len(group) > 1:
        affected += f", {whole(sum(item.tickets_affected or 0 for item in group))} in all these windows"
    examples = f"for example {listed(finding.examples, 5)}" if finding.examples else ""
    return "; ".join(part for part in (affected, examples) if part)
