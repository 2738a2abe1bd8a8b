"""XLA413, silence: users are told nothing for days.

What it flags
    A window, or a segment of it, in which clearly more than 15 % of the open tickets went without a word for
    longer than 72 hours.
Why it matters
    Users who hear nothing think that nothing is done, and ask again. No clock shows it: the resolution may be in
    time.
How it is computed
    Tickets with a silence beyond 72 hours of wall time (a weekend passes), of tickets with a silence that was
    decided in the window: it ended in time, or broke the limit. While the desk waits for the user (pending) it is
    none. Raised where the exact binomial p-value against 15 % is at most 0.025 and holds after Benjamini and
    Hochberg at 10 % over all windows and segments, the share is at least 5 points above, and there are 30 tickets.
    All limits are ours. Beside it the silences beyond the limit of all silences (`silence_breaches`) and the mean
    longest silence (`longest_silence`).
False alarms
    Desks that tell users by phone, or in a tool whose messages are not recorded; closed days of more than three
    days; requests with a delivery date that was told.
What to do
    Promise an update before the limit, even when nothing is new; read the tickets named.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from xlakit import stats
from xlakit.facts.signals.silences import LIMIT
from xlakit.metrics import longest_silence, silence_breaches
from xlakit.model import Evidence, Finding
from xlakit.model.figures import hours, percent
from xlakit.rules.rule import Clear, NotApplicable, Rule
from xlakit.rules.scanned import SCANNED, discovered, gathered
from xlakit.rules.words import evidence, interval, named
from xlakit.scoring import finished

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlakit.metrics import Metric
    from xlakit.model import Agreement
    from xlakit.rules.case import Case

CODE = "XLA413"
TOLERATED, ABOVE = Fraction(15, 100), Fraction(5, 100)
LEAST = 30


def metrics(_: Agreement) -> tuple[Metric, ...]:
    """Return the metrics of silence that stand beside the share of tickets."""
    return (silence_breaches(max_gap=LIMIT), longest_silence())


def check(case: Case) -> tuple[Finding, ...] | Clear | NotApplicable:
    """Return a finding for each window and segment with too many tickets left in silence."""
    rows = [row for row in case.signals["silences"] if row["tickets"] >= LEAST]
    if not rows:
        return NotApplicable(
            f"needs a finished window with {LEAST} tickets on which agents could have replied"
        )
    chances = [
        stats.p_below(row["tickets"] - row["silent"], row["tickets"], 1 - TOLERATED) or 0.0 for row in rows
    ]
    findings = gathered(
        (row["silent"] / row["tickets"], _finding(case, row))
        for row, sure in zip(rows, discovered(chances), strict=True)
        if sure and Fraction(row["silent"], row["tickets"]) >= TOLERATED + ABOVE
    )
    return findings or Clear(f"{len(rows)} windows and segments looked at")


def _finding(case: Case, row: Mapping[str, Any]) -> Finding:
    share = stats.proportion(row["silent"], row["tickets"])
    limit = hours(int(LIMIT.total_seconds()))
    beside = tuple(
        evidence(
            f"{metric.title} (mean)" if metric.unit == "seconds" else f"{metric.title}, of all",
            found,
            metric.unit,
        )
        for metric in metrics(case.agreement)
        if (found := finished(metric, case.own(CODE, metric.name, row["window"], row["segment"]))).value
        is not None
    )
    return Finding(
        code=CODE,
        severity="warning",
        title="users left in silence",
        message=(
            f"{row['window'].label}, {named(row['segment']) or 'the whole desk'}: {row['silent']} of {row['tickets']}"
            f" tickets ({percent(share.value)}, {interval(share, 'share')}) went without an update for more than"
            f" {limit}."
        ),
        segment=row["segment"],
        window=row["window"],
        evidence=(
            evidence(f"tickets silent for more than {limit}", share),
            *beside,
            Evidence(
                what="limits", value=f"{limit}, clearly above {percent(float(TOLERATED), 0)}; {SCANNED}"
            ),
        ),
        tickets_affected=row["silent"],
        examples=row["examples"],
        advice="Promise an update before the limit, even when nothing is new; read the tickets named.",
    )


RULE = Rule(
    CODE,
    "Silence: users are told nothing for days",
    "warning",
    __doc__ or "",
    check,
    metrics,
    by_segment=True,
    signals=("silences",),
)
