"""Which choice of a profile turns a verdict: each is tried alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from xlakit.facts.profiles.variants import Variants, verdicts
from xlakit.model.profiles import AS_AGREED

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from xlakit.model import Agreement
    from xlakit.model.profiles import Choice, Profile
    from xlakit.tables import Desk

BETWEEN = " | "
Trials = dict[tuple[str, str], list[tuple["Choice", str]]]
"""Clock and profile → the choices that change it, and what the clock with that choice alone is called."""


def with_reasons(
    desk: Desk, agreement: Agreement, rows: pl.DataFrame, profiles: Sequence[Profile], as_of: datetime
) -> pl.DataFrame:
    """Return the differing rows with ``why``."""
    variants = Variants.of(agreement)
    trials = _trials(agreement, rows, profiles, variants)
    alone: dict[tuple[str, str], str] = {}
    if trials:
        names = {name for tried in trials.values() for _, name in tried}
        cycles = variants.run(desk, as_of, sorted(names)).cycles
        wanted = rows.select("ticket_id").unique()
        found = verdicts(cycles.join(wanted, on="ticket_id", how="semi"))
        alone = {(ticket, clock): verdict for ticket, clock, verdict, _ in found.iter_rows()}
    reasons = [
        BETWEEN.join(
            f"{item.title}: {_reason(row, item, trials[row['clock'], item.name], alone)}"
            for item in profiles
            if row[item.name] != row["as_agreed"]
        )
        for row in rows.iter_rows(named=True)
    ]
    return rows.with_columns(pl.Series("why", reasons, dtype=pl.String))


def _trials(
    agreement: Agreement, rows: pl.DataFrame, profiles: Sequence[Profile], variants: Variants
) -> Trials:
    trials: Trials = {}
    for item in profiles:
        turned = rows.filter(pl.col(item.name).ne_missing(pl.col("as_agreed")))
        concerned = set(turned["clock"].to_list())
        for name in agreement.clocks:
            if name in concerned:
                agreed = variants.terms(name, AS_AGREED)
                parts = [(choice, item.only(choice.question)) for choice in item.made]
                trials[name, item.name] = [
                    (choice, variants.add(name, part))
                    for choice, part in parts
                    if variants.terms(name, part) != agreed
                ]
    return trials


def _reason(
    row: dict[str, str | None],
    item: Profile,
    trials: Sequence[tuple[Choice, str]],
    alone: dict[tuple[str, str], str],
) -> str:
    """Name each choice that alone gives the profile's verdict."""
    ticket = str(row["ticket_id"])
    turning = [
        f"{choice.question} ({choice.answer})"
        for choice, name in trials
        if alone.get((ticket, name)) == row[item.name]
    ]
    if not turning:
        return f"several together: {', '.join(choice.question for choice, _ in trials)}"
    return ", or alone ".join(turning)
