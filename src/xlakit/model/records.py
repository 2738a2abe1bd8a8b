"""The records of a service desk: one model a table, and the source of the canonical column names and types.

A record may carry more columns than its model names (they can be used as segments), and instants are
aware. Tables of any size are checked in bulk by ``xlakit.tables``; these models are for records that are
made one at a time, and for reading what a column means.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AwareDatetime, ConfigDict, Field

from xlakit.model.base import Value
from xlakit.model.text import Number, Sequence

KEY = "key"
PROSE = "prose"
STATUSES = ("new", "open", "pending", "on-hold", "resolved", "closed", "cancelled")

Key = Annotated[str, KEY]
"""Text that names something in this or another table: a ticket, a person, an article."""

Prose = Annotated[str, PROSE]
"""Free text, kept letter by letter."""

Tally = Annotated[int, Field(ge=0)]
Amount = Annotated[float, Field(ge=0)]
ZeroToTen = Annotated[float, Field(ge=0, le=10)]
Words = Annotated[tuple[str, ...], Sequence]
EventKind = Literal[
    "opened",
    "reply",
    "note",
    "status",
    "priority",
    "assigned",
    "escalated",
    "promised",
    "asked",
    "confirmed",
    "article",
    "root_cause",
]
Role = Literal["agent", "requester", "bot", "system"]
Disposition = Literal["complete", "partial", "refused", "no_reply", "undeliverable", "not_sent"]


class Record(Value):
    """A row of a table: frozen, instants aware, further columns kept."""

    model_config = ConfigDict(extra="allow")


class Ticket(Record):
    """One ticket as its last known state. ``ticket_id`` and ``opened_at`` are required.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> ticket = Ticket(ticket_id="INC1", opened_at=datetime(2026, 3, 2, 9, tzinfo=UTC), floor="3rd")
    >>> ticket.resolved_at is None, ticket.floor
    (True, '3rd')
    """

    ticket_id: Key
    opened_at: AwareDatetime
    resolved_at: AwareDatetime | None = None
    closed_at: AwareDatetime | None = None
    first_response_at: AwareDatetime | None = None
    requester: Key | None = None
    priority: str | None = None
    status: str | None = None
    kind: str | None = None
    category: str | None = None
    service: str | None = None
    channel: str | None = None
    team: str | None = None
    agent: Key | None = None
    customer: str | None = None
    site: str | None = None
    support_model: str | None = None
    complexity: str | None = None
    handle_minutes: Amount | None = None
    cost: Number | None = None
    promised_at: AwareDatetime | None = None
    problem_id: Key | None = None
    article_id: Key | None = None
    reopen_count: Tally | None = None
    reassignment_count: Tally | None = None
    resolved_first_contact: bool | None = None
    merged_into: Key | None = None


class Event(Record):
    """Something that happened to a ticket. ``seq`` orders events of the same instant.

    ``value`` holds the new status, priority, team or promised time, as the kind asks.
    """

    ticket_id: Key
    at: AwareDatetime
    kind: EventKind
    value: str | None = None
    actor: Key | None = None
    role: Role | None = None
    public: bool | None = None
    text: Prose | None = None
    seq: int | None = None


class Survey(Record):
    """A question put to a user about a ticket, answered or not.

    ``nps`` and ``happiness`` run from 0 to 10; the scales of ``csat`` and ``effort`` are the agreement's.
    """

    ticket_id: Key
    answered_at: AwareDatetime | None = None
    sent_at: AwareDatetime | None = None
    respondent: Key | None = None
    csat: float | None = None
    nps: ZeroToTen | None = None
    effort: float | None = None
    happiness: ZeroToTen | None = None
    lost_minutes: Amount | None = None
    solved: Literal["yes", "partly", "no"] | None = None
    factors: Words | None = None
    wished_hours: Amount | None = None
    comment: Prose | None = None
    cycle: Tally | None = None
    disposition: Disposition | None = None
    empathy: float | None = None
    recurred_unreported: bool | None = None
    praise: bool | None = None
    answered_back_at: AwareDatetime | None = None
    seen_by_agent_at: AwareDatetime | None = None


class Session(Record):
    """One visit to the self-service."""

    session_id: Key
    started_at: AwareDatetime
    ended_at: AwareDatetime | None = None
    requester: Key | None = None
    channel: str | None = None
    topic: str | None = None
    article_id: Key | None = None
    human_offered: bool | None = None
    human_asked_at: AwareDatetime | None = None
    human_reached_at: AwareDatetime | None = None
    helpful: bool | None = None
    ticket_id: Key | None = None


class Article(Record):
    """One article of the knowledge base."""

    article_id: Key
    created_at: AwareDatetime | None = None
    reviewed_at: AwareDatetime | None = None
    category: str | None = None
    views: Tally | None = None
    helpful_yes: Tally | None = None
    helpful_no: Tally | None = None


class Notice(Record):
    """One message sent to users before they asked."""

    notice_id: Key
    sent_at: AwareDatetime
    kind: Literal["maintenance", "known_issue", "degradation"] | None = None
    starts_at: AwareDatetime | None = None
    service: str | None = None
    affected: Tally | None = None
    notified: Tally | None = None
    problem_id: Key | None = None
    first_report_at: AwareDatetime | None = None


class Staff(Record):
    """One agent in one period, with the agent's own experience of the work."""

    agent: Key
    period: str
    team: str | None = None
    fte: Amount | None = None
    experience: float | None = None
    left_at: AwareDatetime | None = None


class Measurement(Record):
    """A result measured elsewhere: ``good`` of ``total``, or a ``value``. Exact numbers, never floats."""

    name: str
    window_start: AwareDatetime
    window_end: AwareDatetime | None = None
    good: Number | None = None
    total: Number | None = None
    value: Number | None = None
    segment: str | None = None
    source: str | None = None


class Relief(Record):
    """A claim that a ticket, or an objective in a window, is not the provider's fault.

    ``decision`` is accepted, rejected or disputed; only what was accepted acts. ``starts_at`` and ``ends_at`` say
    from when to when a ticket's clocks stand still where the agreement says so (``excused: stop_clock``).
    """

    relief_id: Key
    ticket_id: Key | None = None
    objective: str | None = None
    window: str | None = None
    cause: str | None = None
    claimed_by: str | None = None
    claimed_at: AwareDatetime | None = None
    decision: str | None = None
    decided_by: str | None = None
    starts_at: AwareDatetime | None = None
    ends_at: AwareDatetime | None = None


class Invoice(Record):
    """What was charged from ``window_start`` on. Amounts are exact and never pass through a float."""

    window_start: AwareDatetime
    amount: Number
    currency: str | None = None
    tower: str | None = None


RECORDS: dict[str, type[Record]] = {
    "tickets": Ticket,
    "events": Event,
    "surveys": Survey,
    "sessions": Session,
    "articles": Article,
    "notices": Notice,
    "staff": Staff,
    "measurements": Measurement,
    "reliefs": Relief,
    "invoices": Invoice,
}
"""Table → the model of its rows, in the order in which tables are named everywhere."""
