"""What facts are: documented frames, each with its grain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    import polars as pl

    from xlakit.model import Count


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about one desk at one instant.

    Attributes
    ----------
    tickets
        One row a ticket opened at or before `as_of`, in the order of ``ticket_id``: every column of the
        ticket (times later than `as_of` are null), and what the events say.
    answers
        One row a survey, answered or not, with the columns of its ticket.
    cycles
        One row a ticket, clock and cycle, for the tickets that the agreement covers.
    as_of
        The instant up to which the records were read.
    notes
        What was left out, corrected or could not be known, with the number of rows.
    """

    tickets: pl.DataFrame
    answers: pl.DataFrame
    cycles: pl.DataFrame
    as_of: datetime
    notes: tuple[Count, ...]
