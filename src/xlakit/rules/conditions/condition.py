"""Conditions and how they compose. True, false, or unknown (None), and an unknown never raises."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlakit.errors import MeasureError, message
from xlakit.model.rule_terms import When, windows_in_a_row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from xlakit.model import Judgement
    from xlakit.rules.case import Case
    from xlakit.rules.conditions.place import Place


class Condition(ABC):
    """Something that is true, false or unknown of a window and a part of the desk.

    Conditions are values: equal when they say the same. ``a & b``, ``a | b`` and ``~a`` follow Kleene: unknown
    and false is false, unknown or true is true, and anything else with an unknown stays unknown.

    Examples
    --------
    >>> from xlakit.rules import efficiency, experience, objective
    >>> green_and_red = efficiency.met & experience.missed
    >>> str(green_and_red.for_windows(3))
    'efficiency met and experience missed, in 3 windows running'
    >>> str(~objective("happy-users").outcome("MET", "EXCEEDED"))
    'not (happy-users EXCEEDED or MET)'
    >>> efficiency.met & (experience.missed & ~efficiency.met) == efficiency.met & experience.missed & ~efficiency.met
    True
    """

    __slots__ = ()

    @abstractmethod
    def truth(self, place: Place) -> bool | None:
        """Return whether it is so at `place`; None where that is not known."""

    @abstractmethod
    def data(self) -> When:
        """Return the same condition as an agreement writes it."""

    @property
    @abstractmethod
    def leaves(self) -> tuple[Leaf, ...]:
        """What it is made of, each once."""

    @abstractmethod
    def __str__(self) -> str:
        """Return the condition in words."""

    def for_windows(self, count: int) -> Condition:
        """Return that it is so in this window and in the ``count - 1`` before it, of the same part of the desk.

        Raises
        ------
        MeasureError
            `count` is not from 1 to 60.
        """
        try:
            windows_in_a_row(count)
        except ValueError as error:
            raise MeasureError(message("for_windows", str(error), got=str(count))) from None
        return self if count == 1 else ForWindows(self, count)

    def __and__(self, other: object) -> Condition:
        return all_of(self, other) if isinstance(other, Condition) else NotImplemented

    def __or__(self, other: object) -> Condition:
        return any_of(self, other) if isinstance(other, Condition) else NotImplemented

    def __invert__(self) -> Condition:
        return not_(self)

    def __bool__(self) -> bool:
        # ``a and b`` would quietly be b.
        msg = "a condition has no truth of its own: combine conditions with &, | and ~, not with and, or and not"
        raise TypeError(msg)


class Leaf(Condition):
    """A condition on judgements or classes themselves."""

    __slots__ = ()

    @abstractmethod
    def speaks_of(self, judgement: Judgement) -> bool:
        """Whether a judgement has a say in it."""

    @abstractmethod
    def needs(self, case: Case) -> str:
        """Return what it would need to be known."""

    def objectives(self, case: Case) -> frozenset[str]:
        """Return the names of the objectives whose windows it is looked at in."""
        return frozenset(item.objective.split("/", 1)[0] for item in case.judgements if self.speaks_of(item))

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        """Itself."""
        return (self,)


@dataclass(frozen=True, slots=True)
class AllOf(Condition):
    """All of its parts."""

    parts: tuple[Condition, ...]

    def truth(self, place: Place) -> bool | None:
        """Return whether all parts are true."""
        return _all(part.truth(place) for part in self.parts)

    def data(self) -> When:
        """Return ``{all_of: […]}``."""
        return When(all_of=tuple(part.data() for part in self.parts))

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        """What the parts are made of."""
        return _leaves(self.parts)

    def __str__(self) -> str:
        return " and ".join(_inside(part) for part in self.parts)


@dataclass(frozen=True, slots=True)
class AnyOf(Condition):
    """At least one of its parts."""

    parts: tuple[Condition, ...]

    def truth(self, place: Place) -> bool | None:
        """Return whether some part is true."""
        none = _all(_negated(part.truth(place)) for part in self.parts)
        return _negated(none)

    def data(self) -> When:
        """Return ``{any_of: […]}``."""
        return When(any_of=tuple(part.data() for part in self.parts))

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        """What the parts are made of."""
        return _leaves(self.parts)

    def __str__(self) -> str:
        return " or ".join(_inside(part) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Not(Condition):
    """The opposite of a condition."""

    part: Condition

    def truth(self, place: Place) -> bool | None:
        """Return whether the part is false."""
        return _negated(self.part.truth(place))

    def data(self) -> When:
        """Return ``{not: …}``."""
        return When(not_=self.part.data())

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        """What the part is made of."""
        return self.part.leaves

    def __str__(self) -> str:
        return f"not ({self.part})"


@dataclass(frozen=True, slots=True)
class ForWindows(Condition):
    """A condition in several windows running."""

    part: Condition
    count: int

    def truth(self, place: Place) -> bool | None:
        """Return whether the part is true here and in the windows before; what lies before the first is unknown."""
        found: list[bool | None] = []
        here: Place | None = place
        for _ in range(self.count):
            found.append(None if here is None else self.part.truth(here))
            here = None if here is None else here.before
        return _all(found)

    def data(self) -> When:
        """Return ``{for_windows: …, of: …}``."""
        return When(for_windows=self.count, of=self.part.data())

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        """What the part is made of."""
        return self.part.leaves

    def __str__(self) -> str:
        return f"{self.part}, in {self.count} windows running"


def all_of(*conditions: Condition) -> Condition:
    """Return that all of `conditions` are true; nested ones are taken together.

    Raises
    ------
    MeasureError
        There is none.
    """
    parts = _parts("all_of", conditions, AllOf)
    return parts[0] if len(parts) == 1 else AllOf(parts)


def any_of(*conditions: Condition) -> Condition:
    """Return that at least one of `conditions` is true; nested ones are taken together.

    Raises
    ------
    MeasureError
        There is none.
    """
    parts = _parts("any_of", conditions, AnyOf)
    return parts[0] if len(parts) == 1 else AnyOf(parts)


def not_(condition: Condition) -> Condition:
    """Return the opposite of `condition`."""
    return condition.part if isinstance(condition, Not) else Not(condition)


def for_windows(count: int) -> Callable[[Condition], Condition]:
    """Return what turns a condition into one that holds `count` windows running.

    Examples
    --------
    >>> from xlakit.rules import efficiency
    >>> for_windows(3)(efficiency.missed) == efficiency.missed.for_windows(3)
    True
    """

    def lasting(condition: Condition) -> Condition:
        return condition.for_windows(count)

    return lasting


def _parts(where: str, conditions: tuple[Condition, ...], kind: type[AllOf | AnyOf]) -> tuple[Condition, ...]:
    for item in conditions:
        if not isinstance(item, Condition):
            raise MeasureError(message(where, "takes conditions", got=repr(item), hint="efficiency.met"))
    if not conditions:
        raise MeasureError(message(where, "needs at least one condition"))
    return tuple(part for item in conditions for part in (item.parts if isinstance(item, kind) else (item,)))


def _leaves(parts: tuple[Condition, ...]) -> tuple[Leaf, ...]:
    return tuple(dict.fromkeys(leaf for part in parts for leaf in part.leaves))


def _inside(part: Condition) -> str:
    return f"({part})" if isinstance(part, AllOf | AnyOf | ForWindows) else str(part)


def _negated(truth: bool | None) -> bool | None:  # noqa: FBT001 - a truth is what it is about
    return None if truth is None else not truth


def _all(truths: Iterable[bool | None]) -> bool | None:
    known: bool | None = True
    for truth in truths:
        if truth is False:
            return False
        known = None if truth is None else known
    return known
