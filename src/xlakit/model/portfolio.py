"""Several agreements over one desk: a scorecard each, what falls between them, and what they share."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from xlakit.model.base import Value
from xlakit.model.money import Currency
from xlakit.model.scorecard import Scorecard

if TYPE_CHECKING:
    from xlakit.model.scorecard import FrameKind
    from xlakit.model.statement import Statement


class Place(NamedTuple):
    """A column of the tickets and its value; None where the ticket has none."""

    column: str
    value: str | None


class Uncovered(Value):
    """Tickets of one customer and site that no agreement covers, and why; `example` is the id of one of them."""

    place: tuple[Place, ...]
    reason: str
    tickets: int
    example: str


class Overlap(Value):
    """Tickets that several agreements cover; `example` is the id of one of them."""

    agreements: tuple[str, ...]
    tickets: int
    example: str


class CapPart(Value):
    """What one agreement would have credited in a window of a shared cap, and what it does credit."""

    agreement: str
    due: Decimal
    credited: Decimal


class SharedCapWindow(Value):
    """A window in which a shared cap held credits back; what shorter windows inside it took is taken off `amount`."""

    name: str
    window: str
    amount: Decimal
    currency: Currency
    parts: tuple[CapPart, ...]


class Total(Value):
    """What all statements in one currency come to; in the customers' favour above 0. Currencies never mix."""

    currency: Currency
    agreements: tuple[str, ...]
    credits: Decimal
    bonuses: Decimal
    earned_back: Decimal
    total: Decimal


class Portfolio(Value):
    """The scorecards of several agreements over one desk.

    Attributes
    ----------
    cards
        One an agreement, in the order given.
    as_of
        The instant they were judged from.
    tickets
        How many tickets were opened by then.
    uncovered, uncovered_ids
        Tickets that no agreement covers: by customer and site, where the tickets have such columns, and their ids.
    overlaps, overlapping_ids
        Tickets that several agreements cover: by the agreements, and their ids. Each of them judges such a ticket.
    shared_caps
        The windows in which a cap that several agreements share held something back.
    """

    cards: tuple[Scorecard, ...]
    as_of: datetime
    tickets: int
    uncovered: tuple[Uncovered, ...] = ()
    uncovered_ids: tuple[str, ...] = ()
    overlaps: tuple[Overlap, ...] = ()
    overlapping_ids: tuple[str, ...] = ()
    shared_caps: tuple[SharedCapWindow, ...] = ()

    def __getitem__(self, agreement: str) -> Scorecard:
        """Return the scorecard of the agreement of that name."""
        for card in self.cards:
            if card.subject.agreement == agreement:
                return card
        raise KeyError(agreement)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the agreements, in the order given."""
        return tuple(card.subject.agreement for card in self.cards)

    @property
    def statements(self) -> tuple[Statement, ...]:
        """The statements of the agreements that have commercials, in the order given."""
        return tuple(card.statement for card in self.cards if card.statement is not None)

    @property
    def totals(self) -> tuple[Total, ...]:
        """What the statements come to, currency by currency."""
        by_currency: dict[str, list[Statement]] = {}
        for statement in self.statements:
            by_currency.setdefault(statement.currency, []).append(statement)
        return tuple(
            Total(
                currency=currency,
                agreements=tuple(item.agreement for item in found),
                credits=sum((item.credits for item in found), Decimal(0)),
                bonuses=sum((item.bonuses for item in found), Decimal(0)),
                earned_back=sum((item.earned_back for item in found), Decimal(0)),
                total=sum((item.total for item in found), Decimal(0)),
            )
            for currency, found in sorted(by_currency.items())
        )

    def to_frame(self, kind: FrameKind = "polars") -> Any:  # noqa: ANN401 - the kind decides the type
        """Return the rows of all cards, in the columns that docs/frames.md lists: agreement, then those of a card."""
        from xlakit.report import views

        return views.portfolio_to_frame(self, kind)

    def _repr_html_(self) -> str:
        from xlakit.report import views

        return views.portfolio_to_html(self)

    def __str__(self) -> str:
        from xlakit.report import views

        return views.portfolio_to_text(self)
