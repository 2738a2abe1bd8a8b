"""Exit codes: how a run ends, and the sentences that go with it."""

from __future__ import annotations

from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING

import typer

from xlakit.errors import DataError, XlakitError
from xlakit.report import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xlakit.model import Scorecard

MISSED = 1
AGREEMENT = 2
DATA = 3


class FailOn(StrEnum):
    """What ends the run with exit code 1."""

    EXPECTED = "expected"
    MINIMUM = "minimum"
    WATERMELON = "watermelon"
    UNMEASURED = "unmeasured"


@contextmanager
def no_traceback() -> Iterator[None]:
    """Turn what xlakit raises on purpose into its sentence on stderr and its exit code."""
    try:
        yield
    except XlakitError as error:
        for sentence in str(error).splitlines():
            typer.echo(plain(sentence), err=True)
        raise typer.Exit(DATA if isinstance(error, DataError) else AGREEMENT) from None


def end(card: Scorecard, fail_on: Iterable[FailOn]) -> None:
    """End the run with exit code 1 where `card` holds what `fail_on` names, and say what it was.

    Only the contract itself counts: what segments did is reported, never judged.
    """
    reasons = [f"{what} (--fail-on {on})" for on in fail_on if (what := _found(card, on))]
    for reason in reasons:
        typer.echo(plain(f"xlakit: {reason}"), err=True)
    if reasons:
        raise typer.Exit(MISSED)


def _found(card: Scorecard, on: FailOn) -> str:
    if on is FailOn.WATERMELON:
        return _counted(sum(finding.code == "XLA101" for finding in card.findings), "watermelon", "raised")
    outcomes = [item.outcome for item in card.judgements]
    if on is FailOn.EXPECTED:
        return _counted(sum(outcome.kept is False for outcome in outcomes), "result", "below expected")
    name, words = (
        ("BELOW_MINIMUM", "below minimum") if on is FailOn.MINIMUM else ("NOT_MEASURED", "not measured")
    )
    return _counted(sum(outcome == name for outcome in outcomes), "result", words)


def _counted(count: int, noun: str, words: str) -> str:
    return f"{count} {noun if count == 1 else noun + 's'} {words}" if count else ""
