"""XLA411, closing and reopening: what is closed shortly before the limit comes back.

What it flags
    A resolution clock, for the whole desk or a segment, whose tickets resolved in the last tenth of the limit are
    reopened, or opened anew by the same person, within two days more often than those resolved with time to spare.
Why it matters
    A ticket that is closed to stop the clock is not solved: the user has to come back, and the figure says all is well.
How it is computed
    Tickets first resolved with 90 % to 100 % of the limit used against those resolved earlier, of all finished
    windows: the share reopened within two days, and the share in which the same person opened a new ticket of the same
    category within two days instead (reopen as new). Fisher's exact test, one-sided, for each of the two; score
    interval of the odds ratio. The counterfactual counts the excess as missed. Assumption: what was solved in time is
    as likely to come back when it was solved late as when it was solved early.
False alarms
    Benjamini-Hochberg at 10 % over all clocks, segments and both ways back; at least 20 tickets near the limit and 50
    with time to spare; an excess of at least 0.5 points of attainment. Where the clock ran on after the reopening
    and was missed, the contract has already counted it: then the finding is for information. Innocent causes: matters
    that take long are harder, and harder ones come back more often; users answer a closing with thanks; a chance
    second matter of the same person.
What to do
    Read the tickets named. Confirm with the user before closing, let reopened tickets continue their clock
    (``reopen: continue``), and link new tickets to the one before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from xlakit import stats
from xlakit.model import Evidence, Finding
from xlakit.model.figures import percent
from xlakit.rules.clock_words import FALSE_ALARMS, FLOOR, attainment, objective_of, where
from xlakit.rules.rule import Clear, NotApplicable, Rule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlakit.rules.case import Case
    from xlakit.stats import OddsRatio

CODE = "XLA411"
LEAST_NEAR, LEAST_SPARE = 20, 50
WAYS = (
    ("reopened", "reopens_known", "were reopened within two days"),
    ("anew", "contacts_known", "came back as new tickets within two days"),
)
INNOCENT = (
    "matters that take long are harder and come back more often, users answer a closing with thanks, a second matter of"
    " the same person by chance"
)


class _Looked(NamedTuple):
    """One place and one way back: whether it comes more often, and how many more tickets that makes."""

    row: Mapping[str, Any]
    way: str
    words: str
    odds: OddsRatio | None
    excess: float


def check(case: Case) -> tuple[Finding, ...] | Clear | NotApplicable:
    """Return a finding for each clock, segment and way back beyond doubt."""
    looked = [
        _looked(row, way, words)
        for row in case.signals["early_closures"]
        if row["near"] >= LEAST_NEAR and row["spare"] >= LEAST_SPARE
        for way, known, words in WAYS
        if row[known]
    ]
    if not looked:
        return NotApplicable(
            f"needs {LEAST_NEAR} tickets resolved in the last tenth of a limit and {LEAST_SPARE} before it"
        )
    adjusted = stats.benjamini_hochberg(
        [1.0 if item.odds is None else item.odds.p_greater for item in looked]
    )
    findings = tuple(
        _finding(case, item, item.odds, p)
        for item, p in zip(looked, adjusted, strict=True)
        if item.odds is not None and p <= FALSE_ALARMS and item.excess >= FLOOR * item.row["decided"]
    )
    return findings or Clear(f"{len(looked)} clocks, segments and ways back looked at")


def _looked(row: Mapping[str, Any], way: str, words: str) -> _Looked:
    near, spare = row[f"near_{way}"], row[f"spare_{way}"]
    odds = stats.odds_ratio(near, row["near"], spare, row["spare"])
    return _Looked(row, way, words, odds, near - row["near"] * spare / row["spare"])


def _finding(case: Case, item: _Looked, odds: OddsRatio, p: float) -> Finding:
    row, way = item.row, item.way
    met, decided = row["met"], row["decided"]
    still = item.excess * row[f"near_{way}_met"] / row[f"near_{way}"]
    paid = still >= FLOOR * decided
    late, early = (share or 0.0 for share in odds.shares)
    note = (
        f"Attainment is {percent(met / decided)}; with the excess counted as missed it would be"
        f" {percent((met - still) / decided)}."
        if paid
        else "The clock ran on and most of them count as missed already."
    )
    return Finding(
        code=CODE,
        severity="warning" if paid else "info",
        title="closed and reopened" if way == "reopened" else "closed and opened anew",
        message=(
            f"{where(row)}: {row[f'near_{way}']} of {row['near']} tickets resolved in the last tenth of the"
            f" {row['clock']} limit ({percent(late)}) {item.words}, {percent(early)} of those resolved with time to"
            f" spare: {item.excess:.0f} more than these let expect, consistent with closing to stop the clock. {note}"
        ),
        objective=objective_of(case.agreement, row["clock"]),
        segment=row["segment"],
        window=row["window"],
        evidence=(
            Evidence(
                what="odds of coming back, near the limit over with time to spare",
                value=odds.ratio,
                low=odds.low,
                high=odds.high,
                count=sum(odds.counts),
            ),
            Evidence(what="near the limit", value=late, count=row["near"], unit="share"),
            Evidence(what="with time to spare", value=early, count=row["spare"], unit="share"),
            Evidence(what="excess", value=item.excess, unit="count"),
            *_as_new(row),
            *attainment(met, decided, met - still, "with the excess counted as missed"),
            Evidence(what="adjusted p", value=p, count=sum(odds.counts)),
            Evidence(what="assumption", value="what was solved comes back as often whenever it was solved"),
        ),
        tickets_affected=row[f"near_{way}"],
        examples=row[f"examples_{way}"],
        advice=(
            f"May be innocent: {INNOCENT}. Read the tickets named; confirm with the user before closing, and let"
            " reopened tickets continue their clock."
        ),
    )


def _as_new(row: Mapping[str, Any]) -> tuple[Evidence, ...]:
    """Return the share of all that came back that was logged as a new ticket, where both ways are on record."""
    anew, reopened = (row[f"near_{way}"] + row[f"spare_{way}"] for way in ("anew", "reopened"))
    if not (row["reopens_known"] and row["contacts_known"] and anew + reopened):
        return ()
    found = stats.proportion(anew, anew + reopened)
    return (
        Evidence(
            what="logged as new, of all that came back",
            value=found.value,
            low=found.low,
            high=found.high,
            count=found.count,
            unit="share",
        ),
    )


RULE = Rule(CODE, "Closing and reopening", "warning", __doc__ or "", check, signals=("early_closures",))
