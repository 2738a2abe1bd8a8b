"""``xlakit evaluate``: the main job."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import TYPE_CHECKING, Annotated

import typer

from xlakit.cli import options as opt
from xlakit.cli.failing import FailOn, end, no_traceback
from xlakit.cli.output import Format, read_statement, show, working, write_statement

if TYPE_CHECKING:
    from xlakit.model import Period
    from xlakit.model.results import Results
    from xlakit.tables import Desk

EXAMPLES = """\b
Examples:
  xlakit evaluate agreement.yaml desk/
  xlakit evaluate agreement.yaml desk/ --period 2026-03 --format markdown --out march.md
  xlakit evaluate agreement.yaml --tickets t.csv --surveys s.csv --columns Created=opened_at \\
      --timezone Europe/Berlin --datetime-format '%d/%m/%Y %H:%M'
  xlakit evaluate agreement.yaml desk/ --period 2026-03 --statement credits-2026-03.csv
  xlakit evaluate agreement.yaml desk/ --previous sealed.json --statement new.json --seal
  xlakit evaluate agreement.yaml --results history.xlsx
  xlakit evaluate agreement.yaml desk/ --fail-on minimum --fail-on watermelon"""


def evaluate(  # noqa: PLR0913 - every parameter is an option of the command
    agreement: opt.AgreementFile,
    desk: opt.DeskFolder = None,
    *,
    tickets: opt.Tickets = None,
    events: opt.Events = None,
    surveys: opt.Surveys = None,
    log: opt.Log = None,
    results: Annotated[
        Path | None,
        typer.Option(
            exists=True,
            dir_okay=False,
            help="Counts or figures by objective and window, instead of a desk (.xlsx, .csv, .parquet).",
        ),
    ] = None,
    mapping: opt.Mapping = None,
    columns: opt.Columns = None,
    missing: opt.Missing = None,
    timezone: opt.Timezone = None,
    datetime_format: opt.DatetimeFormat = None,
    period: Annotated[
        str | None,
        typer.Option(
            help="Only windows that touch this: 2026, 2026-Q1, 2026-03, 2026-W09, 2026-01-15/2026-02-14."
        ),
    ] = None,
    as_of: opt.AsOf = None,
    by: Annotated[
        list[str] | None,
        typer.Option(
            metavar="COLUMN", help="Report by this column instead of the agreement's segments. Repeatable."
        ),
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="How the result is written.")] = Format.TABLE,
    out: Annotated[
        Path | None, typer.Option(dir_okay=False, help="Write the result to this file, not to the screen.")
    ] = None,
    statement: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            dir_okay=False,
            help="Write the service credit statement to this file too: its lines (.csv), all of it (.json), "
            "or its sentences (any other name).",
        ),
    ] = None,
    previous: Annotated[
        Path | None,
        typer.Option(
            exists=True,
            dir_okay=False,
            help="The statement as it stood (.json): what is sealed in it stays, and what is different now becomes a "
            "signed line in the first open window.",
        ),
    ] = None,
    seal: Annotated[
        bool, typer.Option("--seal", help="Seal every window that is final in the statement that is written.")
    ] = False,
    fail_on: Annotated[
        list[FailOn] | None,
        typer.Option(
            metavar="|".join(FailOn),
            help="End with exit code 1 when a result is below expected, or below minimum, or a watermelon is "
            "raised, or something was not measured. Repeatable.",
        ),
    ] = None,
) -> None:
    """Judge a desk against an agreement.

    Says in one sentence what became of the agreement, then objective by objective and window by window what was
    measured, what was promised, and what the rules found behind it.
    """
    with no_traceback():
        from xlakit.evaluate import evaluate as judge
        from xlakit.review import load_agreement
        from xlakit.settlement import seal as sealed

        asked = _period(period)
        terms = load_agreement(agreement)
        if statement is not None and terms.commercials is None:
            msg = f"{agreement} has no commercials, so there is no statement to write"
            raise typer.BadParameter(msg, param_hint="--statement")
        if seal and statement is None:
            msg = "there is nothing to seal: name the file of the statement with --statement"
            raise typer.BadParameter(msg, param_hint="--seal")
        before = None if previous is None else read_statement(previous)
        at = opt.instant(as_of, terms)
        sources = {"tickets": tickets, "events": events, "surveys": surveys, "log": log}
        reading = {
            "mapping": mapping,
            "missing": missing,
            "timezone": timezone,
            "datetime_format": datetime_format,
        }
        with working("reading and judging"):
            records: Desk | Results
            if results is not None:
                opt.results_alone(desk, sources | reading)
                records = opt.results_from(results, opt.pairs(columns))
            else:
                records = opt.desk_from(desk, **sources, columns=opt.pairs(columns), **reading)
            card = judge(terms, records, period=asked, as_of=at, by=by, previous=before)
        if statement is not None and card.statement is not None:
            write_statement(sealed(card.statement) if seal else card.statement, statement)
        show(card, form, out)
        end(card, fail_on or [])


def _period(text: str | None) -> Period | None:
    from xlakit.model import Period

    if text is None:
        return None
    try:
        return Period.parse(text)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--period") from None
