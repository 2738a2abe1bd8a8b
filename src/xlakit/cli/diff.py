"""``xlakit diff``: what is different between two agreements."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import TYPE_CHECKING, Annotated

import typer

from xlakit.cli.failing import no_traceback
from xlakit.cli.output import write

if TYPE_CHECKING:
    from xlakit.model.agreement_diff import AgreementDiff

EXAMPLES = """\b
Examples:
  xlakit diff signed.yaml proposal.yaml
  xlakit diff signed.yaml proposal.yaml --format markdown --out changes.md
  xlakit diff signed.yaml                       what each of its amendments changes"""


class Form(StrEnum):
    """How differences are written."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"


def diff(
    old: Annotated[
        Path, typer.Argument(metavar="OLD", exists=True, dir_okay=False, help="The agreement as it was.")
    ],
    new: Annotated[
        Path | None,
        typer.Argument(
            metavar="NEW",
            exists=True,
            dir_okay=False,
            help="The agreement as it is to be. Without it: the amendments of OLD, version to version.",
        ),
    ] = None,
    *,
    form: Annotated[Form, typer.Option("--format", help="How the differences are written.")] = Form.TEXT,
    out: Annotated[
        Path | None, typer.Option(dir_okay=False, help="Write them to this file, not to the screen.")
    ] = None,
) -> None:
    """Say what is different between two agreements.

    Says which terms changed, what that does to weights and incentives, and whether it is a major change (of what
    was promised), a minor one (something is promised or reported besides) or one of words only.
    """
    with no_traceback():
        from xlakit.review import load_agreement
        from xlakit.review.diff import amendment_diffs
        from xlakit.review.diff import diff as diff_of

        first = load_agreement(old)
        if new is not None:
            write(_written(diff_of(first, load_agreement(new)), form), out)
            return
        found = amendment_diffs(first)
        if form is Form.JSON:
            write(f"[{', '.join(item.model_dump_json() for item in found)}]", out)
            return
        write("\n".join(_written(item, form) for item in found) or f"{old.name} has no amendments.", out)


def _written(found: AgreementDiff, form: Form) -> str:
    if form is Form.JSON:
        return found.model_dump_json(indent=2)
    return found.to_markdown() if form is Form.MARKDOWN else str(found)
