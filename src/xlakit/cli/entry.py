"""Where ``xlakit`` starts: with a sentence instead of a traceback when the extra is missing."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TextIO

from xlakit.errors import MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Sequence

USAGE = 2


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; `arguments` are those of the process unless given."""
    for stream in (sys.stdout, sys.stderr):
        _speak_utf8(stream)
    try:
        import rich  # noqa: F401 - only whether it is there
        import typer  # noqa: F401 - only whether it is there
    except ImportError:
        sys.stderr.write(f"{MissingExtraError.build('the command xlakit', 'cli')}\n")
        raise SystemExit(USAGE) from None
    from xlakit.cli.app import build

    build()(args=arguments, prog_name="xlakit")


def _speak_utf8(stream: TextIO) -> None:
    """Keep a title in another script from ending the run on a console or pipe of another encoding."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")
