"""What a signal is: an aggregate of facts that a rule looks at, made once for one evaluation."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from xlakit.facts.frames import Facts
    from xlakit.model import Agreement, Window
    from xlakit.tables import Desk


@dataclass(frozen=True, slots=True, eq=False)
class SignalSources:
    """What signals are made from.

    Attributes
    ----------
    desk, agreement, facts
        The records, what was agreed, and the facts as of the instant looked from, with the further columns and
        frames that the signal names in `needed`.
    windows
        The finished windows of the agreement's own kind.
    segments
        The columns that are reported by, and that the tickets have.
    """

    desk: Desk
    agreement: Agreement
    facts: Facts
    windows: tuple[Window, ...]
    segments: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class SignalTable:
    """Rows of plain values, in a fixed order.

    Attributes
    ----------
    columns
        Their names; every row has them all.
    rows
        Counts, sums, names, windows. A column ``examples`` holds up to ten ticket ids of operational data.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...] = ()

    def __iter__(self) -> Iterator[Mapping[str, Any]]:
        """Yield the rows by column name."""
        return (dict(zip(self.columns, row, strict=True)) for row in self.rows)

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True, slots=True, eq=False)
class Signal:
    """A signal by name.

    Attributes
    ----------
    name
        What rules ask for.
    needs
        What a desk must hold for it, in words.
    make
        Returns the table, or None where the desk lacks what it needs.
    needed
        The further fact columns and frames it reads.
    """

    name: str
    needs: str
    make: Callable[[SignalSources], SignalTable | None]
    needed: frozenset[str] = field(default_factory=frozenset)
