"""XLA202, biased respondents: those who answered are not like those who were served.

What it flags
    A user-reported figure of a window that reads otherwise once every kind of resolved ticket counts as often as it
    occurs: the weighted figure falls on the other side of the expected level, or differs from the raw one by a
    twentieth of the scale or more.
Why it matters
    If reopened tickets are a fifth of the work and a twentieth of the answers, the figure speaks of another desk.
How it is computed
    Kinds are told apart by one column at a time: priority, whether a clock was breached, whether it was reopened,
    channel, team. Kinds with fewer answers than the anonymity threshold are joined. Two things must hold. Answering
    differs by kind (chi-squared, p at most 0.025 and Benjamini and Hochberg at 10 % over all windows, objectives
    and columns looked at). And post-stratification (each kind weighted by its resolved tickets) either turns the
    verdict and moves the figure by at least a hundredth of the scale, or moves it by a twentieth or more with a
    one-sided 95 % bound above nothing. At least 30 answers. Objectives judged per value of a column, indices and
    percentiles are left out, and so are objectives whose windows are not made of the agreement's own. These limits
    are ours.
False alarms
    Answers counted in another month than the ticket; kinds that differ for another reason. What a column does not
    tell, weighting cannot repair: the break-even shift and the bounds say what the silent could change.
What to do
    Ask everybody, or the same share of every kind; report the weighted figure beside the raw one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlakit import stats
from xlakit.errors import MeasureError
from xlakit.metrics import build
from xlakit.model import Evidence, Finding, Outcome
from xlakit.model.figures import figure, level_text, percent
from xlakit.rules.rule import Clear, NotApplicable, Rule
from xlakit.rules.scanned import SCANNED, discovered, gathered
from xlakit.rules.weighed import FACTORS, LARGE, Weighed, can_be_weighed, inside, kind_named, weighed

if TYPE_CHECKING:
    from xlakit.metrics import Metric
    from xlakit.model import Agreement, Judgement
    from xlakit.rules.case import Case

CODE = "XLA202"
LEAST = 30
"""Answers."""
SHOWN = 4
"""Kinds named in the evidence."""


def metrics(agreement: Agreement) -> tuple[Metric, ...]:
    """Return the user-reported metrics of the agreement that can be weighted."""
    found: dict[str, Metric] = {}
    for objective in agreement.objectives:
        try:
            metric = build(objective.metric, agreement).where(**objective.where)
        except MeasureError:  # a metric of one's own: rules know the catalogue only
            continue
        if can_be_weighed(metric) and objective.each is None:
            found[metric.name] = metric
    return tuple(found.values())


def check(case: Case) -> tuple[Finding, ...] | Clear | NotApplicable:
    """Return a finding for each figure that reads otherwise once every kind counts as often as it occurs."""
    kinds = {metric.name for metric in metrics(case.agreement)}
    items = [
        item
        for item in case.judgements
        if item.metric in kinds
        and item.outcome is not Outcome.IN_PROGRESS
        and item.estimate.value is not None
        and item.estimate.count >= max(LEAST, case.agreement.surveys.anonymity)
    ]
    if not kinds:
        return NotApplicable("needs a user-reported objective that is a share, a mean or a net score")
    if not items:
        return NotApplicable(f"needs a finished window with at least {LEAST} answers")
    looked = [
        seen
        for item in items
        for factor in FACTORS
        if (seen := weighed(case, CODE, item, factor)) is not None
    ]
    if not looked:
        return NotApplicable(
            "needs two kinds of tickets with answers enough: by priority, clock, reopening, channel, team"
        )
    sure = discovered([seen.p_value for seen in looked])
    raised = [
        seen for seen, is_sure in zip(looked, sure, strict=True) if is_sure and (seen.turned or seen.large)
    ]
    findings = []
    for item in items:
        mine = [seen for seen in raised if seen.item is item]
        if mine:
            mine.sort(key=lambda seen: (-seen.turned, -abs(seen.shift)))
            findings.append((abs(mine[0].shift), _finding(case, mine)))
    return gathered(findings) or Clear(f"{len(looked)} figures weighted by what the records tell")


def _finding(case: Case, raised: list[Weighed]) -> Finding:
    first, item = raised[0], raised[0].item
    weighted, levels = first.found.estimate, (item.levels.expected,)
    answers, tickets = (sum(getattr(kind, name) for kind in first.kinds) for name in ("answers", "tickets"))
    odd = max(first.kinds, key=lambda kind: (abs(kind.tickets / tickets - kind.answers / answers), kind.name))
    exact = weighted.exact
    turns = f"; that turns the verdict, {level_text(item.levels.expected)} was agreed" if first.turned else ""
    return Finding(
        code=CODE,
        severity="warning",
        title="biased respondents",
        message=(
            f"{item.window.label}: {item.title} reads {figure(float(first.found.raw or 0), item.unit)} in"
            f" {answers} answers. Weighted by {FACTORS[first.factor]} to all {tickets} resolved tickets it reads"
            f" {figure(exact if exact is not None else 0, item.unit, levels)}"
            f" ({figure(weighted.low or 0, item.unit)} to {figure(weighted.high or 0, item.unit)}){turns}."
            f' "{odd.name}" is {percent(odd.tickets / tickets)} of tickets and'
            f" {percent(odd.answers / answers)} of answers."
        ),
        objective=item.objective,
        window=item.window,
        evidence=(
            Evidence(
                what=item.title,
                value=item.estimate.value,
                low=item.estimate.low,
                high=item.estimate.high,
                count=item.estimate.count,
                unit=item.unit,
            ),
            *(_weighted(seen) for seen in raised),
            *_mix(first, tickets, answers),
            *_asked(case, first),
            *_silent(case, item),
            Evidence(what="answering differs by kind: p", value=first.p_value, count=tickets),
            Evidence(what="limits", value=f"{LARGE:.0%} of the scale, or the verdict turned; {SCANNED}"),
        ),
        tickets_affected=tickets,
        advice="Ask everybody, or the same share of every kind; report the weighted figure beside the raw one.",
    )


def _weighted(seen: Weighed) -> Evidence:
    return Evidence(
        what=f"weighted by {FACTORS[seen.factor]}",
        value=seen.found.value,
        low=seen.found.estimate.low,
        high=seen.found.estimate.high,
        count=seen.found.estimate.count,
        unit=seen.item.unit,
    )


def _mix(seen: Weighed, tickets: int, answers: int) -> list[Evidence]:
    found = []
    for kind in seen.kinds[:SHOWN]:
        found += [
            Evidence(
                what=f"{kind.name}, of tickets", value=kind.tickets / tickets, count=tickets, unit="share"
            ),
            Evidence(
                what=f"{kind.name}, of answers", value=kind.answers / answers, count=answers, unit="share"
            ),
        ]
    return found


def _asked(case: Case, seen: Weighed) -> list[Evidence]:
    """Return what share of each kind was asked, where the surveys tell."""
    windows = inside(case.windows, seen.item.window)
    asked: dict[str, tuple[int, int]] = {}
    for row in case.signals["respondents"]:
        mine = row["objective"] == seen.item.objective and row["factor"] == seen.factor
        if mine and row["window"] in windows and row["asked"] is not None:
            name = kind_named(seen.factor, row["stratum"])
            invited, tickets = asked.get(name, (0, 0))
            asked[name] = (invited + row["asked"], tickets + row["tickets"])
    return [
        Evidence(what=f"{name}, asked", value=invited / tickets, count=tickets, unit="share")
        for name, (invited, tickets) in sorted(asked.items(), key=lambda pair: (-pair[1][1], pair[0]))[:SHOWN]
        if tickets
    ]


def _silent(case: Case, item: Judgement) -> list[Evidence]:
    """Return what those who did not answer could change."""
    rate = item.response_rate if item.response_rate is not None else item.coverage
    metric = case.metrics[f"{CODE}:{item.metric}"]
    if rate is None or rate > 1 or item.estimate.value is None:
        return []
    shift = stats.break_even_shift(item.estimate.value, item.levels.expected.exact, rate)
    bounds = stats.manski_bounds(item.estimate.value, rate, metric.low or 0, metric.high or 1)
    found = (
        []
        if shift is None
        else [Evidence(what="break-even shift of the silent", value=shift, unit=item.unit)]
    )
    if bounds is not None:
        low, high = bounds
        found.append(
            Evidence(
                what="whatever the silent would say",
                value=item.estimate.value,
                low=low,
                high=high,
                unit=item.unit,
            )
        )
    return found


RULE = Rule(
    CODE,
    "Biased respondents: those who answered are not like those served",
    "warning",
    __doc__ or "",
    check,
    metrics,
    cuts=tuple(FACTORS),
    signals=("respondents",),
)
