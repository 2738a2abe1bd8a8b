"""``xlakit facts``: the documented tables between the records and the figures."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import Annotated

import typer

from xlakit.cli import options as opt
from xlakit.cli.failing import no_traceback
from xlakit.cli.output import working, writable

EXAMPLES = """\b
Examples:
  xlakit facts desk/ --out tickets.parquet
  xlakit facts desk/ --agreement agreement.yaml --table cycles --out cycles.csv"""


class Table(StrEnum):
    """The tables of facts."""

    TICKETS = "tickets"
    ANSWERS = "answers"
    CYCLES = "cycles"
    SESSIONS = "sessions"
    ARTICLES = "articles"
    NOTICES = "notices"
    TOUCHPOINTS = "touchpoints"
    STAFF = "staff"
    SILENCES = "silences"
    MEASUREMENTS = "measurements"


def facts(  # noqa: PLR0913 - every parameter is an option of the command
    desk: opt.DeskFolder = None,
    *,
    agreement: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="Whose clocks and scope hold. Without it: no clocks."),
    ] = None,
    table: Annotated[
        Table, typer.Option(help="Which table; cycles are ticket by clock by cycle.")
    ] = Table.TICKETS,
    tickets: opt.Tickets = None,
    events: opt.Events = None,
    surveys: opt.Surveys = None,
    log: opt.Log = None,
    mapping: opt.Mapping = None,
    columns: opt.Columns = None,
    missing: opt.Missing = None,
    timezone: opt.Timezone = None,
    datetime_format: opt.DatetimeFormat = None,
    as_of: opt.AsOf = None,
    out: Annotated[
        Path | None,
        typer.Option(dir_okay=False, help="A .csv or .parquet file. Without it: CSV on the screen."),
    ] = None,
) -> None:
    """Write one table of facts.

    Facts are what each ticket, answer or clock cycle says, before anything is counted. In CSV times are in UTC,
    lengths of time are seconds, and text that a spreadsheet would take for a formula begins with a quote.
    """
    if out is not None and out.suffix.lower() not in {".csv", ".parquet"}:
        msg = f"{out.name} is neither .csv nor .parquet"
        raise typer.BadParameter(msg, param_hint="--out")
    with no_traceback():
        from xlakit.facts import facts_table
        from xlakit.report import write_csv, write_frame
        from xlakit.review import load_agreement

        terms = None if agreement is None else load_agreement(agreement)
        with working("reading"):
            records = opt.desk_from(
                desk,
                tickets=tickets,
                events=events,
                surveys=surveys,
                log=log,
                mapping=mapping,
                columns=opt.pairs(columns),
                missing=missing,
                timezone=timezone,
                datetime_format=datetime_format,
            )
            frame = facts_table(records, terms, table=table.value, as_of=opt.instant(as_of, terms))
        if out is None:
            write_csv(frame.columns, frame.iter_rows(), sys.stdout)
            return
        with writable(out):
            write_frame(frame, out)
