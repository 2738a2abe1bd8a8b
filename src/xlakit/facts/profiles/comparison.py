"""What a comparison of profiles is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlakit.facts.profiles.text import comparison_text

if TYPE_CHECKING:
    from datetime import datetime

    import polars as pl

    from xlakit.model import Count
    from xlakit.model.profiles import Profile


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """The verdicts of several profiles on the same tickets.

    Attributes
    ----------
    as_of
        The instant up to which the records were read.
    profiles
        What is compared: the clocks as agreed first, then each profile that was asked for.
    frame
        One row a ticket and clock that runs under any of the profiles, by ticket_id and in the agreement's order of
        clocks: ticket_id, clock, then for each profile its verdict in a column of its name (``as_agreed``,
        ``servicenow``, …) and the open time behind it (``as_agreed_elapsed``, …), and ``differs``.

        A verdict is breached where any cycle was, else running or paused where one is, else met where any was, else
        cancelled; null where the clock never ran. Its elapsed is that of the first breached cycle, else of the last one
        in that state.
    differing
        The rows whose verdicts are not all the same, without ``differs`` and with ``why``: for each profile that
        differs from the agreement every choice that alone turns the verdict into that profile's, or that it takes
        several together.
    summary
        One row a clock and profile: clock, profile, met, decided (met or breached), attainment (met of decided, 0 to 1,
        null where nothing is decided), breached, undecided (running or paused), cancelled. They count tickets; those on
        which the clock never ran under that profile are in no column.
    notes
        What could not be known, with its number of rows, for the clocks as agreed and under each profile.
    """

    as_of: datetime
    profiles: tuple[Profile, ...]
    frame: pl.DataFrame
    differing: pl.DataFrame
    summary: pl.DataFrame
    notes: tuple[Count, ...]

    def __str__(self) -> str:
        return comparison_text(self)
