"""``xlakit template``: an agreement to begin with."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads the annotation
from typing import Annotated

import typer

from xlakit.cli.failing import no_traceback
from xlakit.cli.output import table, write

EXAMPLES = """\b
Examples:
  xlakit template
  xlakit template balanced
  xlakit template uk_msc_points --out agreement.yaml"""


def template(
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="The template to print, such as balanced.")
    ] = None,
    *,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", dir_okay=False, help="Write it to this file instead.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Write it even where the file exists.")] = False,
) -> None:
    """List the templates of agreements, or print one.

    Each is a complete agreement with a word on every clause: what it means for the customer, and for the provider.
    """
    with no_traceback():
        from xlakit.review import template as text_of
        from xlakit.review import templates

        if name is None:
            if out is not None:
                msg = "which one? `xlakit template` lists them"
                raise typer.BadParameter(msg, param_hint="NAME")
            write(table([("template", "what it is"), *templates().items()]), None)
            return
        text = text_of(name)
        if out is not None and out.exists() and not force:
            msg = f"{out} exists; name another file, or add --force to write over it"
            raise typer.BadParameter(msg, param_hint="--out")
        write(text, out)
