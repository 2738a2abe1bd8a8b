"""What a lint is: a code, a page, and a pure check over the terms of an agreement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlakit.agreement.tree import dotted
from xlakit.model import Evidence, Value
from xlakit.model.finding import Severity
from xlakit.rules.rule import Clear, NotApplicable

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlakit.review.lints.terms import Terms

Answer = tuple["Remark", ...] | Clear | NotApplicable


class Remark(Value):
    """One thing about an agreement that will cost somebody, and what to write instead.

    Attributes
    ----------
    code, severity, title, message, advice
        As of a finding.
    place
        Where in the agreement it is said, as keys and positions.
    objective
        The objective it speaks of; None for the whole agreement.
    evidence
        The numbers it rests on.
    """

    code: str
    severity: Severity
    title: str
    place: tuple[str | int, ...]
    message: str
    advice: str
    objective: str | None = None
    evidence: tuple[Evidence, ...] = ()

    @property
    def path(self) -> str:
        """The place as people write it: ``objectives[0].expected``."""
        return dotted(self.place)


@dataclass(frozen=True, slots=True)
class Lint:
    """One lint.

    Attributes
    ----------
    code, title, severity
        Its name for ever, what it is called, and how loud it is at its loudest.
    page
        What it flags, why it matters, how it is computed, false alarms, what to do.
    check
        Pure: the same terms give the same answer.
    """

    code: str
    title: str
    severity: Severity
    page: str
    check: Callable[[Terms], Answer]
