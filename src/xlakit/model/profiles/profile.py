"""A profile: how a product answers the questions on which service-desk products differ."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from xlakit.errors import MeasureError, message, near_miss

if TYPE_CHECKING:
    from xlakit.model.clock import Clock

UNSPECIFIED = "unspecified"

Kind = Literal["set", "same", "as agreed", "not expressed", "unspecified"]
Changes = Mapping[str, object]


def no_change(_: Clock) -> Changes:
    """Leave the clock as agreed."""
    return {}


@dataclass(frozen=True, slots=True)
class Choice:
    """How a product answers one question.

    Attributes
    ----------
    question
        What is asked; the same words in every profile.
    answer
        What the product does, as its documents have it, or ``unspecified``.
    kind
        What a profile makes of the answer: it *sets* fields of the clock; every clock does the *same*; the product
        leaves it to each definition, so it stays *as agreed*; it is documented but *not expressed* by a clock's fields;
        or the documents are silent (*unspecified*). Only the first changes a clock.
    change
        The fields that the answer sets on a clock, as a function of the clock as agreed.
    """

    question: str
    answer: str
    kind: Kind
    change: Callable[[Clock], Changes] = no_change


@dataclass(frozen=True, slots=True)
class Profile:
    """A product's conventions for a clock. Calendar and limits stay as agreed.

    Attributes
    ----------
    name
        In lower case, as it is asked for and as columns are called.
    title
        The product as people write it.
    basis
        Which documents the answers rest on, in words.
    made
        The choices, one a question.

    Examples
    --------
    >>> from xlakit.model import Clock
    >>> strict = Profile(
    ...     name="strict",
    ...     title="Strict",
    ...     basis="an example",
    ...     made=(Choice("exactly the limit", "a breach", "set", lambda _: {"inclusive": False}),),
    ... )
    >>> strict.apply(Clock.model_validate({"within": "4h"})).inclusive
    False
    >>> strict.choices["exactly the limit"]
    'a breach'
    >>> strict.only("exactly the limit") == strict
    True
    """

    name: str
    title: str
    basis: str
    made: tuple[Choice, ...] = ()

    @property
    def choices(self) -> Mapping[str, str]:
        """Question → answer, or ``unspecified`` where the documents are silent."""
        return MappingProxyType({choice.question: choice.answer for choice in self.made})

    @property
    def unspecified(self) -> tuple[str, ...]:
        """The questions on which the documents are silent."""
        return tuple(choice.question for choice in self.made if choice.kind == UNSPECIFIED)

    def only(self, question: str) -> Profile:
        """Return the profile that makes this one choice and no other.

        Raises
        ------
        MeasureError
            The profile does not answer that question.
        """
        chosen = tuple(choice for choice in self.made if choice.question == question)
        if not chosen:
            hint = near_miss(question, self.choices)
            raise MeasureError(
                message(f"profile {self.name}", "this question is not answered", got=question, hint=hint)
            )
        return replace(self, made=chosen)

    def apply(self, clock: Clock) -> Clock:
        """Return `clock` with this profile's choices set; applied twice it is the same.

        Every choice looks at the clock as agreed, so their order does not matter.
        """
        changes: dict[str, object] = {}
        for choice in self.made:
            changes |= choice.change(clock)
        if not changes:
            return clock
        stated = {name: getattr(clock, name) for name in clock.model_fields_set} | changes
        # None is no answer that a file could hold: what has none is left out, which says the same.
        return type(clock).model_validate(
            {name: value for name, value in stated.items() if value is not None}
        )
