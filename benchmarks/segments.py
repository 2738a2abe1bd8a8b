"""How often a scan over many segments calls the wrong ones, and how many of the bad ones it finds.

120 segments; a fifth of them lie 8 points below the target, the others 3 points above it. False alarms are wrong
calls over all calls of a scan (0 where it calls none), power is the share of the bad segments that are
called; both are means over seeded scans, with their Monte Carlo errors.
"""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from benchmarks.say import say, table
from xlakit.stats import benjamini_hochberg, empirical_bayes, one_sided, p_below, posterior_fdr, proportion

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

SEGMENTS, BAD, SCANS, SEED = 120, 24, 400, 12
DEFICIT, SURPLUS = 0.08, 0.03
TARGETS = (0.8, 0.85, 0.9)
ANSWERS = ((10, 60), (40, 200))
RATE = 0.1

Calls = set[int]


def point(successes: list[int], counts: list[int], target: float) -> Calls:
    """Call every segment whose share lies below the target."""
    return {i for i, (k, n) in enumerate(zip(successes, counts, strict=True)) if k / n < target}


def bound(successes: list[int], counts: list[int], target: float) -> Calls:
    """Call where the one-sided 95 % Wilson bound lies below the target: "suspected"."""
    level = one_sided(0.95)
    highs = (proportion(k, n, level=level).high for k, n in zip(successes, counts, strict=True))
    return {i for i, high in enumerate(highs) if high is not None and high < target}


def adjusted(successes: list[int], counts: list[int], target: float) -> Calls:
    """Call by Benjamini-Hochberg on exact binomial p-values."""
    p_values = [p_below(k, n, target) or 0.0 for k, n in zip(successes, counts, strict=True)]
    return {i for i, p in enumerate(benjamini_hochberg(p_values)) if p <= RATE}


def shrunk(successes: list[int], counts: list[int], target: float) -> Calls:
    """Call by empirical Bayes with a beta prior and posterior false discovery rate."""
    return set(empirical_bayes(successes, counts).select(target, rate=RATE).segments)


def sure(successes: list[int], counts: list[int], target: float) -> Calls:
    """Call where a prior of any shape agrees: "confirmed"."""
    return set(empirical_bayes(successes, counts).select(target, rate=RATE, prior="both").segments)


def told(successes: list[int], counts: list[int], target: float) -> Calls:
    """Call as one who knows how many are bad, and how bad: no method can do better."""
    k, n = np.array(successes), np.array(counts)
    bad = BAD * stats.binom.pmf(k, n, target - DEFICIT)
    good = (SEGMENTS - BAD) * stats.binom.pmf(k, n, target + SURPLUS)
    return set(posterior_fdr((bad / (bad + good)).tolist(), rate=RATE).segments)


WAYS: dict[str, Callable[[list[int], list[int], float], Calls]] = {
    "point estimate": point,
    "Wilson one-sided 95 %": bound,
    "Benjamini-Hochberg 10 %, exact p": adjusted,
    "empirical Bayes, posterior FDR 10 %": shrunk,
    "the same, both priors": sure,
    "knowing the two groups, posterior FDR 10 %": told,
}


def scans(
    way: str, answers: tuple[int, int], target: float, times: int = SCANS
) -> tuple[list[float], list[float]]:
    """Return false alarms and power of each of so many seeded scans."""
    draw = np.random.default_rng(SEED)
    shares = np.where(np.arange(SEGMENTS) < BAD, target - DEFICIT, target + SURPLUS)
    false, power = [], []
    for _ in range(times):
        counts = draw.integers(*answers, SEGMENTS, endpoint=True)
        successes = draw.binomial(counts, shares)
        called = WAYS[way](successes.tolist(), counts.tolist(), target)
        right = sum(index < BAD for index in called)
        false.append((len(called) - right) / len(called) if called else 0.0)
        power.append(right / BAD)
    return false, power


def summary(values: Iterable[float]) -> str:
    """Return a mean in per cent with its Monte Carlo error."""
    known = np.fromiter(values, dtype=float)
    return f"{100 * known.mean():.1f} ± {100 * known.std(ddof=1) / sqrt(len(known)):.1f}"


def main() -> None:
    """Say the table."""
    say(
        f"## Calling segments below target: {SEGMENTS} segments, {BAD} of them bad, {SCANS} scans, seed {SEED}"
    )
    say()
    rows = []
    for target in TARGETS:
        for answers in ANSWERS:
            for way in WAYS:
                false, power = scans(way, answers, target)
                rows.append(
                    (f"{target:.0%}", f"{answers[0]}–{answers[1]}", way, summary(false), summary(power))
                )
    table(("target", "answers a segment", "called by", "false alarms, %", "power, %"), rows)


if __name__ == "__main__":
    main()
