"""``xlakit rules``: what is looked for behind the figures."""

from __future__ import annotations

from typing import Annotated

import typer

from xlakit.cli.failing import no_traceback
from xlakit.cli.output import table, write

EXAMPLES = """\b
Examples:
  xlakit rules
  xlakit rules XLA101"""


def rules(
    code: Annotated[
        str | None, typer.Argument(metavar="CODE", help="A rule to explain, such as XLA101.")
    ] = None,
) -> None:
    """List the rules, or explain one.

    The page of a rule says what it flags, why it matters, how it is computed, when it may be wrong, what to do.
    """
    with no_traceback():
        from xlakit.rules import catalogue, explain

        if code is not None:
            write(explain(code.upper()), None)
            return
        rows = [(rule.code, rule.severity, rule.title) for rule in catalogue()]
        write(table([("code", "at its loudest", "what it is about"), *rows]), None)
