"""How often intervals hold the truth: answers of people who repeat themselves, few people, strata."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import expit, ndtri

from benchmarks.say import say, table
from xlakit.stats import (
    bootstrap,
    mean,
    poisson_bootstrap,
    poststratify,
    proportion,
    random_groups,
    ratio,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlakit.model import Estimate

    Desk = tuple[np.ndarray, np.ndarray, np.ndarray]
    Interval = Callable[[Desk], Estimate]

SEED = 20260101
RUNS = 2000
RESAMPLED_RUNS = 400
SPREAD = 1.2
"""Of people, on the logit scale."""
PEOPLE = (5, 10, 20, 40, 80, 150)


def desk(draw: np.random.Generator, people: int, centre: float, most: int) -> Desk:
    """Return score (0 … most) and person of every answer, and the random group of every person."""
    answers = 1 + draw.negative_binomial(0.8, 0.25, people)
    person = np.repeat(np.arange(people), answers)
    chance = expit(centre + SPREAD * draw.standard_normal(people))
    return draw.binomial(most, chance[person]), person, draw.integers(0, 64, people)


def lost_time(draw: np.random.Generator, people: int) -> Desk:
    """Return minutes lost instead of scores: log-normal people, exponential answers."""
    answers = 1 + draw.negative_binomial(0.8, 0.25, people)
    person = np.repeat(np.arange(people), answers)
    scale = 20 * np.exp(draw.standard_normal(people))
    return np.rint(draw.exponential(scale[person])).astype(int), person, draw.integers(0, 64, people)


def truth(centre: float) -> float:
    """Return the mean chance of a person drawn at random."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(80)
    return float((weights * expit(centre + SPREAD * nodes)).sum() / weights.sum())


def grouped(statistic: str) -> Interval:
    """Return the interval of random groups."""

    def interval(found: Desk) -> Estimate:
        score, person, group = found
        tops = np.bincount(group[person], score, 64).astype(int).tolist()
        bottoms = np.bincount(group[person], minlength=64).tolist()
        if statistic == "net_share":
            tops = [2 * top - bottom for top, bottom in zip(tops, bottoms, strict=True)]
        return random_groups(tops, bottoms, statistic=statistic, squares=len(score))  # type: ignore[arg-type]

    return interval


def delta(found: Desk) -> Estimate:
    """Return the delta interval over the same groups, t with G - 1 degrees of freedom."""
    score, person, group = found
    return ratio(score, np.ones(len(score), dtype=int), clusters=group[person].tolist())


def covered(interval: Interval, desks: list[Desk], goal: float) -> tuple[str, str]:
    """Return the share of desks whose interval holds the goal, and the mean width."""
    held, widths = 0, []
    for found in desks:
        estimate = interval(found)
        if estimate.low is not None and estimate.high is not None:
            held += estimate.low <= goal <= estimate.high
            widths.append(estimate.high - estimate.low)
    return f"{held / len(desks):.3f}", f"{np.mean(widths):.3g}"


def repeated() -> None:
    """Compare the ways to a share's interval where 150 requesters answer more than once."""
    draw, centre = np.random.default_rng(SEED), 1.5
    desks, goal = [desk(draw, 150, centre, 1) for _ in range(RESAMPLED_RUNS)], truth(1.5)
    ways: dict[str, Interval] = {
        "as if independent (Wilson)": lambda d: proportion(int(d[0].sum()), len(d[0])),
        "random groups (the default)": grouped("share"),
        "cluster delta": lambda d: ratio(d[0], np.ones_like(d[0]), clusters=d[1].tolist()),
        "cluster jackknife": lambda d: ratio(
            d[0], np.ones_like(d[0]), clusters=d[1].tolist(), variance="jackknife"
        ),
        "cluster bootstrap, percentile": lambda d: bootstrap(
            d[0].tolist(), clusters=d[1].tolist(), method="percentile", draws=1000, seed=1
        ),
        "cluster bootstrap, BCa": lambda d: bootstrap(
            d[0].tolist(), clusters=d[1].tolist(), draws=1000, seed=1
        ),
        "Poisson weights": lambda d: poisson_bootstrap(
            d[0], np.ones_like(d[0]), clusters=d[1].tolist(), seed=1
        ),
    }
    say(f"### A share, 150 requesters, {RESAMPLED_RUNS} desks")
    say()
    table(
        ("interval", "covers", "mean width"),
        [(name, *covered(way, desks, goal)) for name, way in ways.items()],
    )


