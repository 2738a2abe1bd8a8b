"""Conditions on one objective of the agreement, by its name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from xlakit.errors import MeasureError, message, near_miss
from xlakit.model import Outcome
from xlakit.model.rule_terms import JudgedOutcome, When
from xlakit.rules.conditions.condition import Leaf

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xlakit.model import Judgement
    from xlakit.rules.case import Case
    from xlakit.rules.conditions.place import Place

_WORST_FIRST = (Outcome.BELOW_MINIMUM, Outcome.BELOW_EXPECTED, Outcome.MET, Outcome.EXCEEDED)
_UNMEASURED = frozenset({Outcome.NOT_MEASURED, Outcome.EXCUSED})
_ALLOWED: tuple[JudgedOutcome, ...] = get_args(JudgedOutcome)


@dataclass(frozen=True, slots=True)
class ObjectiveIs(Leaf):
    """An objective came out as one of these.

    Of an objective that is judged part by part (``each``), or in several windows that lie inside this one, the
    worst that was measured counts; ``name/part`` speaks of one part. Where it was not measured, outcomes that
    speak of a measurement are unknown.
    """

    name: str
    outcomes: tuple[JudgedOutcome, ...]

    def speaks_of(self, judgement: Judgement) -> bool:
        """Whether the judgement is of that objective, or of a part of it."""
        return judgement.objective == self.name or judgement.objective.startswith(f"{self.name}/")

    def needs(self, case: Case) -> str:
        """Return what it needs."""
        if any(self.speaks_of(item) for item in case.judgements):
            return f"a finished window in which {self.name} was measured"
        known = {item.name for item in case.agreement.objectives}
        close = near_miss(self.name, known)
        return f"an objective named {self.name}" + (f" ({close})" if close else "")

    def truth(self, place: Place) -> bool | None:
        """Return whether its outcome is among those asked for."""
        mine = place.judged(self)
        measured = {item.outcome for item in mine.open} - _UNMEASURED
        if measured:
            return min(measured, key=_WORST_FIRST.index) in self.outcomes
        if mine.withheld or not mine.open:
            return None
        if any(item.outcome in self.outcomes for item in mine.open):
            return True
        return False if _UNMEASURED.issuperset(self.outcomes) else None

    def data(self) -> When:
        """Return ``{objective: …, outcome: …}``."""
        return When(objective=self.name, outcome=self.outcomes)

    def __str__(self) -> str:
        return f"{self.name} {' or '.join(self.outcomes)}"


@dataclass(frozen=True, slots=True)
class NamedObjective:
    """One objective of the agreement."""

    name: str

    def outcome(self, *outcomes: JudgedOutcome) -> ObjectiveIs:
        """Return that it came out as one of `outcomes`.

        Raises
        ------
        MeasureError
            None is given, or one is no outcome of a finished window.
        """
        if not outcomes:
            hint = ", ".join(_ALLOWED)
            raise MeasureError(message(f"objective {self.name}", "outcome() needs an outcome", hint=hint))
        _known(f"objective {self.name}", outcomes, _ALLOWED)
        return ObjectiveIs(self.name, tuple(item for item in _ALLOWED if item in outcomes))

    @property
    def met(self) -> ObjectiveIs:
        """At or above expected."""
        return self.outcome("EXCEEDED", "MET")

    @property
    def missed(self) -> ObjectiveIs:
        """Below expected."""
        return self.outcome("BELOW_EXPECTED", "BELOW_MINIMUM")

    @property
    def unmeasured(self) -> ObjectiveIs:
        """Not measured, or excused."""
        return self.outcome("NOT_MEASURED", "EXCUSED")


def objective(name: str) -> NamedObjective:
    """Return the objective of that name, to ask how it came out.

    Examples
    --------
    >>> str(objective("restore/P1").outcome("BELOW_MINIMUM"))
    'restore/P1 BELOW_MINIMUM'
    >>> objective("restore").outcome("BELOW_MIN")
    Traceback (most recent call last):
        ...
    xlakit.errors.MeasureError: objective restore: no such outcome; got 'BELOW_MIN'. Hint: did you mean 'BELOW_MINIMUM'?
    """
    return NamedObjective(name)


def _known(where: str, words: Iterable[str], known: tuple[str, ...]) -> None:
    for word in words:
        if word not in known:
            raise MeasureError(
                message(where, "no such outcome", got=str(word), hint=near_miss(str(word), known))
            )
