"""``xlakit cube``: the sums behind an agreement's figures, kept in a file."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import Annotated

import typer

from xlakit.cli import options as opt
from xlakit.cli.failing import no_traceback
from xlakit.cli.output import working, writable

EXAMPLES = """\b
Examples:
  xlakit cube agreement.yaml desk/ --out march.parquet
  xlakit cube agreement.yaml north/ --as-of 2026-04-01 --out all.parquet --add south.parquet"""


def cube(  # noqa: PLR0913 - every parameter is an option of the command
    agreement: opt.AgreementFile,
    desk: opt.DeskFolder = None,
    *,
    out: Annotated[Path, typer.Option(dir_okay=False, help="The .parquet file to write.")],
    add: Annotated[
        list[Path] | None,
        typer.Option(
            exists=True, dir_okay=False, help="A stored cube of other tickets to add to it. Repeatable."
        ),
    ] = None,
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
) -> None:
    """Write the sums that judging an agreement needs.

    Whole numbers by metric, window and segment: they add up over desks bit for bit, so stored ones need not be counted
    again. The file withholds nothing and is confidential. Cubes add when they are as of the same instant.
    """
    if out.suffix.lower() != ".parquet":
        msg = f"{out.name} is not .parquet"
        raise typer.BadParameter(msg, param_hint="--out")
    with no_traceback():
        from xlakit.evaluate import cube as made
        from xlakit.metrics import read_cube
        from xlakit.review import load_agreement

        terms = load_agreement(agreement)
        with working("counting"):
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
            found = made(terms, records, as_of=opt.instant(as_of, terms))
            for path in add or ():
                found += read_cube(path)
        with writable(out):
            found.write(out)
        typer.echo(f"{len(found.cells)} cells as of {found.as_of:%Y-%m-%d %H:%M} UTC, written to {out}")
