"""``xlakit check``: whether an agreement is sound, what is amiss with it, and what chance does to it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from xlakit.cli import options as opt
from xlakit.cli.failing import no_traceback
from xlakit.cli.output import working, write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from xlakit.review import Review

EXAMPLES = """\b
Examples:
  xlakit check agreement.yaml
  xlakit check agreement.yaml desk/
  xlakit check agreement.yaml --volume 400 --cost-per-point 1500.00
  xlakit check agreement.yaml --format json"""


class Form(StrEnum):
    """How the review is written."""

    TABLE = "table"
    JSON = "json"


def check(
    agreement: opt.AgreementFile,
    desk: opt.DeskFolder = None,
    *,
    volume: Annotated[
        int | None, typer.Option(min=1, help="Records a window, where there is no desk to count them.")
    ] = None,
    cost_per_point: Annotated[
        str | None,
        typer.Option(
            metavar="AMOUNT",
            help="What one more point of a figure costs the provider for a window, such as 1500.00.",
        ),
    ] = None,
    as_of: opt.AsOf = None,
    timezone: opt.Timezone = None,
    form: Annotated[Form, typer.Option("--format", help="How the review is written.")] = Form.TABLE,
) -> None:
    """Say whether an agreement is sound, and what it will lead to.

    Says what it promises, what kind of agreement that makes it, what is amiss with it (XLA501 and on), and what
    chance does to each promise: how often a provider on the level misses it, how often a worse one escapes. With
    DESK the promises are judged on its records. A wrong agreement ends with exit code 2 and every mistake in it, each
    with its line and a hint.
    """
    with no_traceback():
        from xlakit.review import check as review_of
        from xlakit.review import load_agreement

        terms = load_agreement(agreement)
        known = {"volume": volume, "cost_per_point": cost_per_point}
        stated: dict[str, Any] = {name: value for name, value in known.items() if value is not None}
        if desk is not None:
            at = opt.instant(as_of, terms)
            with working("reading and judging"):
                review = review_of(terms, opt.desk_from(desk, timezone=timezone), as_of=at, **stated)
        else:
            review = review_of(terms, **stated)
        if form is Form.JSON:
            write(review.model_dump_json(indent=2), None)
        else:
            write("\n".join(_lines(review, agreement)), None)


def _lines(review: Review, file: Path) -> Iterator[str]:
    from xlakit.report import plain
    from xlakit.review.chance import in_words
    from xlakit.review.steps import in_words as steps_in_words

    yield plain(f"{review.title or review.agreement}: no mistakes found; {_kind(review)}.")
    yield f"fingerprint {review.fingerprint}"
    yield from ("", "Promises")
    yield from (f"  {plain(text)}" for text in review.objectives)
    if review.chances:
        yield from ("", "What chance does to them")
        yield from (f"  {plain(text)}" for text in in_words(review.chances))
    if review.step_credits:
        yield from ("", "Whom its steps in money move")
        yield from (f"  {plain(text)}" for text in steps_in_words(review.step_credits))
    if pushes := list(_incentives(review)):
        yield from ("", "What it pushes towards", *(f"  {plain(text)}" for text in pushes))
    if review.remarks:
        yield from ("", "Worth changing")
        yield from _remarks(review, file)
    if left := [item for item in review.lints if item.section in {"ignored", "not_applicable"}]:
        yield from ("", "Not looked at")
        yield from (
            f"  {item.code} {item.title}{' (ignored)' if item.section == 'ignored' else ''}: {plain(item.reason)}"
            for item in left
        )
    if review.not_evaluated:
        yield from ("", "Clauses read but not evaluated yet")
        yield from (f"  {plain(text)}" for text in review.not_evaluated)


def _remarks(review: Review, file: Path) -> Iterator[str]:
    from xlakit.agreement import read
    from xlakit.agreement.parse import examine
    from xlakit.report import plain

    tree = examine(read(file)).tree
    for item in review.remarks:
        line = "" if tree is None else f":{tree.line_of(item.place)}"
        yield plain(f"  {item.severity} {item.code} {file.name}{line}: {item.path}: {item.message}")
        yield plain(f"    {item.advice}")


def _incentives(review: Review) -> Iterator[str]:
    from xlakit.model.figures import percent

    found = review.incentives
    if found.speed_only_share is not None:
        yield f"{percent(found.speed_only_share, 0)} of the weight is on speed alone."
    if found.can_cost is not None and found.can_earn is not None:
        yield f"Failing can cost {found.can_cost:.4g} points of score, doing well can earn {found.can_earn:.4g}."
    if found.alignment_index is not None:
        yield (
            f"The weights can bring about {percent(found.alignment_index, 0)} of the value that is stated"
            f" ({found.alignment_note})."
        )


def _kind(review: Review) -> str:
    weights = f"{review.user_reported_weight:f} of {review.weight:f} weight is reported by users"
    name = "an XLA" if review.classification == "XLA" else review.classification
    return f"{name}: {weights}"
