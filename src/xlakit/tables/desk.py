"""The Desk: the tables of one service desk, checked, and every doubt about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlakit.tables.assemble import assemble
from xlakit.tables.measurable import measurable
from xlakit.tables.options import options_of
from xlakit.tables.view import as_html, as_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    import polars as pl

    from xlakit.model import Count
    from xlakit.tables.mapping import Mapping as Preset
    from xlakit.tables.requirements import Requirement


@dataclass(frozen=True, slots=True, init=False, eq=False, repr=False)
class Desk:
    """The tables of one service desk in canonical columns, with every doubt about them.

    Each table is a pandas, Polars (eager or lazy) or PyArrow table, a DuckDB relation, a list of dicts or of
    the models in ``xlakit.model.records``, or a path (CSV, TSV, Parquet, JSON lines; text files also .gz). It
    is converted once. Rows that cannot be used are set aside, values that cannot be read are nulled, and both
    are counted: rows in = rows in the desk + rows set aside. Nothing depends on the order of rows.

    Parameters
    ----------
    tickets
        One row a ticket. Required, unless there is a `log`.
    events, surveys, sessions, articles, notices, staff, measurements, reliefs, invoices
        The other tables. What is not given is None.
    log
        One audit log holding tickets and events: a ticket a row, after each update.
    mapping
        How a product names things: the name of a preset (``"servicenow"``) or a ``Mapping``.
    columns
        Source → canonical name, for all tables, or table by table: ``{"tickets": {"Created": "opened_at"}}``.
        Names are compared exactly. It goes before the mapping.
    values
        Canonical column → source value → value: ``{"priority": {"1 - Critical": "P1"}}``, or table by table.
        Values that no list names are kept and counted. For status, priority and team it also holds for events.
    timezone
        The IANA zone of times without one. Of two equal wall times the earlier is taken; a wall time that a
        change of clocks leaves out moves to the first instant after it; both are counted. Times with a zone or
        offset stay what they are, also where they differ within a column.
    datetime_format
        The form of times that are not ISO 8601: one strptime pattern, several, or one for each column.
        ``"epoch_s"`` and ``"epoch_ms"`` are counts since 1970. The order of day and month is never guessed.
    missing
        Codes that mean "nothing known", for all columns or column by column. Empty text, blanks and ``?``
        always do; ``nan``, ``NULL`` and ``None`` only where they are stated here.

    Attributes
    ----------
    tickets, events, surveys, sessions, articles, notices, staff, measurements, reliefs, invoices
        Polars frames: keys and text as String, instants in UTC, counts Int64, scores Float64, money Decimal,
        booleans, factors a list of text, other columns as they came. Canonical columns first, the others by name;
        a column that was not given is not there. Rows stand in the order of the source.
    problems
        Row by row: table, row (0-based, as in the source), id, column, value, reason, action (kept, nulled,
        set_aside); at most 1,000 rows for each table, column and reason.
    counts
        Every reason with its full number of rows.
    data_until
        The last instant in tickets, events and surveys; promises do not count. None on an empty desk.
    timezone
        The zone that was stated.

    Raises
    ------
    DataError
        A table is missing or cannot be understood as a whole.

    Examples
    --------
    >>> desk = Desk(
    ...     tickets=[
    ...         {"ticket_id": 1, "opened_at": "2026-03-02T09:00Z", "resolved_at": "2026-03-02T11:30Z"},
    ...         {"ticket_id": 2, "opened_at": "2026-03-02T10:00Z", "resolved_at": None},
    ...         {"ticket_id": 3, "opened_at": "soon", "resolved_at": None},
    ...     ]
    ... )
    >>> desk
    Desk(tickets=2, problems=2, data_until=2026-03-02T11:30:00+00:00)
    >>> desk.problems.select("row", "id", "value", "reason", "action").rows()
    [(2, '3', 'soon', 'is not a time', 'nulled'), \
(2, '3', None, 'is required and has no usable value', 'set_aside')]
    """

    tickets: pl.DataFrame
    events: pl.DataFrame | None
    surveys: pl.DataFrame | None
    sessions: pl.DataFrame | None
    articles: pl.DataFrame | None
    notices: pl.DataFrame | None
    staff: pl.DataFrame | None
    measurements: pl.DataFrame | None
    reliefs: pl.DataFrame | None
    invoices: pl.DataFrame | None
    problems: pl.DataFrame
    counts: tuple[Count, ...]
    data_until: datetime | None
    timezone: str | None

    def __init__(  # noqa: PLR0913 - one keyword a table; they are the documentation
        self,
        tickets: object = None,
        *,
        events: object = None,
        surveys: object = None,
        sessions: object = None,
        articles: object = None,
        notices: object = None,
        staff: object = None,
        measurements: object = None,
        reliefs: object = None,
        invoices: object = None,
        log: object = None,
        mapping: str | Preset | None = None,
        columns: Mapping[str, object] | None = None,
        values: Mapping[str, object] | None = None,
        timezone: str | None = None,
        datetime_format: str | Iterable[str] | Mapping[str, object] | None = None,
        missing: Iterable[object] | Mapping[str, object] = (),
    ) -> None:
        given = {
            "tickets": tickets,
            "events": events,
            "surveys": surveys,
            "sessions": sessions,
            "articles": articles,
            "notices": notices,
            "staff": staff,
            "measurements": measurements,
            "reliefs": reliefs,
            "invoices": invoices,
            "log": log,
        }
        options = options_of(
            mapping=mapping,
            columns=columns,
            values=values,
            timezone=timezone,
            datetime_format=datetime_format,
            missing=missing,
        )
        made = assemble(given, options)
        rest = {
            "problems": made.problems,
            "counts": made.counts,
            "data_until": made.data_until,
            "timezone": timezone,
        }
        for name, value in (made.tables | rest).items():
            object.__setattr__(self, name, value)

    def measurable(self, requirements: Mapping[str, Requirement] | None = None) -> pl.DataFrame:
        """Return which metrics these tables allow, and what to add for the others.

        Parameters
        ----------
        requirements
            Metric → what it needs; ``xlakit.tables.REQUIREMENTS`` unless given.

        Returns
        -------
        polars.DataFrame
            metric, measurable, needs (empty text where nothing is missing).

        Examples
        --------
        >>> from datetime import UTC, datetime
        >>> desk = Desk(tickets=[{"ticket_id": "1", "opened_at": datetime(2026, 3, 2, tzinfo=UTC)}])
        >>> desk.measurable().row(0)
        ('within', False, 'needs tickets.resolved_at, or tickets.first_response_at, or status events, or reply events')
        """
        return measurable(self, requirements)

    def __repr__(self) -> str:
        return as_line(self)

    def _repr_html_(self) -> str:
        return as_html(self)
