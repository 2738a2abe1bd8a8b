"""XLA409, unasked surveys: those with bad outcomes were asked less often.

What it flags
    A window, or a segment of it, in which tickets that were reopened, breached or reassigned were invited to a
    survey clearly less often than the other resolved tickets.
Why it matters
    Who is not asked cannot be unhappy. The figure rises without anyone being served better.
How it is computed
    Invited (a survey row that reached someone, or an answer) against not invited, for bad against other resolved
    tickets: odds ratio with its 95 % interval and the one-sided exact p-value of Fisher, for each of the three
    outcomes. At least 20 tickets on each side and 10 points between the invite rates; p at most 0.025, and
    Benjamini and Hochberg at 5 % over all windows, segments and outcomes looked at. These limits are ours. The
    assumption: invitations do not depend on how a ticket went. Counterfactual: the unhappy share if all had been
    invited, each kind of ticket answering as those of its kind did; kinds with fewer answers than the anonymity
    threshold are joined. Segments with fewer answers than that are not looked at.
False alarms
    A rule that asks after closing, which a reopened ticket reaches later; a limit of one survey a month for each
    user; channels without surveys that get the harder tickets; surveys sent by sampling.
What to do
    Compare the agreed sampling rule with who was asked, and let the tool send the invitations.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scipy import stats as scipy_stats

from xlakit import stats
from xlakit.model import Evidence, Finding
from xlakit.model.figures import percent
from xlakit.rules.rule import Clear, NotApplicable, Rule
from xlakit.rules.scanned import discovered, gathered
from xlakit.rules.strata import Kind, large_enough
from xlakit.rules.words import named

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from xlakit.model import Window
    from xlakit.rules.case import Case, Segment

CODE = "XLA409"
OUTCOMES = ("reopened", "breached", "reassigned")
LEAST, POINTS = 20, 0.10
FALSE_SHARE = 0.05
"""Of the flags of one scan; half of what other rules allow, because this one speaks of conduct."""
SHOWN = 10
"""Ticket ids."""
ASSUMPTION = "invitations do not depend on how a ticket went"
INNOCENT = "surveys that are sent after closing, a limit of surveys for each user, channels without surveys, sampling"


@dataclass(frozen=True, slots=True)
class Compared:
    """Invited of all, for bad and for other tickets of one place and outcome."""

    window: Window
    segment: Segment
    outcome: str
    bad: tuple[int, int]
    other: tuple[int, int]
    examples: tuple[str, ...]

    @property
    def p_value(self) -> float:
        """Fisher's one-sided p-value: bad tickets are asked less often."""
        table = [[invited, tickets - invited] for invited, tickets in (self.bad, self.other)]
        return min(float(scipy_stats.fisher_exact(table, alternative="less").pvalue), 1.0)

    @property
    def points(self) -> float:
        """How much less often they are asked, as a share."""
        return self.other[0] / self.other[1] - self.bad[0] / self.bad[1]


def check(case: Case) -> tuple[Finding, ...] | Clear | NotApplicable:
    """Return a finding for each window and segment in which bad outcomes were asked less often."""
    rows = list(case.signals["invitations"])
    looked = [
        seen
        for (window, segment), mine in _places(rows, case.agreement.surveys.anonymity).items()
        for outcome in OUTCOMES
        if (seen := _compared(window, segment, outcome, mine)) is not None
    ]
    if not looked:
        return NotApplicable(
            f"needs {LEAST} resolved tickets with a bad outcome (reopened, breached, reassigned), and {LEAST} others"
        )
    sure = discovered([seen.p_value for seen in looked], FALSE_SHARE)
    raised: dict[tuple[Window, Segment], list[Compared]] = {}
    for seen, is_sure in zip(looked, sure, strict=True):
        if is_sure and seen.points >= POINTS:
            raised.setdefault((seen.window, seen.segment), []).append(seen)
    unhappy = _unhappy([row for row in rows if not row["segment"]], case.agreement.surveys.anonymity)
    findings = gathered(
        (max(seen.points for seen in mine), _finding(mine, unhappy)) for mine in raised.values()
    )
    return findings or Clear(f"{len(looked)} comparisons of who was asked")


def _places(
    rows: Iterable[Mapping[str, Any]], anonymity: int
) -> dict[tuple[Window, Segment], list[Mapping[str, Any]]]:
    found: dict[tuple[Window, Segment], list[Mapping[str, Any]]] = {}
    for row in rows:
        found.setdefault((row["window"], row["segment"]), []).append(row)
    return {
        place: mine
        for place, mine in found.items()
        if not place[1] or sum(row["answers"] for row in mine) >= anonymity
    }


