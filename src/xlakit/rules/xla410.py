"""XLA410, ticket splitting: more tickets for the same matter.

What it flags
    The whole desk, or a segment, whose number of tickets by episode rises over the windows.
Why it matters
    Splitting one matter into several tickets makes volumes larger and each ticket quicker; targets and fees by
    ticket then pay for the cutting, and users tell their story again.
How it is computed
    An episode is what one user opens about the same problem, else the same category, each ticket within seven days
    of the one before. The slope of tickets by episode over the windows, weighted by episodes, against the slopes
    when whole windows are shuffled (every order up to seven windows, 2,000 with a fixed seed above): what happens
    to many episodes of one window at once, an outage, is one observation. Needs 6 windows of 20 or more episodes.
    Raised where the one-sided p, adjusted by Benjamini-Hochberg at 10 % over the whole and all segments, stays
    below, and the later half of the windows has at least 0.05 tickets by episode more than the earlier half. The
    counterfactual is the number of tickets at the earlier rate. Splitting that never changed is not seen.
False alarms
    Assumed: who opens a ticket, and what links them, is recorded the same way all the time. Also explained by: a
    new way to open tickets, finer or coarser categories, problems linked more diligently, a rule that wants one
    ticket a device, a rising number of outages.
What to do
    Read the episodes of several tickets; count matters, not tickets, in what is promised and paid.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from xlakit import stats
from xlakit.model import Evidence, Finding
from xlakit.model.figures import whole
from xlakit.rules.rule import Clear, NotApplicable, Rule
from xlakit.rules.words import named

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xlakit.rules.case import Case

CODE = "XLA410"
FALSE_DISCOVERIES = 0.10
LEAST_RISE = 0.05
WINDOWS, EPISODES = 6, 20
SEED = 410


class _Place(NamedTuple):
    trend: stats.Trend
    early: float
    late: float
    late_episodes: int
    late_tickets: int
    examples: tuple[str, ...]


def check(case: Case) -> tuple[Finding, ...] | Clear | NotApplicable:
    """Return a finding for each place whose tickets by episode rise over the windows."""
    rows: dict[tuple[tuple[str, str], ...], list[Mapping[str, Any]]] = {}
    for row in case.signals["splitting"]:
        if row["episodes"] >= EPISODES:
            rows.setdefault(row["segment"], []).append(row)
    places = {segment: _place(found) for segment, found in sorted(rows.items()) if len(found) >= WINDOWS}
    if not places:
        return NotApplicable(f"needs {WINDOWS} finished windows of {EPISODES} or more episodes")
    adjusted = stats.benjamini_hochberg([place.trend.p_value or 1.0 for place in places.values()])
    findings = tuple(
        _finding(segment, place, chance)
        for (segment, place), chance in zip(places.items(), adjusted, strict=True)
        if chance <= FALSE_DISCOVERIES and place.late - place.early >= LEAST_RISE
    )
    return findings or Clear(f"the whole and its segments: {len(places)} looked at")


def _place(rows: Sequence[Mapping[str, Any]]) -> _Place:
    ordered = sorted(rows, key=lambda row: row["window"].start)
    early, late = ordered[: len(ordered) // 2], ordered[-(len(ordered) // 2) :]
    sums = [[sum(row[name] for row in half) for name in ("tickets", "episodes")] for half in (early, late)]
    return _Place(
        trend=stats.trend_permutation(
            [row["tickets"] / row["episodes"] for row in ordered],
            [row["episodes"] for row in ordered],
            seed=SEED,
        ),
        early=sums[0][0] / sums[0][1],
        late=sums[1][0] / sums[1][1],
        late_episodes=sums[1][1],
        late_tickets=sums[1][0],
        examples=tuple(sorted({name for row in late for name in row["examples"]}))[:10],
    )


def _finding(segment: tuple[tuple[str, str], ...], place: _Place, adjusted: float) -> Finding:
    where = f"{named(segment)}: " if segment else ""
    usual = place.late_episodes * place.early
    more = place.late_tickets - usual
    return Finding(
        code=CODE,
        severity="info",
        title="more tickets for one matter",
        message=(
            f"{where}tickets by episode rose from {place.early:.2f} to {place.late:.2f}: {whole(round(more))} of the"
            f" {whole(place.late_tickets)} tickets of the later windows would not be there at the earlier rate."
            " Consistent with matters split into several tickets; also explained by new ways to open or"
            " link tickets."
        ),
        segment=segment,
        evidence=(
            Evidence(what="tickets by episode, earlier half of the windows", value=place.early),
            Evidence(what="tickets by episode, later half", value=place.late, count=place.late_episodes),
            Evidence(what="change from window to window", value=place.trend.slope, count=place.trend.months),
            Evidence(what=f"p, shuffled windows ({place.trend.method})", value=place.trend.p_value),
            Evidence(what="p, adjusted for everything looked at", value=adjusted),
            Evidence(what="tickets of the later windows at the earlier rate", value=usual),
            Evidence(
                what="assumption", value="requesters and categories are recorded the same way all the time"
            ),
        ),
        tickets_affected=round(more),
        examples=place.examples,
        advice="Read the episodes of several tickets; count matters, not tickets, in what is promised and paid.",
    )


RULE = Rule(
    CODE,
    "Ticket splitting: more tickets for one matter",
    "info",
    __doc__ or "",
    check,
    by_segment=True,
    signals=("splitting",),
)
