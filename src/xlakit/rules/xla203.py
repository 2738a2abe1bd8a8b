"""XLA203, stale sentiment: answers that are old against the work.

What it flags
    A desk that goes on resolving tickets long after the last answer came; and a window most of whose answers were
    given more than 30 days after the resolution they rate.
Why it matters
    An old answer tells of another desk. Carried forward, a good month hides all that come after it; no figure here
    is ever carried forward: each window rests on the answers to its own resolutions.
How it is computed
    Last answer: at least 45 days before the last resolution, with at least 30 tickets resolved since. Late answers:
    answers that came more than 30 days after the resolution, of the dated answers of a window; raised where more
    than half were late (exact binomial, p at most 0.025 and Benjamini and Hochberg at 10 % over all windows) of at
    least the anonymity threshold. These limits are ours.
False alarms
    Surveys meant to come late, which ask whether it stayed solved; one large survey a year; a survey export older
    than that of the tickets.
What to do
    Ask when the ticket is resolved, and again weeks later under a question of its own; print the date of the last
    answer beside every figure.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from xlakit import stats
from xlakit.model import Evidence, Finding
from xlakit.model.figures import percent, whole
from xlakit.rules.rule import Clear, NotApplicable, Rule
from xlakit.rules.scanned import SCANNED, discovered, gathered

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlakit.rules.case import Case

CODE = "XLA203"
LATE_DAYS = 30
"""As the signal counts it."""
SILENT_DAYS, RESOLVED_SINCE = 45, 30
MOST = Fraction(1, 2)


def check(case: Case) -> tuple[Finding, ...] | Clear | NotApplicable:
    """Return a finding where answers stopped, and for each window whose answers came late."""
    rows = list(case.signals["answer_ages"])
    k = case.agreement.surveys.anonymity
    desk = next(row for row in rows if row["window"] is None)
    if desk["answers"] < k:
        return NotApplicable(f"needs at least {k} answers with answered_at")
    windows = [row for row in rows if row["window"] is not None and row["answers"] >= k]
    chances = [
        stats.p_below(row["answers"] - row["late"], row["answers"], 1 - MOST) or 0.0 for row in windows
    ]
    late = [row for row, sure in zip(windows, discovered(chances), strict=True) if sure]
    findings = (
        *_stopped(case, desk),
        *gathered((row["late"] / row["answers"], _late(row)) for row in late),
    )
    return findings or Clear(f"{desk['answers']} answers and {len(windows)} windows looked at")


def _stopped(case: Case, desk: Mapping[str, Any]) -> tuple[Finding, ...]:
    if desk["last_resolution"] is None or desk["resolved_since"] < RESOLVED_SINCE:
        return ()
    days = (desk["last_resolution"] - desk["last_answer"]).days
    if days < SILENT_DAYS:
        return ()
    unheard = [window.label for window in case.windows if window.start >= desk["last_answer"]]
    without = f" No answer speaks of {unheard[0]} to {unheard[-1]}." if unheard else ""
    return (
        Finding(
            code=CODE,
            severity="warning",
            title="stale sentiment: answers have stopped",
            message=(
                f"The last answer came on {desk['last_answer']:%Y-%m-%d}. In the {days} days up to the last resolution"
                f" {whole(desk['resolved_since'])} more tickets were resolved.{without}"
            ),
            evidence=(
                Evidence(what="days from the last answer to the last resolution", value=days, unit="days"),
                Evidence(what="tickets resolved since", value=desk["resolved_since"]),
                Evidence(what="limits", value=f"{SILENT_DAYS} days and {RESOLVED_SINCE} tickets"),
            ),
            tickets_affected=desk["resolved_since"],
            advice="Find out why answers stopped; do not carry the last figure forward.",
        ),
    )


def _late(row: Mapping[str, Any]) -> Finding:
    share = stats.proportion(row["late"], row["answers"])
    return Finding(
        code=CODE,
        severity="info",
        title="stale sentiment: answers come late",
        message=(
            f"{row['window'].label}: {row['late']} of {row['answers']} answers ({percent(share.value)},"
            f" {percent(share.low)} to {percent(share.high)}) came more than {LATE_DAYS} days after the resolution."
        ),
        window=row["window"],
        evidence=(
            Evidence(
                what=f"answers later than {LATE_DAYS} days",
                value=share.value,
                low=share.low,
                high=share.high,
                count=share.count,
                unit="share",
            ),
            Evidence(what="limits", value=f"more than half; {SCANNED}"),
        ),
        advice="Ask when the ticket is resolved; ask weeks later only under a question of its own.",
    )


RULE = Rule(
    CODE,
    "Stale sentiment: answers old against the work",
    "warning",
    __doc__ or "",
    check,
    signals=("answer_ages",),
)
