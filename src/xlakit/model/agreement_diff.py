"""What is different between two agreements: in words, in weights, in incentives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from xlakit.model.base import Value
from xlakit.model.exact import Exact
from xlakit.model.objective import ObjectiveKind

if TYPE_CHECKING:
    from fractions import Fraction

Effect = Literal["major", "minor", "patch"]
"""``major``: what was promised changes; ``minor``: something is promised or reported besides; ``patch``: words."""

Turn = Literal["grows", "shrinks", "same"]


class TermChange(Value):
    """One term that was added, removed or changed.

    Attributes
    ----------
    where
        Its place, dotted, with objectives by name: ``objectives.happy-users.expected``.
    before, after
        What it said and says, defaults included; None where it said or says nothing.
    words
        The change as one sentence.
    """

    where: str
    what: Literal["added", "removed", "changed"]
    effect: Effect
    before: str | None = None
    after: str | None = None
    words: str


class WeightChange(Value):
    """The share of the weight that one kind of objective carries, in [0, 1]."""

    kind: ObjectiveKind
    before: Exact
    after: Exact


class Gradient(Value):
    """What an objective has to win and to lose, in points of the score (0 to 100).

    Attributes
    ----------
    weight
        Its share of all weight, in [0, 1].
    below, above
        Points lost from expected down to the minimum, and won from expected up to the stretch.
    slope_below, slope_above
        The same for each `unit` of the figure; None where all of it comes or goes at once, and where there is
        none of it.
    unit
        ``percentage point``, ``hour``, ``point``, or ``event``.
    """

    weight: Exact
    below: Exact
    above: Exact
    slope_below: Exact | None = None
    slope_above: Exact | None = None
    unit: str

    def steepness(self, *, below: bool) -> tuple[bool, Fraction]:
        """Return what two gradients are compared by: a step is steeper than any slope."""
        points, slope = (self.below, self.slope_below) if below else (self.above, self.slope_above)
        return (slope is None and points > 0, points if slope is None else slope)


class GradientChange(Value):
    """What one objective pulls at, before and after; None where it is not in that agreement.

    ``below`` says what becomes of the price of falling short, ``above`` of the reward of doing better.
    """

    objective: str
    before: Gradient | None
    after: Gradient | None
    below: Turn
    above: Turn

    @property
    def grows(self) -> bool:
        """Whether it pulls harder, on either side."""
        return "grows" in {self.below, self.above}


class AgreementDiff(Value):
    """What is different between two agreements, or two versions of one.

    Attributes
    ----------
    old, new
        What they are called, with their versions.
    changes
        Every term that differs, promises first.
    classification_before, classification_after
        By the share of the weight that rests on what users reported.
    user_reported_before, user_reported_after
        That share, in [0, 1].
    weights
        The share of the weight by kind of objective.
    gradients
        Objectives whose incentive differs.
    fingerprint_before, fingerprint_after
        SHA-256 of what each means.
    effect
        The largest effect of any change; None where nothing differs.
    version_before, proposal
        The version the old one states, and the next one that `effect` asks for (semantic versioning); None where
        it states none that can be counted on from, or nothing differs.
    """

    old: str
    new: str
    changes: tuple[TermChange, ...] = ()
    classification_before: Literal["efficiency only", "balanced", "XLA"]
    classification_after: Literal["efficiency only", "balanced", "XLA"]
    user_reported_before: Exact
    user_reported_after: Exact
    weights: tuple[WeightChange, ...] = ()
    gradients: tuple[GradientChange, ...] = ()
    fingerprint_before: str
    fingerprint_after: str
    effect: Effect | None = None
    version_before: str | None = None
    proposal: str | None = None

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return bool(self.changes)

    def to_markdown(self) -> str:
        """Return the differences as Markdown."""
        from xlakit.report import views

        return views.diff_to_markdown(self)

    def __str__(self) -> str:
        from xlakit.report import views

        return views.diff_to_text(self)
