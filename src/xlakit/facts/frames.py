"""What facts are: documented frames, each with its grain."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
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
        ticket (times later than `as_of` are null), and the columns listed below.
    answers
        One row a survey, answered or not: its own columns, then those of its ticket that it lacks, and the
        columns listed below.
    cycles
        One row a covered ticket, clock and cycle, in that order.
    frames
        Further frames by name, each with its grain: sessions, articles, notices, staff, silences, …
    as_of
        The instant up to which the records were read.
    notes
        What was left out or could not be known, and where events and columns disagree, with the number of
        rows.

    Notes
    -----
    Families and frames say what their own columns mean (``Family.meanings``, ``Frame.meanings``); what every
    desk has is said here.

    Columns of ``tickets``; ``<fact>_source`` is ``events``, ``column`` or null:

    ================================== =====================================================================
    priority, priority_stated          in the agreement's words; as the record has it
    in_scope                           whether the agreement covers the ticket; one opened inside a maintenance
                                       window that it excludes is not covered; never null
    first_response_replayed            first public message by an agent, from events; null without one
    resolved_replayed                  last resolution, from events; null while the ticket is not solved
    first_resolved_at                  first resolution; from the columns where there are no status events;
                                       null while there is none
    first_resolved_source              which of both it was
    resolutions, reopens               how often it was resolved; how often it was taken back from that
    reopens_replayed                   the same from events alone; the ticket's own counter holds for
                                       ``reopens`` when one looks from the end of the data; null where
                                       neither tells
    first_reopened_at                  first reopening, from events; null without one
    bounces, bounces_replayed          changes of team after the first assignment; likewise
    agent_contacts, customer_replies   public messages after the opening, up to the first resolution; null on
                                       a desk without messages
    escalations                        escalation events; null without events
    response_seconds                   whole seconds of wall time from the opening; from the column where the
                                       desk states it for any ticket, else from events; null without a reply
    resolution_seconds                 the same to the resolution; null while unresolved
    next_contact_at, contact_known     the requester's next ticket after the first resolution, in the same
                                       category where the desk has any, null without one; whether that can
                                       be known
    denied                             a user answered that it was not solved; null without such an answer
    random_group                       0 to 63, the same for the same person everywhere: requester, else ticket
    ================================== =====================================================================

    Columns of ``answers``:

    ================================== =====================================================================
    answered, asked                    whether there is an answer; whether the survey reached anyone
    cycle                              the resolution it rates; stated, else the first; null without any
    rated_at, rated_at_source          the instant it belongs to: rated_resolution, first_resolution,
                                       closed_at or answered_at
    respondent_id, repeat_respondent   respondent, else requester, else ticket; one of several answers of one
    random_group                       0 to 63, the same for the same person everywhere
    unhappy, unhappy_by                whether the first answer present is in the unhappy band, and which
    clocks_met                         whether every decided clock of the ticket was met; null without one
    watermelon, watermelon_reason      every decided clock met and the user unhappy, null where one of both is
                                       unknown; which clocks were kept and what made the user unhappy
    in_scope                           whether the agreement covers the ticket; false for an unknown ticket
    ================================== =====================================================================

    Columns of ``cycles``:

    ================================== =====================================================================
    ticket_id, clock, cycle            whose clock it is, and how often it had started by then, from 1
    state                              running, paused, met, breached or cancelled
    started_at, stopped_at             when it began to run; when it stopped, null while it has not
    elapsed, paused                    open time of the clock's calendar that it ran, that a pause held it; what
                                       maintenance or a relief took off is in neither
    elapsed_calendar                   the time that it ran, by the wall
    limit, left, used                  open time allowed; what is left of it (negative when over); the share
    breach_at                          the earliest instant at which the limit was used up, or would be;
                                       null when met, paused, cancelled or beyond what the calendar knows
    first_breach_at, overrun           the same, and the open time over the limit; for breached ones only
    decided_at, met                    stop of a met clock, breach of a breached one; null while undecided
    source                             whether its stop is read from ``events`` or from a ``column``
    priority                           the priority whose limit it was judged by
    ================================== =====================================================================
    """

    tickets: pl.DataFrame
    answers: pl.DataFrame
    cycles: pl.DataFrame
    as_of: datetime
    notes: tuple[Count, ...]
    frames: Mapping[str, pl.DataFrame] = field(default_factory=dict)
