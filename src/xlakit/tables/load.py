"""Files and folders → Desk."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlakit.errors import DataError, message
from xlakit.tables.desk import Desk
from xlakit.tables.folder import DESCRIPTION, read_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from xlakit.tables.mapping import Mapping as Preset


def load_desk(  # noqa: PLR0913 - one keyword a table; they are the documentation
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
    connection: object = None,
) -> Desk:
    r"""Return the desk that files hold; the keywords are those of ``Desk``.

    Parameters
    ----------
    tickets
        A file or any other source that ``Desk`` takes, or a folder: its ``tickets.*``, ``events.*``, … and
        its ``desk.toml``, which holds the keywords of this function (paths relative to the folder and inside
        it). Keywords that are given here go before those of the file.
    connection
        A database to read from. This version reads none; anything but None is an error.

    Raises
    ------
    DataError
        A file is missing, is not what its name says, or cannot be understood.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "tickets.csv").write_text("Nr;Created\n7;2026-03-02 09:00\n8;\n")
    >>> _ = (folder / "desk.toml").write_text(
    ...     'timezone = "Europe/Berlin"\ncolumns = {Nr = "ticket_id", Created = "opened_at"}\n'
    ... )
    >>> load_desk(folder)
    Desk(tickets=1, problems=1, data_until=2026-03-02T08:00:00+00:00)
    """
    given: dict[str, Any] = {
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
        "mapping": mapping,
        "columns": columns,
        "values": values,
        "timezone": timezone,
        "datetime_format": datetime_format,
        "missing": missing or None,
        "connection": connection,
    }
    keywords = {name: value for name, value in given.items() if value is not None}
    folder = _folder(tickets)
    if folder is not None:
        del keywords["tickets"]
        keywords = {**read_folder(folder), **keywords}
    if keywords.pop("connection", None) is not None:
        hint = "export the tables to files, or pass frames"
        raise DataError(message("connection", "databases are not read by this version", hint=hint))
    return Desk(**keywords)


def _folder(source: object) -> Path | None:
    if not isinstance(source, str | Path):
        return None
    path = Path(source)
    if path.name == DESCRIPTION:
        return path.parent
    return path if path.is_dir() else None
