"""Where results go: a terminal, a pipe or a file."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from xlakit.model import Scorecard, Statement


class Format(StrEnum):
    """How a result is written."""

    TABLE = "table"
    JSON = "json"
    MARKDOWN = "markdown"


def show(card: Scorecard, form: Format, out: Path | None) -> None:
    """Write `card`: to the file `out`, in colour to a terminal, plainly anywhere else."""
    from xlakit.report import parts, summarize, to_json, to_markdown, to_text

    if out is None and form is Format.TABLE and sys.stdout.isatty():
        from rich.console import Console

        console = Console()
        for part in parts(summarize(card)):
            console.print(part)
        return
    render = {Format.TABLE: to_text, Format.JSON: to_json, Format.MARKDOWN: to_markdown}[form]
    write(render(card), out)


def write_statement(statement: Statement, out: Path) -> None:
    """Write a statement to `out`: lines as CSV or all of it as JSON where the name ends so, otherwise as sentences."""
    kind = out.suffix.lower()
    if kind == ".csv":
        text = statement.to_csv()
    else:
        text = statement.model_dump_json(indent=2) if kind == ".json" else str(statement)
    write(text, out, "--statement")


def read_statement(path: Path) -> Statement:
    """Return the statement in a file that `write_statement` wrote as JSON.

    Raises
    ------
    DataError
        It is none.
    """
    from pydantic import ValidationError

    from xlakit.errors import DataError, message
    from xlakit.model import Statement

    try:
        return Statement.model_validate_json(path.read_bytes())
    except ValidationError:
        hint = "write one with xlakit evaluate … --statement FILE.json"
        raise DataError(message(path.name, "is not a statement", hint=hint)) from None


def write(text: str, out: Path | None, hint: str = "--out") -> None:
    """Write `text` and one line break, to the file `out` or to stdout."""
    if out is None:
        typer.echo(text.rstrip("\n"))
        return
    with writable(out, hint):
        out.write_text(text.rstrip("\n") + "\n", encoding="utf-8", newline="\n")


@contextmanager
def writable(out: Path, hint: str = "--out") -> Iterator[None]:
    """Say which file could not be written instead of showing where in the code that happened."""
    try:
        yield
    except OSError as error:
        msg = f"{out} cannot be written: {error.strerror or error}"
        raise typer.BadParameter(msg, param_hint=hint) from None


def table(rows: list[tuple[str, ...]]) -> str:
    """Return rows as aligned columns."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)


@contextmanager
def working(what: str) -> Iterator[None]:
    """Say on a terminal that something takes a while; say nothing in a pipe."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(what):
        yield
