"""XLA404, scraping past the monthly target: the windows end just on the good side of it.

What it flags
    A promise of time, or of another share on the efficiency side, whose windows meet the target by less than one
    standard error more often than their own spread explains; and the same for all such promises together.
Why it matters
    A result that always lands just above the line says more about the line than about the service. Where the late
    windows are repaired, the figure no longer tells how well users are served.
How it is computed
    For each promise with 12 or more windows (without overlap, of 20 or more tickets each): windows just met less
    windows just missed, both by less than one standard error at the target. A beta-binomial is fitted to the
    windows and 400 histories of the same counts are drawn from it, with a fixed seed; p is the share of draws as
    high or higher. The promises are put together by Stouffer. Raised where p, adjusted by Benjamini-Hochberg
    at 10 % over all promises and their sum, stays below, and the excess over the fitted model is at least 2 windows a
    promise (3 for all together). Assumed: the windows of one promise differ as a beta-binomial, and not by season.
    The counterfactual is the number of windows that the fitted model would keep.
False alarms
    A desk that works the oldest tickets first, and eases off when the month is safe, ends just above the target
    without touching a record: bunching is not manipulation. Seasons on both sides of the target. In simulations
    of 24 months without scraping up to 5 % of single promises, and 7 % of ten together, were flagged at 5 %; with
    half of the near misses repaired 16 to 58 % of single promises up to one point above the target, and 73 to
    100 % of ten. A share further above leaves little power.
What to do
    Read how exclusions, pauses and closures of the last days of such windows were decided; pair the promise
    with one on quality.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from xlakit import stats
from xlakit.model import Evidence, Finding
from xlakit.rules.rule import Clear, NotApplicable, Rule

if TYPE_CHECKING:
    from fractions import Fraction

    from xlakit.model import Judgement
    from xlakit.rules.case import Case

CODE = "XLA404"
WINDOWS, TICKETS = 12, 20
FALSE_DISCOVERIES = 0.10
EXCESS, EXCESS_TOGETHER = 2.0, 3.0
SEED, DRAWS = 404, 400
ADVICE = (
    "Read how exclusions, pauses and closures of the last days of these windows were decided. Also explained by:"
    " working the oldest tickets first, easing off once a month is safe, seasons on both sides of the target."
)


class _Promise(NamedTuple):
    title: str
    scraping: stats.Scraping
    steady: stats.UnderDispersion


def check(case: Case) -> tuple[Finding, ...] | Clear | NotApplicable:
    """Return a finding for each promise whose windows scrape past the target, and for all together."""
    promises = _promises(case)
    if not promises:
        return NotApplicable(
            f"needs a share on the efficiency side with {WINDOWS} windows of {TICKETS} or more tickets"
        )
    chances = [item.scraping.p_value or 1.0 for item in promises.values()]
    together = stats.stouffer([min(chance, DRAWS / (DRAWS + 1)) for chance in chances])
    asked = [*chances, *([together] if together is not None and len(chances) > 1 else [])]
    adjusted = stats.benjamini_hochberg(asked)
    findings = [
        _finding(name, item, chance)
        for (name, item), chance in zip(promises.items(), adjusted, strict=False)
        if chance <= FALSE_DISCOVERIES and _excess(item.scraping) >= EXCESS
    ]
    total = sum(_excess(item.scraping) for item in promises.values())
    if len(adjusted) > len(promises) and adjusted[-1] <= FALSE_DISCOVERIES and total >= EXCESS_TOGETHER:
        findings.append(_together(promises, total, adjusted[-1]))
    return tuple(findings) or Clear(f"{len(promises)} promises over {WINDOWS} or more windows each")


def _promises(case: Case) -> dict[str, _Promise]:
    """Return what is said of each promise with enough windows, in the order of their names."""
    series: dict[tuple[str, Fraction, bool], list[Judgement]] = {}
    for item in case.judgements:
        level = item.levels.expected
        usable = item.kind == "efficiency" and item.unit == "share" and item.to_spare is not None
        if (
            usable
            and item.outcome.kept is not None
            and item.estimate.count >= TICKETS
            and 0 < level.exact < 1
        ):
            series.setdefault((item.objective, level.exact, level.higher_is_better), []).append(item)
    found = {}
    for (name, promised, higher), judgements in sorted(series.items()):
        apart = _apart(judgements)
        if len(apart) < WINDOWS:
            continue
        counts = [item.estimate.denominator or 0 for item in apart]
        hits = [item.estimate.numerator or 0 for item in apart]
        goal = promised if higher else 1 - promised
        if not higher:
            hits = [n - k for k, n in zip(hits, counts, strict=True)]
        found[name] = _Promise(
            apart[0].title,
            stats.scraping(hits, counts, goal, seed=SEED, draws=DRAWS),
            stats.under_dispersion(hits, counts),
        )
    return found


def _apart(judgements: list[Judgement]) -> list[Judgement]:
    """Return those whose windows share no instant: overlapping ones tell of the same tickets twice."""
    found: list[Judgement] = []
    for item in sorted(judgements, key=lambda each: each.window.start):
        if not found or item.window.start >= found[-1].window.end:
            found.append(item)
    return found


def _excess(found: stats.Scraping) -> float:
    return found.statistic - (found.expected or 0.0)


def _finding(name: str, item: _Promise, adjusted: float) -> Finding:
    found, steady = item.scraping, item.steady
    return Finding(
        code=CODE,
        severity="warning",
        title="scraping past the target",
        message=(
            f"{item.title}: {found.just_met} of {found.months} windows met the target by less than one standard error,"
            f" {found.just_missed} missed it by less; the spread of the windows explains a difference of"
            f" {found.expected:.1f}, not {found.statistic}. Consistent with results repaired up to the target;"
            " also explained by work that is steered by it."
        ),
        objective=name,
        evidence=(
            Evidence(what="windows just met", value=found.just_met, count=found.months),
            Evidence(what="windows just missed", value=found.just_missed, count=found.months),
            Evidence(what="difference that the fitted spread explains", value=found.expected),
            Evidence(what="p, simulated from the fitted model", value=found.p_value, count=found.draws),
            Evidence(what="p, adjusted for everything looked at", value=adjusted),
            Evidence(what="windows that met the target", value=found.met, count=found.months),
            Evidence(what="windows that the fitted model would keep", value=found.expected_met),
            Evidence(what="chance of windows as steady as these", value=steady.p_value),
            Evidence(what="assumption", value="windows differ as a beta-binomial, and not by season"),
        ),
        advice=ADVICE,
    )


def _together(promises: dict[str, _Promise], excess: float, adjusted: float) -> Finding:
    fits = [item.scraping for item in promises.values()]
    met, kept = sum(item.met for item in fits), sum(item.expected_met or 0.0 for item in fits)
    months = sum(item.months for item in fits)
    return Finding(
        code=CODE,
        severity="warning",
        title="scraping past the targets",
        message=(
            f"{len(fits)} promises together: {sum(item.just_met for item in fits)} of {months} results met their"
            f" target by less than one standard error, {sum(item.just_missed for item in fits)} missed it by less:"
            f" {excess:.1f} more than their spread explains. Consistent with results repaired up to the target; also"
            " explained by work that is steered by it."
        ),
        evidence=(
            Evidence(what="results just met beyond the fitted spread", value=excess, count=months),
            Evidence(what="p of all promises together, adjusted", value=adjusted, count=len(fits)),
            Evidence(what="results that met the target", value=met, count=months),
            Evidence(what="results that the fitted models would keep", value=kept),
            Evidence(what="assumption", value="promises differ independently of each other"),
        ),
        advice=ADVICE,
    )


RULE = Rule(CODE, "Scraping past the target, window by window", "warning", __doc__ or "", check)
