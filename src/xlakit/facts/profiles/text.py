"""A comparison of profiles as plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlakit.facts.profiles.why import BETWEEN
from xlakit.model import Duration
from xlakit.model.explanation_text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import timedelta

    from xlakit.facts.profiles.comparison import Comparison

SHOWN = 20
HEAD = ("clock", "profile", "met of decided", "attainment", "undecided", "cancelled")


def comparison_text(found: Comparison) -> str:
    """Return `found` as text: the counts, the differing tickets (the first of many), what is unspecified."""
    return "\n".join(printable(line).rstrip() for line in _lines(found))


def _lines(found: Comparison) -> Iterator[str]:
    yield f"Clocks under {len(found.profiles)} profiles, as of {found.as_of:%Y-%m-%d %H:%M} UTC"
    yield from _table([HEAD, *_counts(found)])
    yield ""
    differing, every = found.differing.height, found.frame.height
    if not differing:
        yield f"No verdict differs ({every:,} compared)."
    else:
        yield f"{differing:,} of {every:,} verdicts differ:"
    for row in found.differing.head(SHOWN).iter_rows(named=True):
        sides = ", ".join(
            f"{item.title} {_verdict(row[item.name], row[item.name + '_elapsed'])}" for item in found.profiles
        )
        yield f"  {row['ticket_id']} {row['clock']}: {sides}"
        yield from (f"    {reason}" for reason in row["why"].split(BETWEEN))
    if differing > SHOWN:
        yield f"  … and {differing - SHOWN:,} more, in .differing"
    silent = [item for item in found.profiles if item.unspecified]
    if silent:
        yield ""
        yield "Unspecified in the product's documents, so left as agreed"
    yield from (f"  {item.title}: {', '.join(item.unspecified)}" for item in silent)


def _counts(found: Comparison) -> Iterator[tuple[str, ...]]:
    titles = {item.name: item.title for item in found.profiles}
    for row in found.summary.iter_rows(named=True):
        share = "-" if row["attainment"] is None else f"{row['attainment']:.1%}"
        yield (
            row["clock"],
            titles[row["profile"]],
            f"{row['met']:,} of {row['decided']:,}",
            share,
            f"{row['undecided']:,}",
            f"{row['cancelled']:,}",
        )


def _table(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    widths = [max(len(row[place]) for row in rows) for place in range(len(HEAD))]
    for row in rows:
        yield "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))


def _verdict(verdict: str | None, elapsed: timedelta | None) -> str:
    if verdict is None or elapsed is None:
        return verdict or "never ran"
    microseconds = (elapsed.days * 86_400 + elapsed.seconds) * 1_000_000 + elapsed.microseconds
    return f"{verdict} ({Duration(microseconds=microseconds)})"
