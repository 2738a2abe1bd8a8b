"""XLA412, cherry-picking: easy tickets are taken up before older, harder ones.

What it flags
    A window, whole or team, in which picks pass over older tickets that were expected to be more work; or in
    which the newest tickets are taken up first.
Why it matters
    The quick tickets make the figures. Those left behind wait for days, and nobody's target feels it.
How it is computed
    Compared are tickets of one team and priority opened on the same day. A pick skips an older ticket where that one
    waits for another half hour or more. (1) How often a ticket is skipped less how often it skips others, against the
    rank of the work expected of its category, summed over group-days. (2) Kendall's tau between the order of arrival
    and of picks. Both against shuffling inside each group-day, by their exact variance. Raised where p, adjusted by
    Benjamini-Hochberg at 10 % over all windows, teams and both questions, stays below, there are 100 picks, and: for
    (1) at least 10 % of picks skip and 60 % of the skips whose work differs pass over the harder; for (2) tau is -0.1
    or less. Beside it stands how long the skipped waited: the 90th percentile. The counterfactual is the number of
    harder tickets passed over if harder and easier ones were passed over alike.
False alarms
    Skills and agreed priorities: an agent who may not do the harder work is no cherry-picker, and only team and
    priority are held alike. Where the pick is the first reply, a harder ticket may have been read before it
    was answered; the half hour allows for some of that. Tickets that wait for information before they can be begun.
What to do
    Look at the age of the oldest tickets every day; hand tickets out in turn, or promise something for the oldest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from xlakit import stats
from xlakit.model import Evidence, Finding
from xlakit.model.figures import percent, whole
from xlakit.rules.rule import Clear, NotApplicable, Rule
from xlakit.rules.words import named

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlakit.rules.case import Case

CODE = "XLA412"
FALSE_DISCOVERIES = 0.10
PICKS = 100
LEAST_SKIPPING, LEAST_HARDER = 0.10, 0.60
LEAST_TAU = -0.10


class _Question(NamedTuple):
    row: Mapping[str, Any]
    by_work: bool
    p_value: float
    order: stats.Shuffled
    large: bool


def check(case: Case) -> tuple[Finding, ...] | Clear | NotApplicable:
    """Return a finding for each window and team whose picks pass over the harder or the older tickets."""
    rows = [row for row in case.signals["picks"] if row["picks"] >= PICKS]
    questions = [question for row in rows for question in _questions(row)]
    if not questions:
        return NotApplicable(
            f"needs a finished window with {PICKS} picks among tickets of one team, priority and day"
        )
    adjusted = stats.benjamini_hochberg([item.p_value for item in questions])
    findings = tuple(
        _finding(item, chance)
        for item, chance in zip(questions, adjusted, strict=True)
        if chance <= FALSE_DISCOVERIES and item.large
    )
    return findings or Clear(f"{len(rows)} windows and teams looked at")


def _questions(row: Mapping[str, Any]) -> list[_Question]:
    """Return the questions that a row can answer."""
    order = stats.shuffled(row["order_statistic"], row["order_variance"], pairs=row["pairs"])
    work = stats.shuffled(row["work_statistic"], row["work_variance"])
    found = []
    told = row["harder"] + row["easier"]
    if work.p_above is not None and told:
        often = row["skipping"] >= LEAST_SKIPPING * row["picks"]
        found.append(
            _Question(
                row,
                by_work=True,
                p_value=work.p_above,
                order=order,
                large=often and row["harder"] >= LEAST_HARDER * told,
            )
        )
    if order.p_below is not None and order.tau is not None:
        found.append(
            _Question(row, by_work=False, p_value=order.p_below, order=order, large=order.tau <= LEAST_TAU)
        )
    return found


def _finding(item: _Question, adjusted: float) -> Finding:
    row = item.row
    where = f" {named(row['segment'])}:" if row["segment"] else ""
    told = row["harder"] + row["easier"]
    what = (
        f"{percent(row['harder'] / told)} of the skips passed over the ticket that was expected to be more work"
        if item.by_work
        else f"the newest tickets are taken up first (Kendall's tau {item.order.tau or 0.0:.2f})"
    )
    return Finding(
        code=CODE,
        severity="info",
        title="older tickets are passed over",
        message=(
            f"{row['window'].label}:{where} {whole(row['skipping'])} of {whole(row['picks'])} picks left an older"
            f" ticket of the same team, priority and day waiting; {what}. Consistent with picking the easy tickets;"
            " also explained by skills, or by tickets that could not be begun."
        ),
        segment=row["segment"],
        window=row["window"],
        evidence=(
            Evidence(
                what="picks that skip an older ticket",
                value=row["skipping"] / row["picks"],
                count=row["picks"],
                unit="share",
            ),
            Evidence(what="skips that pass over the harder ticket", value=row["harder"], count=told),
            Evidence(what="the same, if harder and easier were passed over alike", value=told / 2),
            Evidence(what="Kendall's tau of arrivals and picks", value=item.order.tau, count=row["pairs"]),
            Evidence(what="p, shuffled inside group-days", value=item.p_value),
            Evidence(what="p, adjusted for everything looked at", value=adjusted),
            Evidence(what="wait of skipped tickets, 90th percentile", value=row["skipped_hours"], unit="h"),
            Evidence(what="wait of the others, 90th percentile", value=row["other_hours"], unit="h"),
            Evidence(
                what="assumption", value="within a team, a priority and a day anyone may take any ticket"
            ),
        ),
        tickets_affected=row["skipped"],
        examples=row["examples"],
        advice="Look at the age of the oldest tickets every day; hand tickets out in turn.",
    )


RULE = Rule(CODE, "Cherry-picking of tickets", "info", __doc__ or "", check, signals=("picks",))
