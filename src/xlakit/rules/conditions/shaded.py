"""Conditions on the watermelon class of a window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from xlakit.errors import MeasureError, message, near_miss
from xlakit.model.finding import Shade
from xlakit.model.rule_terms import When
from xlakit.rules.conditions.condition import Leaf

if TYPE_CHECKING:
    from xlakit.model import Judgement
    from xlakit.rules.case import Case
    from xlakit.rules.conditions.place import Place

_ALL: tuple[Shade, ...] = get_args(Shade)


@dataclass(frozen=True, slots=True)
class ShadeIs(Leaf):
    """The window has one of these watermelon classes.

    A window without a class, and UNKNOWN where other classes are asked for, is unknown. UNKNOWN can be asked for
    of the whole desk; of a part of it, it stays unknown, for it may mean that few answered there.
    """

    shades: tuple[Shade, ...]

    def speaks_of(self, judgement: Judgement) -> bool:
        """Whether the judgement is of a side that makes the class."""
        return judgement.kind in {"efficiency", "experience"}

    def objectives(self, case: Case) -> frozenset[str]:
        """Return the names of the experience objectives, whose windows have classes: user-reported, if there are."""
        mine = [item for item in case.judgements if item.kind == "experience"]
        told = [item for item in mine if item.basis == "user_reported"] or mine
        return frozenset(item.objective.split("/", 1)[0] for item in told)

    def needs(self, case: Case) -> str:
        """Return what it needs."""
        for kind in ("efficiency", "experience"):
            if not any(item.kind == kind for item in case.judgements):
                return f"an {kind} objective"
        return "a finished window in which both sides were measured"

    def truth(self, place: Place) -> bool | None:
        """Return whether the class is among those asked for."""
        if place.shade is None:
            return None
        if place.shade == "UNKNOWN":
            return True if "UNKNOWN" in self.shades and not place.segment else None
        return place.shade in self.shades

    def data(self) -> When:
        """Return ``{shade: …}``."""
        return When(shade=self.shades)

    def __str__(self) -> str:
        return f"class {' or '.join(self.shades)}"


def shade(*shades: Shade) -> ShadeIs:
    """Return that the watermelon class is one of `shades`.

    Raises
    ------
    MeasureError
        None is given, or one is no class.

    Examples
    --------
    >>> str(shade("SUSPECTED", "CONFIRMED"))
    'class CONFIRMED or SUSPECTED'
    >>> shade("CONFIRMD")
    Traceback (most recent call last):
        ...
    xlakit.errors.MeasureError: shade: no such class; got 'CONFIRMD'. Hint: did you mean 'CONFIRMED'?
    """
    for word in shades:
        if word not in _ALL:
            raise MeasureError(
                message("shade", "no such class", got=str(word), hint=near_miss(str(word), _ALL))
            )
    if not shades:
        raise MeasureError(message("shade", "needs a class", hint=", ".join(_ALL)))
    return ShadeIs(tuple(item for item in _ALL if item in shades))
