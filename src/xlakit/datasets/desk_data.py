"""What a synthetic desk is handed over as."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    import polars as pl


@dataclass(frozen=True, slots=True, eq=False)
class DeskData:
    """The tables of a desk in their canonical columns, and which story they tell.

    Attributes
    ----------
    story, seed
        What `synthetic_desk` was asked for.
    until
        When the tables were exported: nothing later is in them.
    tickets, events, surveys
        Polars frames: one row a ticket, an event, an invitation to a survey. Instants are UTC.
    """

    story: str
    seed: int
    until: datetime
    tickets: pl.DataFrame
    events: pl.DataFrame
    surveys: pl.DataFrame

    def tables(self) -> dict[str, pl.DataFrame]:
        """Return the frames by table name, as ``xlakit.Desk(**data.tables())`` takes them."""
        return {"tickets": self.tickets, "events": self.events, "surveys": self.surveys}
