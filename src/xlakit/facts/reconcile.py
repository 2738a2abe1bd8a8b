"""Our verdict beside that of the source system: how often they agree, where they differ, and likely why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from xlakit.errors import DataError, message, near_miss
from xlakit.facts.clocks import chosen_clocks
from xlakit.facts.explain.other_terms import WHY_MET, WHY_MISSED, turned, verdicts
from xlakit.facts.explain.prepared import prepare
from xlakit.model.explanation_text import printable
from xlakit.stats import proportion

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from xlakit.facts.explain.prepared import Prepared
    from xlakit.model import Agreement, Estimate
    from xlakit.tables import Desk

FLAG = "made_sla"
MET_WORDS, MISSED_WORDS = ("true", "yes", "1"), ("false", "no", "0")
NEAR = 0.1
DIFFERING_SCHEMA: dict[str, pl.DataType] = {
    "ticket_id": pl.String(),
    "ours": pl.Boolean(),
    "theirs": pl.Boolean(),
    "clock": pl.String(),
    "elapsed": pl.Duration("us"),
    "limit": pl.Duration("us"),
    "reason": pl.String(),
}


@dataclass(frozen=True, slots=True, eq=False)
class Reconciliation:
    """Two verdicts on the same tickets.

    Attributes
    ----------
    flag, compared
        The column of the source system, and the clocks that it is compared with.
    as_of
        The instant up to which the records were read. The flag is as the source left it.
    agreement_rate
        The share of tickets with two verdicts on which they agree, with Wilson's interval.
    both_met, both_missed, only_ours, only_theirs
        Tickets that both say were met, both say were missed, only we say were met, only they say were met. They
        add up to the count of `agreement_rate`.
    undecided
        Tickets with a flag on which we have no verdict (yet): a clock runs, was cancelled, or never ran.
    without_flag, unread_flag
        Tickets whose flag is null, or is no yes and no no. No other figure counts them.
    out_of_scope
        Tickets that the agreement does not cover. No other figure counts them.
    differing
        One row a ticket, by ticket_id: those of `only_ours` and `only_theirs`, and those of `undecided` (``ours`` is
        null) that the source says were missed. Columns: ticket_id, ours and theirs (whether met), clock, elapsed
        and limit (of the cycle that decided it: the one that used most of its limit), and reason, the likely one.
    """

    flag: str
    compared: tuple[str, ...]
    as_of: datetime
    agreement_rate: Estimate
    both_met: int
    both_missed: int
    only_ours: int
    only_theirs: int
    undecided: int
    without_flag: int
    unread_flag: int
    out_of_scope: int
    differing: pl.DataFrame

    def reasons(self) -> pl.DataFrame:
        """Return the likely reasons with their number of tickets, the most frequent first: reason, tickets."""
        counted = self.differing.group_by("reason").agg(tickets=pl.len().cast(pl.Int64))
        return counted.sort(["tickets", "reason"], descending=[True, False])

    def __str__(self) -> str:
        return "\n".join(printable(line) for line in _lines(self))


def reconcile(
    desk: Desk,
    agreement: Agreement,
    *,
    clock: str | None = None,
    flag: str | None = None,
    as_of: datetime | None = None,
) -> Reconciliation:
    """Return our verdict on every ticket beside the source system's own flag.

    A ticket is met by us when none of its clocks was breached and at least one held, missed when one was
    breached, and undecided otherwise, or while a clock that was not breached still runs.

    Every reason is likely, not proven: the terms behind the flag are not in the data. The first is taken of

    1. *paused time*: our verdict turns into theirs when pauses count (where only we say met), or when time in pending
       and on-hold does not (where only they do);
    2. *calendar*: it does when every hour counts; with pauses too: *paused time and calendar*;
    3. *reopened*: it does when solved time counts (where only we say met), or when the first solution is final (where
       only they do);
    4. *priority changed*: it does by the limit of the priority at the end, or (where that is ours) at the start;
    5. *near the limit*: the clock used 90 % to 110 % of its limit;
    6. *not explained*: nothing of this turns it, so their targets or hours may be others.

    Parameters
    ----------
    desk, agreement
        The records, and the promise.
    clock
        The one clock to compare with; all clocks of the agreement unless stated.
    flag
        The column of the tickets that says whether the promise was kept: ``true``, ``yes`` or ``1`` for met,
        ``false``, ``no`` or ``0`` for missed, in any case. ServiceNow's ``made_sla`` unless stated.
    as_of
        Aware instant; the last instant in the records unless stated.

    Raises
    ------
    DataError
        The tickets have no such column; or as `build_facts`.
    MeasureError
        There is no such clock.
    CalendarError
        As `build_facts`.

    Examples
    --------
    >>> from xlakit.model import Agreement
    >>> from xlakit.tables import Desk
    >>> agreement = Agreement.model_validate(
    ...     {
    ...         "apiVersion": "xlakit/v1",
    ...         "kind": "Agreement",
    ...         "metadata": {"name": "small"},
    ...         "term": {"start": "2026-01-01", "end": "2026-12-31"},
    ...         "calendars": {"office": {"timezone": "UTC", "hours": {"mon-fri": "08:00-17:00"}}},
    ...         "clocks": {"fix": {"calendar": "office", "stop": "resolved", "within": "4h"}},
    ...         "objectives": [
    ...             {"name": "fix", "metric": {"name": "within", "clock": "fix"}, "expected": {"at_least": "90%"}}
    ...         ],
    ...     }
    ... )
    >>> monday = {"opened_at": "2026-03-02T16:00Z"}
    >>> desk = Desk(
    ...     tickets=[
    ...         {**monday, "ticket_id": "1", "resolved_at": "2026-03-02T17:00Z", "made_sla": "true"},
    ...         {**monday, "ticket_id": "2", "resolved_at": "2026-03-03T09:00Z", "made_sla": "false"},
    ...         {**monday, "ticket_id": "3", "resolved_at": "2026-03-03T10:00Z", "made_sla": None},
    ...     ]
    ... )
    >>> found = reconcile(desk, agreement)
    >>> found.both_met, found.only_ours, found.without_flag
    (1, 1, 1)
    >>> found.differing.select("ticket_id", "ours", "theirs", "reason").rows()
    [('2', True, False, 'calendar: met only in open hours')]
    """
    name = FLAG if flag is None else flag
    own = chosen_clocks(agreement, None if clock is None else [clock])
    columns = desk.tickets.columns
    if name not in columns:
        raise DataError(
            message("flag", "the tickets have no such column", got=name, hint=near_miss(name, columns))
        )
    prepared = prepare(desk, agreement, own, as_of)
    covered = prepared.tickets.filter("in_scope").select("ticket_id", theirs=_met(pl.col(name)), stated=name)
    flagged = covered.filter(pl.col("theirs").is_not_null())
    cycles = prepared.all_cycles(prepared.parts, prepared.only(flagged["ticket_id"]))
    beside = flagged.select("ticket_id", "theirs").join(
        verdicts(cycles), on="ticket_id", how="left", maintain_order="left"
    )
    met, theirs = pl.col("met"), pl.col("theirs")
    counts = beside.select(
        both_met=(met & theirs).sum(),
        both_missed=(~met & ~theirs).sum(),
        only_ours=(met & ~theirs).sum(),
        only_theirs=(~met & theirs).sum(),
        undecided=met.is_null().sum(),
    ).row(0, named=True)
    agreed = counts["both_met"] + counts["both_missed"]
    unflagged = covered["stated"].null_count()
    return Reconciliation(
        flag=name,
        compared=tuple(own),
        as_of=prepared.as_of,
        agreement_rate=proportion(agreed, beside.height - counts["undecided"]),
        **counts,
        without_flag=unflagged,
        unread_flag=covered.height - flagged.height - unflagged,
        out_of_scope=prepared.tickets.height - covered.height,
        differing=_differing(prepared, beside, cycles),
    )


def _met(column: pl.Expr) -> pl.Expr:
    """Return what a flag says, null where it is neither a yes nor a no."""
    word = column.cast(pl.String).str.strip_chars().str.to_lowercase()
    return (
        pl.when(word.is_in(MET_WORDS))
        .then(statement=True)
        .when(word.is_in(MISSED_WORDS))
        .then(statement=False)
    )


def _differing(prepared: Prepared, beside: pl.DataFrame, cycles: pl.DataFrame) -> pl.DataFrame:
    met, theirs = pl.col("met"), pl.col("theirs")
    rows = beside.filter((met != theirs) | (met.is_null() & ~theirs))
    reasons: dict[str, str] = {}
    for ours, variants in ((True, WHY_MET), (False, WHY_MISSED)):
        ids = rows.filter(met == ours)["ticket_id"].to_list()
        reasons |= turned(prepared, ids, variants, verdict=not ours)
    found = rows.join(_foremost(cycles), on="ticket_id", how="left", maintain_order="left")
    known = pl.col("ticket_id").replace_strict(reasons, default=None, return_dtype=pl.String)
    near = pl.col("used").is_between(1 - NEAR, 1 + NEAR)
    reason = (
        pl.when(met.is_null())
        .then("not decided by us: " + pl.col("state").fill_null("no clock ran"))
        .when(known.is_not_null())
        .then(known)
        .when(near)
        .then(pl.lit("near the limit: within 10 % of it"))
        .otherwise(pl.lit("not explained: their targets or hours may be others"))
    )
    return found.with_columns(ours=met, reason=reason).select(
        pl.col(name).cast(kind) for name, kind in DIFFERING_SCHEMA.items()
    )


def _foremost(cycles: pl.DataFrame) -> pl.DataFrame:
    """Return the cycle that stands for its ticket: breached, else live, else met; of these the most used."""
    rank = pl.col("state").replace_strict(
        {"breached": 0, "running": 1, "paused": 1, "met": 2, "cancelled": 3}, return_dtype=pl.Int64
    )
    # While one clock is live the others decide nothing, unless one of them was breached.
    ordered = cycles.with_columns(rank=rank, unused=-pl.col("used")).sort(
        "rank", "unused", "clock", "cycle", nulls_last=True
    )
    return ordered.unique("ticket_id", keep="first", maintain_order=True).drop("met")


def _lines(found: Reconciliation) -> Iterator[str]:
    rate = found.agreement_rate
    yield f"Reconciled with {found.flag!r}: {' and '.join(found.compared)}, as of {found.as_of:%Y-%m-%d %H:%M} UTC"
    if rate.value is None or rate.low is None or rate.high is None:
        yield "No ticket has two verdicts."
    else:
        sure = f"{rate.level:.0%} interval {rate.low:.1%} to {rate.high:.1%}"
        yield f"Agree on {rate.numerator:,} of {rate.count:,} tickets ({rate.value:.1%}, {sure})"
    yield f"  both met {found.both_met:,}, both missed {found.both_missed:,}"
    yield f"  met only by ours {found.only_ours:,}, met only by theirs {found.only_theirs:,}"
    left = {
        "not decided by us": found.undecided,
        "without a flag": found.without_flag,
        "with a flag that says neither": found.unread_flag,
        "out of scope": found.out_of_scope,
    }
    yield from (f"  left out: {number:,} {why}" for why, number in left.items() if number)
    for place, (reason, tickets) in enumerate(found.reasons().iter_rows()):
        if not place:
            yield "Likely reasons"
        yield f"  {tickets:,}  {reason}"
