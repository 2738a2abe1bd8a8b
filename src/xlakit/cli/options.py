"""Arguments and options that several commands share, each described once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from datetime import datetime

    from xlakit.model import Agreement
    from xlakit.model.results import Results
    from xlakit.tables import Desk

AgreementFile = Annotated[
    Path,
    typer.Argument(
        metavar="AGREEMENT", exists=True, dir_okay=False, help="The agreement, a YAML or JSON file."
    ),
]
DeskFolder = Annotated[
    Path | None,
    typer.Argument(
        metavar="DESK",
        exists=True,
        help="A folder with tickets.csv, events.csv, surveys.csv, … (or .parquet, .jsonl), or its desk.toml.",
    ),
]
Tickets = Annotated[Path | None, typer.Option(exists=True, help="The tickets, instead of DESK.")]
Events = Annotated[
    Path | None, typer.Option(exists=True, help="What happened to them: replies, status changes.")
]
Surveys = Annotated[Path | None, typer.Option(exists=True, help="What users answered.")]
Log = Annotated[
    Path | None,
    typer.Option(exists=True, help="One audit file that holds tickets and events, instead of both."),
]
Mapping = Annotated[
    str | None, typer.Option(help="A preset that knows the columns of a product, such as servicenow.")
]
Columns = Annotated[
    list[str] | None,
    typer.Option(metavar="THEIRS=OURS", help="A column under another name: Created=opened_at. Repeatable."),
]
Missing = Annotated[
    list[str] | None, typer.Option(metavar="CODE", help="A word that means nothing is known. Repeatable.")
]
Timezone = Annotated[
    str | None, typer.Option(help="The zone of times that state none, such as Europe/Berlin.")
]
DatetimeFormat = Annotated[
    list[str] | None,
    typer.Option(metavar="PATTERN", help="How times are written, such as '%d/%m/%Y %H:%M'. Repeatable."),
]
AsOf = Annotated[
    str | None,
    typer.Option(
        metavar="INSTANT",
        help="Judge from this instant, such as 2026-04-01 or 2026-04-01T06:00; in the agreement's zone "
        "unless it states one. Without it: from the last instant in the data.",
    ),
]


def desk_from(desk: Path | None, **options: Any) -> Desk:  # noqa: ANN401 - the options of load_desk, by name
    """Return the desk that the options name."""
    from xlakit.tables import load_desk

    given = {name: value for name, value in options.items() if value}
    sources = [name for name in ("tickets", "log") if name in given]
    if desk is None and not sources:
        msg = "where are the records? Give a folder, or --tickets, or --log"
        raise typer.BadParameter(msg, param_hint="DESK")
    if desk is not None and sources:
        msg = f"give either DESK or --{sources[0]}: the tickets come from one place"
        raise typer.BadParameter(msg, param_hint="DESK")
    if desk is not None:
        given["tickets"] = desk
    return load_desk(**given)


def results_alone(desk: Path | None, options: dict[str, Any]) -> None:
    """Refuse whatever speaks of a desk beside ``--results``."""
    given = ["DESK"] if desk is not None else []
    given += [f"--{name.replace('_', '-')}" for name, value in options.items() if value]
    if given:
        msg = f"give either --results or {given[0]}: results are judged without a desk"
        raise typer.BadParameter(msg, param_hint="--results")


def results_from(path: Path, columns: dict[str, str]) -> Results:
    """Return the results of a file."""
    from xlakit.tables import load_results

    return load_results(path, columns=columns)


def pairs(columns: list[str] | None) -> dict[str, str]:
    """Return ``THEIRS=OURS`` options as a mapping."""
    found = {}
    for text in columns or []:
        theirs, equals, ours = text.rpartition("=")
        if not (theirs and equals and ours):
            msg = f"{text!r} is not of the form THEIRS=OURS, such as Created=opened_at"
            raise typer.BadParameter(msg, param_hint="--columns")
        found[theirs] = ours
    return found


def instant(text: str | None, agreement: Agreement | None) -> datetime | None:
    """Return the instant of ``--as-of``; one without a zone is read in the agreement's, else in UTC."""
    if text is None:
        return None
    from datetime import datetime
    from zoneinfo import ZoneInfo

    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        msg = f"{text!r} is no instant; write 2026-04-01 or 2026-04-01T06:00+02:00"
        raise typer.BadParameter(msg, param_hint="--as-of") from None
    zone = agreement.term.timezone if agreement is not None else "UTC"
    return at if at.tzinfo is not None else at.replace(tzinfo=ZoneInfo(zone))
