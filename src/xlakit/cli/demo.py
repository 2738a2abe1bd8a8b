"""``xlakit demo``: an example desk with its agreement, written and judged."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from xlakit.cli.failing import no_traceback
from xlakit.cli.output import Format, show, working, writable

AGREEMENT = "agreement.yaml"

EXAMPLES = """\b
Examples:
  xlakit demo
  xlakit demo red-desk --story red --tickets 5000"""


class Story(StrEnum):
    """What the made-up desk is like."""

    HEALTHY = "healthy"
    WATERMELON = "watermelon"
    RED = "red"
    INVERSE = "inverse"


def demo(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", file_okay=False, help="Where the example is written.")
    ] = Path("xlakit-demo"),
    *,
    story: Annotated[Story, typer.Option(help="What the made-up desk is like.")] = Story.WATERMELON,
    tickets: Annotated[int, typer.Option(min=1, help="How many tickets are made up.")] = 2_000,
    seed: Annotated[
        int, typer.Option(min=0, help="Another seed, other tickets; the same seed, the same.")
    ] = 1,
) -> None:
    """Write an example desk, and judge it.

    The folder gets tickets, events, surveys and their agreement. A folder that holds anything else than an
    earlier example is left as it is.
    """
    with no_traceback():
        from xlakit.datasets import example_agreement, synthetic_desk, write_desk
        from xlakit.evaluate import evaluate
        from xlakit.review import load_agreement
        from xlakit.tables import load_desk

        text = example_agreement()
        _refuse_foreign(folder, text)
        with working("making up a desk"):
            data = synthetic_desk(story.value, tickets=tickets, seed=seed)
        with working("writing and judging it"):
            with writable(folder, "DIR"):
                folder.mkdir(parents=True, exist_ok=True)
                (folder / AGREEMENT).write_text(text, encoding="utf-8", newline="\n")
                write_desk(data, folder)
            card = evaluate(load_agreement(folder / AGREEMENT), load_desk(folder))
        show(card, Format.TABLE, None)
        typer.echo(
            f"\nWritten to {folder}. To judge it again:\n  xlakit evaluate {folder / AGREEMENT} {folder}"
        )


def _refuse_foreign(folder: Path, text: str) -> None:
    """Leave a folder alone unless it is empty or holds the example that is about to be written anew."""
    if not folder.is_dir() or not any(folder.iterdir()):
        return
    earlier = folder / AGREEMENT
    if not earlier.is_file() or earlier.read_text(encoding="utf-8", errors="replace") != text:
        msg = f"{folder} is not empty and holds no earlier example; name another folder"
        raise typer.BadParameter(msg, param_hint="DIR")
