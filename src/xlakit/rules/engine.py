"""Running rules: each ends in exactly one section, and none is forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlakit.errors import MeasureError, message, near_miss
from xlakit.facts.signals import SIGNALS
from xlakit.model import RuleReport
from xlakit.rules.every import RULES
from xlakit.rules.rule import Clear, NotApplicable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xlakit.metrics import Metric
    from xlakit.model import Agreement, Finding
    from xlakit.model.finding import Section
    from xlakit.rules.case import Case
    from xlakit.rules.rule import Rule

_LOUDEST = ("severe", "warning", "info")


def catalogue() -> tuple[Rule, ...]:
    """Return every rule, by code.

    Examples
    --------
    >>> [rule.code for rule in catalogue()][:2]
    ['XLA101', 'XLA102']
    """
    return tuple(sorted(RULES, key=lambda rule: rule.code))


def select(codes: Iterable[str] | None) -> tuple[Rule, ...]:
    """Return the rules of these codes, or all of them.

    Raises
    ------
    MeasureError
        A code is not known.
    """
    known = {rule.code: rule for rule in catalogue()}
    if codes is None:
        return tuple(known.values())
    wanted = list(codes)
    for code in wanted:
        if code not in known:
            raise MeasureError(message("rules", "no such rule", got=code, hint=near_miss(code, known)))
    return tuple(known[code] for code in dict.fromkeys(wanted))


def run(rules: Iterable[Rule], case: Case) -> tuple[tuple[Finding, ...], tuple[RuleReport, ...]]:
    """Return the findings, loudest first, and the section each rule ended in."""
    ignored = {item.code: item.reason for item in case.agreement.rules.ignore}
    findings: list[Finding] = []
    reports = []
    for rule in rules:
        if rule.code in ignored:
            reports.append(
                RuleReport(code=rule.code, title=rule.title, section="ignored", reason=ignored[rule.code])
            )
            continue
        answer = _lacking(rule, case) or rule.check(case)
        if isinstance(answer, Clear | NotApplicable):
            section: Section = "clear" if isinstance(answer, Clear) else "not_applicable"
            reports.append(
                RuleReport(code=rule.code, title=rule.title, section=section, reason=answer.reason)
            )
            continue
        findings.extend(answer)
        reports.append(RuleReport(code=rule.code, title=rule.title, section="raised"))
    return tuple(sorted(findings, key=_order)), tuple(reports)


def _lacking(rule: Rule, case: Case) -> NotApplicable | None:
    """Return that the rule cannot look, where a signal it asks for cannot be made."""
    missing = [name for name in rule.signals if name not in case.signals]
    return NotApplicable(f"needs {'; '.join(SIGNALS[name].needs for name in missing)}") if missing else None


def explain(code: str) -> str:
    """Return the page of a rule: what it flags, why it matters, how it is computed, false alarms, what to do.

    Raises
    ------
    MeasureError
        The code is not known.

    Examples
    --------
    >>> print(explain("XLA402").splitlines()[0])
    XLA402, reopen bands: how much of the work was not finished.
    """
    return select([code])[0].page


def wanted(rules: Iterable[Rule], agreement: Agreement) -> dict[str, Metric]:
    """Return the metrics that `rules` want counted, by the key their sums are filed under."""
    return {f"{rule.code}:{metric.name}": metric for rule in rules for metric in rule.metrics(agreement)}


def _order(finding: Finding) -> tuple[object, ...]:
    window = finding.window
    return (
        _LOUDEST.index(finding.severity),
        finding.code,
        finding.segment,
        window.start.timestamp() if window is not None else 0.0,
    )
