"""A rule from a condition: it is raised wherever the condition is true."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlakit.model import Finding
from xlakit.rules.conditions import condition_of, places
from xlakit.rules.rule import Clear, NotApplicable, Rule, own_rule
from xlakit.rules.words import evidence, named

if TYPE_CHECKING:
    from xlakit.model import Agreement, Evidence, Judgement
    from xlakit.model.finding import Severity
    from xlakit.model.rule_terms import OwnRule
    from xlakit.rules.case import Case
    from xlakit.rules.conditions import Condition, Place


@dataclass(frozen=True, slots=True)
class Watch:
    """The check of a rule that is made from a condition."""

    code: str
    title: str
    when: Condition
    severity: Severity
    message: str | None
    advice: str

    def __call__(self, case: Case) -> tuple[Finding, ...] | Clear | NotApplicable:
        """Return a finding for each window and part of the desk in which the condition is true."""
        looked = [(place, self.when.truth(place)) for place in places(case, self.when)]
        findings = tuple(self._finding(case, place) for place, truth in looked if truth)
        known = sum(truth is not None for _, truth in looked)
        if findings or known:
            return findings or Clear(f"{known} windows and segments looked at")
        return NotApplicable(f"needs {'; '.join(leaf.needs(case) for leaf in self.when.leaves)}")

    def _finding(self, case: Case, place: Place) -> Finding:
        read = {item: None for leaf in self.when.leaves for item in place.judged(leaf).open}
        missed = [item for item in read if item.outcome.kept is False]
        reported = [item for item in read if item.basis == "user_reported"]
        said = (self.message or f"{self.when}.").strip()
        return Finding(
            code=self.code,
            severity=self.severity,
            title=self.title,
            message=f"{place.window.label}, {named(place.segment) or 'the whole desk'}: {said}",
            objective=next((item.objective for item in (*missed, *read)), None),
            segment=place.segment,
            window=place.window,
            evidence=tuple(_judged(item) for item in read),
            tickets_affected=max((case.resolved(item) for item in reported), default=0) or None,
            advice=self.advice,
        )


def watch(
    code: str,
    title: str,
    when: Condition,
    severity: Severity = "warning",
    *,
    message: str | None = None,
    advice: str = "",
    page: str | None = None,
) -> Rule:
    """Make a rule of a condition.

    It is looked at in every finished window, for the whole desk and for every segment that is reported, and raised
    where it is true. Unknown is not true: where nothing is known anywhere, the rule is not applicable, and
    says what it needs.

    Parameters
    ----------
    code
        Letters and three digits, such as ``OWN001``; codes that begin with XLA are reserved.
    title, severity
        What it is called, and how loud it is: ``info``, ``warning`` or ``severe``.
    when
        The condition.
    message
        What to say after the window and the part of the desk; the condition in words unless stated.
    advice
        What to do.
    page
        What ``explain`` shows; made from the above unless stated.

    Raises
    ------
    MeasureError
        The code is reserved or is none, or the title is empty.

    Examples
    --------
    >>> from xlakit.rules import efficiency, objective
    >>> rule = watch(
    ...     "OWN001", "In time, and nobody is happy",
    ...     efficiency.met & objective("happy-users").missed, advice="Ask the last ten who were unhappy.",
    ... )
    >>> print(rule.page)
    OWN001, In time, and nobody is happy.
    <BLANKLINE>
    What it flags
        A finished window, of the whole desk or of a segment that is reported, in which this is true:
        efficiency met and happy-users BELOW_EXPECTED or BELOW_MINIMUM.
    How it is computed
        From the judgements as they stand. What was not measured is unknown, and unknown is not true.
    What to do
        Ask the last ten who were unhappy.
    """
    shown = page if page is not None else _page(code, title, when, advice)
    return own_rule(Rule(code, title, severity, shown, Watch(code, title, when, severity, message, advice)))


def agreed(agreement: Agreement) -> tuple[Rule, ...]:
    """Return the rules that the parties wrote into their agreement."""
    return tuple(_agreed(item) for item in agreement.rules.own)


def _agreed(item: OwnRule) -> Rule:
    when = condition_of(item.when).for_windows(item.for_windows)
    return watch(item.code, item.title, when, item.severity, message=item.message, advice=item.advice)


def _page(code: str, title: str, when: Condition, advice: str) -> str:
    return "\n".join(
        (
            f"{code}, {title}.",
            "",
            "What it flags",
            "    A finished window, of the whole desk or of a segment that is reported, in which this is true:",
            f"    {when}.",
            "How it is computed",
            "    From the judgements as they stand. What was not measured is unknown, and unknown is not true.",
            "What to do",
            f"    {advice or 'Look at the judgements named, and at the findings beside this one.'}",
        )
    )


def _judged(item: Judgement) -> Evidence:
    found = evidence(f"{item.title} ({item.levels.expected})", item.estimate, item.unit)
    # A complete count is shown as it is; only answers are a sample, with an interval.
    return found if item.basis == "user_reported" else found.model_copy(update={"low": None, "high": None})
