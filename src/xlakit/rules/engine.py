"""Running rules: each ends in exactly one section, and none is forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlakit.errors import MeasureError, message, near_miss
from xlakit.facts.signals import SIGNALS
from xlakit.model import RuleReport
from xlakit.rules.every import RULES
from xlakit.rules.rule import Clear, NotApplicable, Rule, own_rule
from xlakit.rules.watching import agreed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xlakit.metrics import Metric
    from xlakit.model import Agreement, Finding
    from xlakit.model.finding import Section
    from xlakit.rules.case import Case

    Chosen = str | Rule | Iterable[str | Rule] | None

_LOUDEST = ("severe", "warning", "info")


def catalogue(agreement: Agreement | None = None) -> tuple[Rule, ...]:
    """Return every rule that is built in, by code; with an agreement, also the rules that its parties wrote.

    Examples
    --------
    >>> [rule.code for rule in catalogue()][:2]
    ['XLA101', 'XLA102']
    """
    own = () if agreement is None else agreed(agreement)
    return tuple(sorted((*RULES, *own), key=lambda rule: rule.code))


def select(chosen: Chosen = None, agreement: Agreement | None = None) -> tuple[Rule, ...]:
    """Return the rules to run.

    Parameters
    ----------
    chosen
        Nothing: all of `catalogue`. Else exactly these, in this order: codes of the catalogue (or of the
        agreement's own rules), rules of one's own, or both mixed. ``catalogue(agreement) + (mine,)`` runs one
        beside all others.
    agreement
        Its own rules can be named, and are among "all".

    Raises
    ------
    MeasureError
        A code is not known or is reserved, or two rules have one code.
    """
    known = catalogue(agreement)
    by_code: dict[str, Rule] = {}
    for rule in known:
        _claim(by_code, rule)
    if chosen is None:
        return known
    listed: list[object] = [chosen] if isinstance(chosen, str | Rule) else list(chosen)
    found: dict[str, Rule] = {}
    for item in listed:
        if not isinstance(item, str | Rule):
            hint = "a code, a function under @rule, or a watch(…)"
            raise MeasureError(message("rules", "one of them is no rule", got=repr(item), hint=hint))
        rule = of_code(item, by_code.values()) if isinstance(item, str) else item
        _claim(found, rule if rule in known else own_rule(rule))
    return tuple(found.values())


def of_code(code: str, rules: Iterable[Rule]) -> Rule:
    """Return the rule of that code.

    Raises
    ------
    MeasureError
        None of `rules` has it.
    """
    by_code = {rule.code: rule for rule in rules}
    if code not in by_code:
        # Codes differ by a digit or two, so the place of a slip tells more than the letters do.
        slips = [known for known in sorted(by_code) if _differs_in_one_place(code, known)]
        hint = f"did you mean {slips[0]!r}?" if slips else near_miss(code, by_code)
        raise MeasureError(message("rules", "no such rule", got=code, hint=hint))
    return by_code[code]


def _differs_in_one_place(one: str, other: str) -> bool:
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1


def _claim(taken: dict[str, Rule], rule: Rule) -> None:
    """Take the code of `rule`, unless another rule has it."""
    if taken.setdefault(rule.code, rule) != rule:
        hint = "give one of them another code"
        raise MeasureError(message(f"rule {rule.code}", "two rules have this code", hint=hint))


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


def explain(rule: str | Rule, agreement: Agreement | None = None) -> str:
    """Return the page of a rule: what it flags, why it matters, how it is computed, false alarms, what to do.

    Parameters
    ----------
    rule
        A code, or a rule of one's own.
    agreement
        Its own rules can be named.

    Raises
    ------
    MeasureError
        The code is not known.

    Examples
    --------
    >>> print(explain("XLA402").splitlines()[0])
    XLA402, reopen bands: how much of the work was not finished.
    """
    return select([rule], agreement)[0].page.strip()


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
