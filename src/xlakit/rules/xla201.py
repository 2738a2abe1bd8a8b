"""XLA201, silent users: too few answered to know how users fare.

What it flags
    A window in which a user-reported objective could not be measured although tickets were resolved, or in which
    fewer than one in five invited users (of resolved tickets, where invitations are unknown: one in ten) answered.
Why it matters
    A survey nobody answers costs the provider nothing. Silence is not consent.
How it is computed
    Answers over invitations; answers over resolved tickets. For a share that was kept, the break-even shift says how
    much less satisfied the silent would have to be, in points, to turn the verdict round.
False alarms
    Users who were asked often answer less; sampling by design keeps invitations low.
What to do
    Ask at the moment of resolution, ask fewer questions, ask everybody; agree on a floor for the response rate.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlakit.model import Evidence, Finding, Outcome
from xlakit.model.figures import percent
from xlakit.rules.rule import Clear, NotApplicable, Rule

if TYPE_CHECKING:
    from xlakit.model import Judgement
    from xlakit.rules.case import Case

CODE = "XLA201"
LEAST_OF_INVITED = 0.20
LEAST_OF_RESOLVED = 0.10


def check(case: Case) -> tuple[Finding, ...] | Clear | NotApplicable:
    """Return a finding for each user-reported judgement that rests on too few voices."""
    reported = [item for item in case.judgements if item.basis == "user_reported"]
    if not reported:
        return NotApplicable("needs a user-reported objective")
    finished = [item for item in reported if item.outcome is not Outcome.IN_PROGRESS]
    if not finished:
        return NotApplicable("needs a finished window")
    served = [item for item in finished if case.resolved(item)]
    if not served:
        return NotApplicable("needs resolved tickets in a finished window")
    findings = tuple(_finding(case, item) for item in served if _silent(case, item))
    return findings or Clear(f"{len(served)} survey figures looked at")


def _silent(case: Case, item: Judgement) -> bool:
    if item.estimate.value is None or item.outcome is Outcome.NOT_MEASURED:
        return case.resolved(item) >= case.agreement.surveys.anonymity
    if item.response_rate is not None:
        return item.response_rate < LEAST_OF_INVITED
    return item.coverage is not None and item.coverage < LEAST_OF_RESOLVED


def _finding(case: Case, item: Judgement) -> Finding:
    resolved = case.resolved(item)
    if item.estimate.value is None or item.outcome is Outcome.NOT_MEASURED:
        said = f"{item.title} was not measured ({item.reason}), while {resolved} tickets were resolved"
        evidence: tuple[Evidence, ...] = (Evidence(what="resolved tickets", value=resolved, count=resolved),)
    else:
        rate = item.response_rate
        asked = (
            f"{percent(rate)} of those invited"
            if rate is not None
            else f"{percent(item.coverage)} of resolved tickets"
        )
        said = f"{item.title} rests on {item.estimate.count} answers, {asked}"
        evidence = (
            Evidence(what="response rate", value=rate, count=item.estimate.count, unit="share"),
            Evidence(what="answers over resolved tickets", value=item.coverage, count=resolved, unit="share"),
        )
        shift = _break_even(item)
        if shift is not None:
            said += f"; the verdict turns if the silent are {100 * shift:.1f} points less content"
            evidence += (Evidence(what="break-even shift of the silent", value=shift, unit="share"),)
    return Finding(
        code=CODE,
        severity="warning",
        title="silent users",
        message=f"{item.window.label}: {said}.",
        objective=item.objective,
        window=item.window,
        evidence=evidence,
        tickets_affected=resolved,
        advice="Ask everybody when it is solved, with fewer questions; agree on a floor for the response rate.",
    )


def _break_even(item: Judgement) -> float | None:
    """Return how much less content the silent must be for a kept share to be missed; None elsewhere."""
    share = item.response_rate if item.response_rate is not None else item.coverage
    if not item.outcome.kept or item.unit != "share" or item.margin is None or share is None or share >= 1:
        return None
    return item.margin / (1 - share)


RULE = Rule(CODE, "Silent users: too few voices to judge by", "warning", __doc__ or "", check)
