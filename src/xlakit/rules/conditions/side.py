"""Conditions on a whole side: what the provider did, what users reported, what was observed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from xlakit.model.rule_terms import When
from xlakit.rules.conditions.condition import Leaf

if TYPE_CHECKING:
    from xlakit.model import Judgement
    from xlakit.rules.case import Case
    from xlakit.rules.conditions.place import Place

SideName = Literal["efficiency", "experience", "observed", "combined"]
State = Literal["met", "missed", "unmeasured"]
_CALLED = {
    "efficiency": "an efficiency objective with weight",
    "experience": "a user-reported objective",
    "observed": "an observed experience objective",
    "combined": "a combined objective",
}


@dataclass(frozen=True, slots=True)
class SideIs(Leaf):
    """A side was met, missed or not measured.

    Met: every measured objective of it was at or above expected. Missed: some measured one was not. Unmeasured:
    none was measured. Where none was measured, met and missed are unknown; where the agreement has no such
    objective, or answers are withheld for anonymity, all three are.
    """

    side: SideName
    state: State

    def speaks_of(self, judgement: Judgement) -> bool:
        """Whether the judgement is of that side; efficiency without weight has no say."""
        if self.side in {"experience", "observed"}:
            reported = judgement.basis == "user_reported"
            return judgement.kind == "experience" and reported == (self.side == "experience")
        return judgement.kind == self.side and (self.side == "combined" or judgement.weight > 0)

    def needs(self, case: Case) -> str:
        """Return what it needs."""
        if any(self.speaks_of(item) for item in case.judgements):
            return f"a finished window in which {_CALLED[self.side]} was measured"
        return _CALLED[self.side]

    def truth(self, place: Place) -> bool | None:
        """Return whether the side is in that state."""
        mine = place.judged(self)
        told = [item.outcome.kept for item in mine.open if item.outcome.kept is not None]
        if self.state == "unmeasured":
            return False if told else True if mine.open and not mine.withheld else None
        return all(told) == (self.state == "met") if told else None

    def data(self) -> When:
        """Return the word: ``efficiency.met``."""
        return When.model_validate(f"{self.side}.{self.state}")

    def __str__(self) -> str:
        return f"{self.side} {self.state}"


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a window.

    Attributes
    ----------
    name
        ``efficiency`` (objectives with weight), ``experience`` (what users reported), ``observed`` (experience
        that nobody was asked about: reopens, repeat contacts), ``combined``.
    """

    name: SideName

    @property
    def met(self) -> SideIs:
        """Every measured objective was at or above expected."""
        return SideIs(self.name, "met")

    @property
    def missed(self) -> SideIs:
        """Some measured objective was below expected."""
        return SideIs(self.name, "missed")

    @property
    def unmeasured(self) -> SideIs:
        """No objective was measured."""
        return SideIs(self.name, "unmeasured")


efficiency = Side("efficiency")
experience = Side("experience")
observed = Side("observed")
combined = Side("combined")
