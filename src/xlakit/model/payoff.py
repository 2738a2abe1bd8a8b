"""A payoff: what one objective brings or costs at every figure it could reach, with its slopes and steps."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal

from pydantic import PrivateAttr

from xlakit.errors import DataError, message
from xlakit.model.base import Recomputable, Value
from xlakit.model.exact import Exact
from xlakit.model.money import Currency
from xlakit.model.objective import Level, Levels
from xlakit.model.window import Window

if TYPE_CHECKING:
    from xlakit.model.scorecard import FrameKind

PayoffUnit = Literal["share", "seconds", "number"]
STEPS: dict[PayoffUnit, Fraction] = {
    "share": Fraction(1, 100),
    "seconds": Fraction(3600),
    "number": Fraction(1),
}
"""What one point is: a percentage point of a share, an hour of a length of time, one of anything else."""


class PayoffPoint(Value):
    """The amount at one figure; of a share of `volume` records also how many of them."""

    performance: Exact
    amount: Decimal
    count: int | None = None


class PayoffEdge(Value):
    """What happens to the money at one figure.

    Attributes
    ----------
    name
        ``minimum``, ``expected``, ``stretch``; ``here`` for a figure that was asked for; ``term`` where another
        term of the agreement bends the curve; ``corner`` where a cap begins to hold or a gate opens.
    performance
        The figure.
    amount
        Exactly on it; None where no whole number of records comes to it.
    left, right
        The slope on the side of lower and of higher figures: money for each point, in the customer's favour above
        0. None beyond the range of the figure.
    jump
        By how much the amount changes at once, from lower to higher figures.
    """

    name: str
    performance: Exact
    amount: Decimal | None
    left: Decimal | None
    right: Decimal | None
    jump: Decimal


class Payoff(Recomputable):
    """Money against the performance of one objective in one window, the other objectives standing still.

    Every amount is that of a settled statement: in the customer's favour above 0, in the provider's below, rounded
    as the agreement says. Slopes and jumps are those of the amounts before that rounding.

    Attributes
    ----------
    agreement, objective, window, version
        What it is of; the objective with its part (``restore/P1``) where it is judged by parts.
    others
        How the other objectives stand, in words.
    currency, minor_unit
        Of the amounts.
    charges, at_risk
        Of the window, and the most that its credits may take.
    unit
        Whether a figure is a share, a length of time in seconds, or a plain number.
    volume
        Records, where the figures are those that so many can come to.
    levels
        In force in the window.
    points
        The curve, by figure.
    edges
        Its levels, and every other figure at which it steps or bends, by figure.
    """

    agreement: str
    objective: str
    window: Window
    version: str
    others: str
    currency: Currency
    minor_unit: int
    charges: Decimal
    at_risk: Decimal | None
    unit: PayoffUnit
    volume: int | None
    levels: Levels
    points: tuple[PayoffPoint, ...]
    edges: tuple[PayoffEdge, ...]
    _settled: Callable[[Fraction], Decimal] | None = PrivateAttr(default=None)

    def edge(self, name: str) -> PayoffEdge | None:
        """Return the edge of that name; None without one."""
        return next((item for item in self.edges if item.name == name), None)

    @property
    def expected(self) -> PayoffEdge:
        """What happens at the expected level."""
        found = self.edge("expected")
        if found is None:  # every payoff is made with one
            raise AssertionError
        return found

    def at(self, value: object) -> Decimal:
        """Return the amount at a figure (``"94.2%"``, ``"4h"``, a decimal or fraction), settled anew.

        Raises
        ------
        DataError
            The figure is none, or no whole number of records comes to it.
        RuntimeError
            The payoff was read back, and the figure is not one of its points.
        """
        figure = figure_of(value)
        found = next((item.amount for item in self.points if item.performance == figure), None)
        if found is not None:
            return found
        if self._settled is None:
            what = "a payoff that was read back holds its points only"
            raise RuntimeError(message("payoff.at", what, got=str(value), hint="compute it again"))
        return self._settled(figure)

    def sentences(self) -> tuple[str, ...]:
        """Return what the curve says, in words: its levels with the slopes on both sides, steps and ends."""
        from xlakit.report import views

        return views.payoff_sentences(self)

    def to_frame(self, kind: FrameKind = "polars") -> Any:  # noqa: ANN401 - the kind decides the type
        """Return one row a point, in the columns that docs/frames.md lists; amounts are exact decimals."""
        from xlakit.report import views

        return views.payoff_to_frame(self, kind)

    def _repr_html_(self) -> str:
        from xlakit.report import views

        return views.payoff_to_html(self)

    def __str__(self) -> str:
        from xlakit.report import views

        return views.payoff_to_text(self)


def figure_of(value: object) -> Fraction:
    """Return a figure as an exact number: a fraction for a share, seconds for a length of time.

    Raises
    ------
    DataError
        It is no figure; a float is none, for it is not exact.

    Examples
    --------
    >>> figure_of("94.2%"), figure_of("1h30m"), figure_of(Fraction(2, 3))
    (Fraction(471, 500), Fraction(5400, 1), Fraction(2, 3))
    >>> figure_of(0.942)
    Traceback (most recent call last):
        ...
    xlakit.errors.DataError: figure: is not exact; got '0.942'. Hint: write it as text ("94.2%", "4h"), a decimal or \
a fraction.
    """
    if isinstance(value, Fraction):
        return value
    hint = 'write it as text ("94.2%", "4h"), a decimal or a fraction'
    if isinstance(value, float | bool):
        raise DataError(message("figure", "is not exact", got=str(value), hint=hint))
    try:
        return Level.model_validate({"at_least": value}).exact
    except ValueError:
        raise DataError(message("figure", "is no figure", got=str(value), hint=hint)) from None