def few() -> None:
    """Show what few respondents do to random groups, kind by kind."""
    say(f"### Few respondents, random groups, {RUNS} desks a row")
    say()
    rows = []
    draw = np.random.default_rng(SEED)
    for share in (0.5, 0.8, 0.95):
        centre = _centre(share)
        for people in PEOPLE:
            hits = [desk(draw, people, centre, 1) for _ in range(RUNS)]
            scores = [desk(draw, people, centre, 4) for _ in range(RUNS)]
            net = covered(grouped("net_share"), hits, 100 * (2 * share - 1))
            rows.append(
                (
                    share,
                    people,
                    covered(grouped("share"), hits, share)[0],
                    net[0],
                    *covered(delta, scores, 4 * share),
                    *covered(grouped("ratio"), scores, 4 * share),
                )
            )
    table(("p", "people", "share", "net share", "mean, delta", "width", "mean, jackknife", "width"), rows)


def _centre(share: float) -> float:
    """Return the centre at which people say yes with this chance on average."""
    low, high = 0.0, 10.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if truth(middle) < share else (low, middle)
    return low


def skewed() -> None:
    """Show the mean of lost time, which a few people decide."""
    say(f"### Mean lost time (log-normal people), {RESAMPLED_RUNS} desks a row")
    say()
    draw, goal = np.random.default_rng(SEED), 20 * math.exp(0.5)
    rows = []
    for people in PEOPLE:
        desks = [lost_time(draw, people) for _ in range(RESAMPLED_RUNS)]
        ways: tuple[Interval, ...] = (
            lambda d: mean(d[0].tolist()),
            delta,
            grouped("ratio"),
            lambda d: bootstrap(d[0].tolist(), clusters=d[1].tolist(), draws=1000, seed=1),
        )
        rows.append((people, *(covered(way, desks, goal)[0] for way in ways)))
    table(
        ("people", "as if independent", "groups, delta", "groups, jackknife", "cluster bootstrap, BCa"), rows
    )


def strata() -> None:
    """Compare the joined Wilson limits with value ± 1.96 standard errors, two strata of one size."""
    say(f"### A post-stratified share, two strata of one size, {RUNS} surveys a row")
    say()
    draw, rows = np.random.default_rng(SEED), []
    quantile = float(ndtri(0.975))
    for counts in ((5, 20), (10, 40), (30, 170)):
        for shares in ((0.6, 0.9), (0.9, 0.95), (0.97, 0.99)):
            goal, joined, plain = sum(shares) / 2, 0, 0
            for _ in range(RUNS):
                hits = draw.binomial(counts, shares).tolist()
                found = poststratify([(500, count, hit) for count, hit in zip(counts, hits, strict=True)])
                value, error = found.estimate.value or 0.0, found.standard_error or 0.0
                joined += (found.estimate.low or 0.0) <= goal <= (found.estimate.high or 0.0)
                plain += abs(value - goal) <= quantile * error
            rows.append((counts, shares, f"{joined / RUNS:.3f}", f"{plain / RUNS:.3f}"))
    table(("answers", "shares", "joined Wilson", "± 1.96 standard errors"), rows)


def main() -> None:
    """Run all four."""
    say("## Coverage of nominal 95 % intervals")
    say()
    say("People differ (sd 1.2 on the logit scale) and answer 1 + NegBin(0.8, 0.25) times.")
    say()
    for subject in (repeated, few, skewed, strata):
        subject()
