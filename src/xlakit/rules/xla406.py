"""XLA406, pauses before the limit: clocks are paused when little time is left.

What it flags
    A clock, for the whole desk or a segment, that is paused more often an hour in the last tenth of its limit than
    before it.
Why it matters
    A ticket that is set to pending when time runs out is kept on paper: the user waits on, and is asked nothing.
How it is computed
    Pause starts and running hours (open time) of the cycles decided in all finished windows, by the share of the limit
    that was used. The rate in the last tenth against the rate before it, by the exact conditional binomial test,
    one-sided. Late pauses without a public message to the user within 15 minutes before or after count as silent,
    where messages are on record. The counterfactual lets the clock run on in the silent late pauses (in all late
    ones, where no messages are on record). Assumption: without a reason to pause, pauses come at a constant rate over
    the life of a clock.
False alarms
    Benjamini-Hochberg at 10 % over all clocks and segments looked at; at least 50 decided cycles, 20 pauses and an hour
    run in the last tenth; a counterfactual at least 0.5 points lower. Innocent causes: a user is asked to confirm
    when the work is done, suppliers are called in late, several tickets are set to pending at the end of a shift.
What to do
    Read the tickets named: what was asked of the user at the pause? Agree that a pause needs a message.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlakit import stats
from xlakit.model import Evidence, Finding
from xlakit.model.figures import percent
from xlakit.rules.clock_words import FALSE_ALARMS, FLOOR, attainment, objective_of, where
from xlakit.rules.rule import Clear, NotApplicable, Rule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlakit.rules.case import Case
    from xlakit.stats import RateRatio

CODE = "XLA406"
LEAST_CYCLES = 50
LEAST_PAUSES = 20
LEAST_HOURS = 1.0
INNOCENT = "users are asked to confirm when the work is done, suppliers are called in late, ends of shifts"


def check(case: Case) -> tuple[Finding, ...] | Clear | NotApplicable:
    """Return a finding for each clock and segment that is paused before the limit beyond doubt."""
    looked = [(row, found) for row in case.signals["pauses"] for found in [_ratio(row)] if found is not None]
    if not looked:
        return NotApplicable(
            f"needs {LEAST_CYCLES} decided cycles with {LEAST_PAUSES} pauses, and an hour run in the last tenth"
        )
    adjusted = stats.benjamini_hochberg([found.p_greater for _, found in looked])
    findings = tuple(
        _finding(case, row, found, p)
        for (row, found), p in zip(looked, adjusted, strict=True)
        if p <= FALSE_ALARMS and row["kept_by_pause"] >= FLOOR * row["decided"]
    )
    return findings or Clear(f"{len(looked)} clocks and segments looked at")


def _ratio(row: Mapping[str, Any]) -> RateRatio | None:
    if row["decided"] < LEAST_CYCLES or row["late_pauses"] + row["early_pauses"] < LEAST_PAUSES:
        return None
    if row["late_hours"] < LEAST_HOURS or row["early_hours"] <= 0:
        return None
    return stats.rate_ratio(row["late_pauses"], row["late_hours"], row["early_pauses"], row["early_hours"])


def _finding(case: Case, row: Mapping[str, Any], found: RateRatio, p: float) -> Finding:
    met, decided, kept = row["met"], row["decided"], row["kept_by_pause"]
    times = (
        "never before it" if found.ratio is None else f"{found.ratio:.1f} times as often an hour as before it"
    )
    known = row["silent"] is not None
    silent = (
        f" {row['silent']} of these pauses came without a message to the user within 15 minutes."
        if known
        else ""
    )
    which = "silent late pauses" if known else "late pauses"
    return Finding(
        code=CODE,
        severity="warning",
        title="pauses before the limit",
        message=(
            f"{where(row)}: the {row['clock']} clock was paused {row['late_pauses']} times in the last tenth of its"
            f" limit, {times} ({_interval(found)}), consistent with pausing clocks that are about to breach.{silent}"
            f" Attainment is {percent(met / decided)}; with the {which} counted it would be"
            f" {percent((met - kept) / decided)}."
        ),
        objective=objective_of(case.agreement, row["clock"]),
        segment=row["segment"],
        window=row["window"],
        evidence=(
            Evidence(
                what="pauses an hour in the last tenth over those before",
                value=found.ratio,
                low=found.low,
                high=found.high,
                count=found.events + found.other_events,
            ),
            Evidence(what="pauses in the last tenth", value=found.events, unit="count"),
            Evidence(what="hours run in the last tenth", value=row["late_hours"]),
            Evidence(what="pauses before it", value=found.other_events, unit="count"),
            Evidence(what="hours run before it", value=row["early_hours"]),
            *(
                (Evidence(what="late pauses without a message", value=row["silent"], unit="count"),)
                if known
                else ()
            ),
            *attainment(met, decided, met - kept, f"with the {which} counted"),
            Evidence(what="adjusted p", value=p, count=found.events + found.other_events),
            Evidence(what="assumption", value="pauses come at a constant rate over the life of a clock"),
        ),
        tickets_affected=kept,
        examples=row["examples"],
        advice=(
            f"May be innocent: {INNOCENT}. Read the tickets named: what was asked of the user at the pause? Agree that"
            " a pause needs a message."
        ),
    )


def _interval(found: RateRatio) -> str:
    return f"{found.low:.1f} to {found.high:.1f}" if found.high is not None else f"at least {found.low:.1f}"


RULE = Rule(CODE, "Pauses before the limit", "warning", __doc__ or "", check, signals=("pauses",))