def _compared(
    window: Window, segment: Segment, outcome: str, rows: list[Mapping[str, Any]]
) -> Compared | None:
    sides = []
    for went in (True, False):
        mine = [row for row in rows if row[outcome] is went]
        sides.append((sum(row["invited"] for row in mine), sum(row["tickets"] for row in mine)))
    bad, other = sides
    if min(bad[1], other[1]) < LEAST:
        return None
    ids = sorted(ticket for row in rows if row[outcome] is True for ticket in row["examples"])
    return Compared(window, segment, outcome, bad, other, tuple(ids[:SHOWN]))


def _unhappy(rows: list[Mapping[str, Any]], anonymity: int) -> tuple[Evidence, ...]:
    """Return the unhappy share as it was told, and as it would be had everybody been asked."""
    kinds: dict[str, tuple[int, int, int, int]] = {}
    for row in rows:
        name = ", ".join(outcome for outcome in OUTCOMES if row[outcome]) or "none of them"
        added = (row["tickets"], row["answers"], row["unhappy"], row["invited"])
        kinds[name] = tuple(map(sum, zip(kinds.get(name, (0, 0, 0, 0)), added, strict=True)))  # type: ignore[assignment]
    # A ticket with two surveys has two answers: the population is never less than the answers.
    large = large_enough(
        (
            Kind(name, max(tickets, answers), answers, sad)
            for name, (tickets, answers, sad, _) in kinds.items()
        ),
        anonymity,
    )
    answers = sum(kind.answers for kind in large)
    if answers < anonymity:
        return ()
    all_asked = stats.poststratify({kind.name: (kind.tickets, kind.answers, kind.total) for kind in large})
    as_told = stats.proportion(sum(kind.total for kind in large), answers)
    return (
        Evidence(
            what="unhappy, of those who answered",
            value=as_told.value,
            low=as_told.low,
            high=as_told.high,
            count=answers,
            unit="share",
        ),
        Evidence(
            what="unhappy, had everybody been asked and answered as their kind did",
            value=all_asked.value,
            low=all_asked.estimate.low,
            high=all_asked.estimate.high,
            count=answers,
            unit="share",
        ),
    )


def _finding(raised: list[Compared], unhappy: tuple[Evidence, ...]) -> Finding:
    first = max(raised, key=lambda seen: (seen.points, seen.outcome))
    (invited, bad), (others_invited, others) = first.bad, first.other
    told = stats.simpson({"": first.bad}, {"": first.other})
    where = named(first.segment) or "the whole desk"
    odds = "" if told.odds_ratio is None else f" (odds ratio {told.odds_ratio:.2f}"
    if told.odds_ratio is not None:
        odds += "" if told.low is None or told.high is None else f", {told.low:.2f} to {told.high:.2f}"
        odds += f"; p {first.p_value:.2g})"
    fewer = round(first.points * bad)
    return Finding(
        code=CODE,
        severity="warning",
        title="bad outcomes asked less often",
        message=(
            f"{first.window.label}, {where}: {percent(invited / bad)} of {bad} {first.outcome} tickets were invited to"
            f" a survey, against {percent(others_invited / others)} of the {others} others{odds}."
            " That is consistent with surveys not being sent where it went wrong."
        ),
        segment=first.segment,
        window=first.window,
        evidence=(
            *(item for seen in raised for item in _rates(seen)),
            Evidence(what="invitations that are missing at the rate of the others", value=fewer, count=bad),
            *unhappy,
            Evidence(what="assumption", value=ASSUMPTION),
            Evidence(what="innocent explanations", value=INNOCENT),
            Evidence(
                what="limits",
                value=f"{LEAST} tickets a side, {POINTS:.0%}; {FALSE_SHARE:.0%} of the flags may be false",
            ),
        ),
        tickets_affected=bad - invited,
        examples=first.examples,
        advice="Compare the agreed sampling rule with who was asked; let the tool send the invitations.",
    )


def _rates(seen: Compared) -> tuple[Evidence, ...]:
    told = stats.simpson({"": seen.bad}, {"": seen.other})
    return (
        Evidence(
            what=f"invited, {seen.outcome}", value=seen.bad[0] / seen.bad[1], count=seen.bad[1], unit="share"
        ),
        Evidence(
            what=f"invited, not {seen.outcome}",
            value=seen.other[0] / seen.other[1],
            count=seen.other[1],
            unit="share",
        ),
        Evidence(what=f"odds ratio, {seen.outcome}", value=told.odds_ratio, low=told.low, high=told.high),
        Evidence(what=f"p, {seen.outcome}", value=seen.p_value),
    )


RULE = Rule(
    CODE,
    "Unasked surveys: bad outcomes asked less often",
    "warning",
    __doc__ or "",
    check,
    signals=("invitations",),
)
