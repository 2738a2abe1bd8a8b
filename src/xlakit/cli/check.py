"""``xlakit check``: whether an agreement is sound, and what of it is evaluated."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from xlakit.cli import options as opt  # noqa: TC001 - typer reads the annotations
from xlakit.cli.failing import no_traceback
from xlakit.cli.output import write

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlakit.review import Review

EXAMPLES = """\b
Examples:
  xlakit check agreement.yaml
  xlakit check agreement.yaml --format json"""


class Form(StrEnum):
    """How the review is written."""

    TABLE = "table"
    JSON = "json"


def check(
    agreement: opt.AgreementFile,
    *,
    form: Annotated[Form, typer.Option("--format", help="How the review is written.")] = Form.TABLE,
) -> None:
    """Say whether an agreement is sound.

    Says what it promises, what kind of agreement that makes it, and which clauses are not evaluated yet.
    A wrong agreement ends with exit code 2 and every mistake in it, each with its line and a hint.
    """
    with no_traceback():
        from xlakit.review import check as review_of
        from xlakit.review import load_agreement

        review = review_of(load_agreement(agreement))
        text = review.model_dump_json(indent=2) if form is Form.JSON else "\n".join(_lines(review))
        write(text, None)


def _lines(review: Review) -> Iterator[str]:
    from xlakit.report import plain

    yield plain(f"{review.title or review.agreement}: no mistakes found; {_kind(review)}.")
    yield f"fingerprint {review.fingerprint}"
    yield from ("", "Promises")
    yield from (f"  {plain(text)}" for text in review.objectives)
    if review.not_evaluated:
        yield from ("", "Clauses read but not evaluated yet")
        yield from (f"  {plain(text)}" for text in review.not_evaluated)


def _kind(review: Review) -> str:
    weights = f"{review.user_reported_weight:f} of {review.weight:f} weight is reported by users"
    name = "an XLA" if review.classification == "XLA" else review.classification
    return f"{name}: {weights}"
