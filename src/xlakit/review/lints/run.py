"""Running lints: each ends in exactly one section, and none is forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlakit.model import RuleReport
from xlakit.review.lints.every import LINTS
from xlakit.rules.rule import Clear

if TYPE_CHECKING:
    from xlakit.model.finding import Section
    from xlakit.review.lints.lint import Remark
    from xlakit.review.lints.terms import Terms

LOUDEST = ("severe", "warning", "info")


def run(terms: Terms) -> tuple[tuple[Remark, ...], tuple[RuleReport, ...]]:
    """Return the remarks, loudest first, and the section each lint ended in.

    A code that the agreement ignores is not looked at; its reason is reported.
    """
    ignored = {item.code: item.reason for item in terms.agreement.rules.ignore}
    remarks: list[Remark] = []
    reports = []
    for lint in LINTS:
        section: Section = "raised"
        reason = ignored.get(lint.code, "")
        if lint.code in ignored:
            section = "ignored"
        elif isinstance(answer := lint.check(terms), tuple):
            remarks += answer
        else:
            section = "clear" if isinstance(answer, Clear) else "not_applicable"
            reason = answer.reason
        reports.append(RuleReport(code=lint.code, title=lint.title, section=section, reason=reason))
    order = {code: rank for rank, code in enumerate(LOUDEST)}
    return tuple(sorted(remarks, key=lambda item: (order[item.severity], item.code, _key(item)))), tuple(
        reports
    )


def _key(remark: Remark) -> tuple[tuple[int, int, str], ...]:
    """Order places as they stand in a file: positions as numbers, keys as text."""
    return tuple((0, part, "") if isinstance(part, int) else (1, 0, part) for part in remark.place)
