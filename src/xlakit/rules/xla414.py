"""XLA414, broken promises: users were told a time that did not hold.

What it flags
    A window, or a segment of it, in which clearly fewer than 80 % of the promised times were kept, or in which
    clearly more than a quarter of the tickets with a promise were promised a new time.
Why it matters
    Users plan with what they are told. A promise moved is a promise broken, though the last one may be kept.
How it is computed
    Promises kept of promises decided (`promise_accuracy`), with the interval by requester; tickets promised anew of
    tickets whose first promise was decided, exact binomial. P at most 0.025, and Benjamini and Hochberg at 10 %
    over all windows, segments and both questions; at least 20 tickets and 5 points beyond the limit. The mean of
    resolution less first promise (`promise_bias`) says whether promises were too optimistic (above 0). All limits
    are ours.
False alarms
    Times that the tool sets by itself and nobody told; promises that the user asked to move.
What to do
    Promise later and keep it: take the time that nine of ten tickets of that kind need; tell before it passes.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from xlakit import stats
from xlakit.metrics import promise_accuracy, promise_bias
from xlakit.model import Evidence, Finding
from xlakit.model.figures import hours, percent
from xlakit.rules.rule import Clear, NotApplicable, Rule
from xlakit.rules.scanned import SCANNED, discovered, gathered
from xlakit.rules.words import evidence, interval, named
from xlakit.scoring import finished

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlakit.metrics import Cell, Metric
    from xlakit.model import Agreement, Estimate
    from xlakit.rules.case import Case

CODE = "XLA414"
KEPT, ANEW, BEYOND = Fraction(80, 100), Fraction(25, 100), Fraction(5, 100)
LEAST = 20


def metrics(_: Agreement) -> tuple[Metric, ...]:
    """Return the metrics of promises."""
    return (promise_accuracy(), promise_bias())


@dataclass(frozen=True, slots=True)
class Promised:
    """What became of the promises of one window and segment."""

    row: Mapping[str, Any]
    accuracy: Estimate
    bias: Estimate
    anew: Estimate
    p_kept: float
    p_anew: float

    @property
    def missed(self) -> bool:
        """Whether promises were kept too seldom, as far as the value says."""
        return self.accuracy.exact is not None and self.accuracy.exact <= KEPT - BEYOND

    @property
    def moved(self) -> bool:
        """Whether promises were moved too often, as far as the value says."""
        return self.anew.exact is not None and self.anew.exact >= ANEW + BEYOND


def check(case: Case) -> tuple[Finding, ...] | Clear | NotApplicable:
    """Return a finding for each window and segment whose promises did not hold."""
    looked = [_promised(case, row) for row in case.signals["promises"] if row["tickets"] >= LEAST]
    if not looked:
        return NotApplicable(f"needs a finished window with {LEAST} tickets on which a time was promised")
    sure = discovered([p for seen in looked for p in (seen.p_kept, seen.p_anew)])
    findings = []
    for seen, kept_sure, anew_sure in zip(looked, sure[::2], sure[1::2], strict=True):
        missed, moved = kept_sure and seen.missed, anew_sure and seen.moved
        if missed or moved:
            size = max(1 - float(seen.accuracy.value or 0), float(seen.anew.value or 0))
            findings.append((size, _finding(seen, missed=missed, moved=moved)))
    return gathered(findings) or Clear(f"{len(looked)} windows and segments looked at")


def _promised(case: Case, row: Mapping[str, Any]) -> Promised:
    kept, bias = (_own(case, metric, row) for metric in metrics(case.agreement))
    accuracy = promise_accuracy()
    chance = stats.p_beyond(lambda level: finished(accuracy, kept, level=level), KEPT, where="below")
    tickets, moved = row["tickets"], row["repromised"]
    return Promised(
        row,
        finished(accuracy, kept),
        finished(promise_bias(), bias),
        stats.proportion(moved, tickets),
        1.0 if chance is None else chance,
        stats.p_below(tickets - moved, tickets, 1 - ANEW) or 0.0,
    )


def _own(case: Case, metric: Metric, row: Mapping[str, Any]) -> Cell:
    return case.own(CODE, metric.name, row["window"], row["segment"])


def _finding(seen: Promised, *, missed: bool, moved: bool) -> Finding:
    row, accuracy, anew = seen.row, seen.accuracy, seen.anew
    said = []
    if missed:
        said.append(
            f"{accuracy.numerator} of {accuracy.denominator} promised times were kept ({percent(accuracy.value)},"
            f" {interval(accuracy, 'share')})"
        )
    if moved:
        said.append(
            f"{row['repromised']} of {row['tickets']} tickets were promised a new time ({percent(anew.value)},"
            f" {interval(anew, 'share')})"
        )
    late = ""
    if seen.bias.value is not None:
        side = "after" if seen.bias.value > 0 else "before"
        late = f" On average they were resolved {hours(abs(seen.bias.value))} {side} the first promise."
    return Finding(
        code=CODE,
        severity="warning",
        title="broken promises",
        message=f"{row['window'].label}, {named(row['segment']) or 'the whole desk'}: {'; '.join(said)}.{late}",
        segment=row["segment"],
        window=row["window"],
        evidence=(
            evidence("promised times kept", accuracy),
            evidence("resolution less first promise (mean)", seen.bias, "seconds"),
            evidence("tickets promised a new time", anew),
            Evidence(
                what="limits",
                value=f"clearly below {percent(float(KEPT), 0)} kept, above {percent(float(ANEW), 0)} moved; {SCANNED}",
            ),
        ),
        tickets_affected=row["broken"] if missed else row["repromised"],
        examples=row["examples"],
        advice="Promise the time that nine of ten tickets of that kind need, and tell users before it passes.",
    )


RULE = Rule(
    CODE,
    "Broken promises: times told that did not hold",
    "warning",
    __doc__ or "",
    check,
    metrics,
    by_segment=True,
    signals=("promises",),
)
