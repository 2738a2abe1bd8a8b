"""``xlakit compare``: what is different from one scorecard to the next."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import TYPE_CHECKING, Annotated

import typer

from xlakit.cli.diff import Form
from xlakit.cli.failing import no_traceback
from xlakit.cli.output import write

if TYPE_CHECKING:
    from xlakit.model import Scorecard

EXAMPLES = """\b
Examples:
  xlakit evaluate agreement.yaml desk/ --period 2026-02 --format json --out february.json
  xlakit evaluate agreement.yaml desk/ --period 2026-03 --format json --out march.json
  xlakit compare february.json march.json"""


def compare(
    old: Annotated[
        Path,
        typer.Argument(
            metavar="CARD_OLD",
            exists=True,
            dir_okay=False,
            help="The earlier result, written by xlakit evaluate --format json.",
        ),
    ],
    new: Annotated[
        Path, typer.Argument(metavar="CARD_NEW", exists=True, dir_okay=False, help="The later result.")
    ],
    *,
    form: Annotated[Form, typer.Option("--format", help="How the comparison is written.")] = Form.TEXT,
    out: Annotated[
        Path | None, typer.Option(dir_okay=False, help="Write it to this file, not to the screen.")
    ] = None,
) -> None:
    """Say what is different from one result to the next.

    Says which findings are new, which continue and for how long, which are cleared; and of every objective what
    changed, split into what the mix of segments did and what happened within them.
    """
    with no_traceback():
        previous, current = _card(old), _card(new)
        found = current.compare(previous)
        if form is Form.JSON:
            write(found.model_dump_json(indent=2), out)
        else:
            write(found.to_markdown() if form is Form.MARKDOWN else str(found), out)


def _card(path: Path) -> Scorecard:
    """Return the scorecard in a file."""
    from pydantic import ValidationError

    from xlakit.errors import DataError, message
    from xlakit.model import Scorecard

    try:
        return Scorecard.model_validate_json(path.read_bytes())
    except ValidationError:
        hint = "write one with xlakit evaluate … --format json"
        raise DataError(message(path.name, "is not a scorecard", hint=hint)) from None
