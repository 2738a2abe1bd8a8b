"""``xlakit rules``: what is looked for behind the figures."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads the annotation
from typing import Annotated

import typer

from xlakit.cli.failing import no_traceback
from xlakit.cli.output import table, write

EXAMPLES = """\b
Examples:
  xlakit rules
  xlakit rules XLA101
  xlakit rules OWN001 --agreement desk.yaml"""


def rules(
    code: Annotated[
        str | None, typer.Argument(metavar="CODE", help="A rule to explain, such as XLA101.")
    ] = None,
    agreement: Annotated[
        Path | None, typer.Option(metavar="FILE", help="An agreement whose own rules stand among them.")
    ] = None,
    installed: Annotated[  # noqa: FBT002 - a flag of the command line
        bool, typer.Option("--installed", help="With the rules that installed packages add.")
    ] = False,
) -> None:
    """List the rules, or explain one.

    The page of a rule says what it flags, why it matters, how it is computed, when it may be wrong, what to do.
    """
    with no_traceback():
        from xlakit.review import LINTS, load_agreement
        from xlakit.review.explain import explain
        from xlakit.rules import catalogue
        from xlakit.rules import installed as with_installed
        from xlakit.rules.engine import of_code

        held = None if agreement is None else load_agreement(agreement)
        known = with_installed(agreement=held) if installed else catalogue(held)
        if code is None:
            rows = [(rule.code, rule.severity, rule.title) for rule in known]
            rows += [(lint.code, lint.severity, lint.title) for lint in LINTS]
            write(table([("code", "at its loudest", "what it is about"), *rows]), None)
            return
        wanted = code.upper()
        own = {rule.code for rule in known} - {rule.code for rule in catalogue()}
        write(explain(of_code(wanted, known) if wanted in own else wanted), None)
