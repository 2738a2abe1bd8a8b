"""The command line, put together from one file a command."""

from __future__ import annotations

from typing import Annotated

import typer

from xlakit.cli import check, compare, cube, demo, diff, evaluate, facts, metrics, rules, template

HELP = """Judge a service desk on what it did and on what its users got.

An agreement states what was promised; a desk is the tickets, events and surveys. xlakit says for every month
which promises were kept, whether green service levels hide unhappy users (a watermelon), and why.

\b
Start here:
  xlakit demo                                   write an example desk and judge it
  xlakit template                               agreements to begin with
  xlakit check agreement.yaml                   is the agreement sound, and what of it is evaluated?
  xlakit evaluate agreement.yaml desk/          judge a desk

\b
Exit codes: 0 done, 1 an objective was missed (only with --fail-on),
2 the agreement or the command is wrong, 3 the data are wrong."""


def build() -> typer.Typer:
    """Return the application with all its commands."""
    app = typer.Typer(
        name="xlakit",
        help=HELP,
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )
    app.callback()(_everywhere)
    app.command(epilog=demo.EXAMPLES)(demo.demo)
    app.command(epilog=check.EXAMPLES)(check.check)
    app.command(epilog=evaluate.EXAMPLES)(evaluate.evaluate)
    app.command(epilog=compare.EXAMPLES)(compare.compare)
    app.command(epilog=diff.EXAMPLES)(diff.diff)
    app.command(epilog=facts.EXAMPLES)(facts.facts)
    app.command(epilog=cube.EXAMPLES)(cube.cube)
    app.command(epilog=metrics.EXAMPLES)(metrics.metrics)
    app.command(epilog=rules.EXAMPLES)(rules.rules)
    app.command(epilog=template.EXAMPLES)(template.template)
    return app


def _version(wanted: bool) -> None:  # noqa: FBT001 - typer passes the flag by position
    if wanted:
        from xlakit import __version__

        typer.echo(f"xlakit {__version__}")
        raise typer.Exit


def _everywhere(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    pass
