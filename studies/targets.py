"""XLA404, 405, 408, 410, 412, 418: behaviour that a target drives, over windows, users and queues."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from studies.cases import setting, share, signalled, team
from studies.scan import SEGMENTS, Plan, report
from xlakit import stats
from xlakit.facts.signals import SignalTable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlakit.metrics import Cell
    from xlakit.rules import Case

    Sums = dict[tuple[str, int, str | None], Cell]

MONTHS, TICKETS, GOAL = 24, 400, 0.9
YEAR, WEEK = 350.0, 7.0
EVEN = 0.005
"""How much the months of one promise differ, as the correlation of a beta-binomial."""


def scraping(draw: np.random.Generator, bad: frozenset[int], promises: int, rate: float) -> Case:
    """Return months of a beta-binomial; of those missed by less than one standard error half are repaired."""
    size = 1 / EVEN - 1
    hits = draw.binomial(TICKETS, draw.beta(rate * size, (1 - rate) * size, (promises, MONTHS)))
    if bad:
        goal, error = round(GOAL * TICKETS), np.sqrt(TICKETS * GOAL * (1 - GOAL))
        near = (hits < goal) & (hits > goal - error) & (draw.random(hits.shape) < 0.5)  # noqa: PLR2004 - half
        hits = np.where(near, goal, hits)
    made = setting("XLA404", months=MONTHS, promises=promises)
    sums: Sums = {
        (f"fix{number}" if number else "fix", month, None): share(int(hit), TICKETS)
        for number, months in enumerate(hits)
        for month, hit in enumerate(months)
    }
    return made.case(sums, columns=())


def requesters(draw: np.random.Generator, bad: frozenset[int], users: int, closed: float) -> Case:
    """Return contacts of users with rates of their own; a part of them is closed unsolved, and comes again."""
    rows = []
    for number in range(SEGMENTS):
        who = np.repeat(np.arange(users), draw.poisson(draw.gamma(2, 2, users)))
        at = draw.uniform(0, YEAR, len(who))
        if number in bad:
            again = draw.random(len(who)) < closed
            who, at = np.concatenate([who, who[again]]), np.concatenate([at, at[again] + draw.uniform(0, 5)])
        order = np.lexsort((at, who))
        who, at = who[order], at[order]
        same = np.append(who[1:] == who[:-1], False)
        repeat = same & (np.append(at[1:], 0.0) - at <= WEEK)
        contacts, repeats = (np.bincount(who, weights, users) for weights in (None, repeat))
        # Each user's own rate: apart from the contact itself, and from the weeks after contacts.
        other = np.maximum(contacts - 1 - repeats, 0)[who]
        rates = other / np.maximum(YEAR - WEEK * contacts[who], WEEK)
        shrunk = stats.shrunk_rates(np.rint(rates * YEAR).astype(int).tolist(), [YEAR] * len(who))
        chances = -np.expm1(-WEEK * np.array([rate or 0.0 for rate in shrunk]))
        sums = {"contacts": len(who), "repeats": int(repeat.sum()), "expected": float(chances.sum())}
        more = {"claimed": 0, "claimed_repeats": 0, "claimed_expected": 0.0, "examples": ()}
        rows.append({"window": 0, "segment": team(number)} | sums | more)
    return signalled("XLA405", "requesters", rows)


def closures(draw: np.random.Generator, bad: frozenset[int], a_day: float, pace: float) -> Case:
    """Return a year of closures whose months differ, and whose last days differ from month to month."""
    rows = []
    for number in range(SEGMENTS):
        for month in range(12):
            usual = a_day * draw.lognormal(0, 0.2)
            ends = draw.lognormal(0, 0.15) * (pace if number in bad else 1.0)
            last, rest = int(draw.poisson(3 * usual * ends)), int(draw.poisson(18 * usual))
            sums = {"last": last, "last_days": 3, "rest": rest, "rest_days": 18}
            seen = {"last_watched": last, "last_reopened": 0, "rest_watched": rest, "rest_reopened": 0}
            rows.append({"window": month, "segment": team(number), **sums, **seen, "examples": ()})
    return signalled("XLA408", "closures", rows, 12)


def splitting(draw: np.random.Generator, bad: frozenset[int], episodes: int, split: float) -> Case:
    """Return a year of episodes, now and then an outage; in the later half a part is split in two."""
    rows = []
    for number in range(SEGMENTS):
        for month in range(12):
            rate = 0.15 + (0.3 if draw.random() < 0.08 else 0.0)  # noqa: PLR2004 - one outage a year
            tickets = episodes + int(draw.poisson(rate, episodes).sum())
            if number in bad and month >= 6:  # noqa: PLR2004 - half of the year
                tickets += int(draw.binomial(episodes, split))
            place = {"window": month, "segment": team(number), "examples": ()}
            rows.append(place | {"episodes": episodes, "tickets": tickets})
    return signalled("XLA410", "splitting", rows, 12)


def picks(draw: np.random.Generator, bad: frozenset[int], days: int, wait: float) -> Case:
    """Return days of eight tickets taken up after honest waits; hard ones are left waiting for some hours more."""
    rows = []
    for number in range(SEGMENTS):
        opened = np.sort(draw.uniform(0, 4, (days, 8)), axis=1)
        hard = draw.random((days, 8)) < 0.4  # noqa: PLR2004 - of tickets
        picked = opened + draw.exponential(2, (days, 8)) + (wait * hard if number in bad else 0.0)
        rows.append({"window": 0, "segment": team(number)} | _queue(opened, picked, 1.0 * hard))
    return signalled("XLA412", "picks", rows)


def _queue(opened: Any, picked: Any, work: Any) -> dict[str, Any]:  # noqa: ANN401 - arrays, days by tickets
    """Return what the signal says of so many days: skips beyond half an hour, and order against order."""
    later = opened[:, :, None] > opened[:, None, :]
    skip = later & (picked[:, :, None] + 0.5 <= picked[:, None, :])
    balance = skip.sum(axis=1) - skip.sum(axis=2)
    order = stats.kendall_within(zip(opened, picked, strict=True))
    harder = stats.permuted_sum(zip(balance, work, strict=True))
    return {
        "picks": opened.size,
        "skipping": int((skip.sum(axis=2) > 0).sum()),
        "skipped": int((skip.sum(axis=1) > 0).sum()),
        "pairs": order.pairs,
        "order_statistic": order.statistic,
        "order_variance": order.variance,
        "work_statistic": harder.statistic,
        "work_variance": harder.variance,
        "harder": int((skip & (work[:, None, :] > work[:, :, None])).sum()),
        "easier": int((skip & (work[:, None, :] < work[:, :, None])).sum()),
        "skipped_hours": None,
        "other_hours": None,
        "examples": (),
    }


def giving_up(
    draw: np.random.Generator, bad: frozenset[int], promises: int, rate: float, after: float
) -> Case:
    """Return months in which promises are missed at one rate; planted, at another once the month is lost."""
    made = setting("XLA418", months=MONTHS, promises=promises)
    sums: Sums = {}
    rows = []
    for number in range(promises):
        name = f"fix{number}" if number else "fix"
        for month in range(MONTHS):
            chance = draw.random(TICKETS)
            missed = chance < rate
            over = np.cumsum(missed) > round((1 - GOAL) * TICKETS)
            if bad and over.any():
                lost = int(over.argmax()) + 1
                missed[lost:] = chance[lost:] < after
            places = tuple((np.flatnonzero(missed) + 1).tolist())
            sums[name, month, None] = share(TICKETS - len(places), TICKETS)
            rows.append((name, made.windows[month], TICKETS, places))
    table = SignalTable(("objective", "window", "count", "failures"), tuple(rows))
    return replace(made.case(sums, columns=()), signals={"decisions": table})


def plans() -> Iterator[Plan]:
    """Yield the rows of the table."""
    for promises, rate in ((1, 0.9), (10, 0.9), (10, 0.97)):
        size = f"{promises} promises, 24 months of 400, truly {rate:.0%} for 90%"
        case = partial(scraping, promises=promises, rate=rate)
        yield Plan("XLA404", size, "half of near misses repaired", case, segments=1, bad=1, scans=200)
    for users in (50, 150):
        case = partial(requesters, users=users, closed=0.06)
        yield Plan("XLA405", f"{users} users, 4 contacts each", "6% closed unsolved", case, scans=50)
    for a_day in (5.0, 20.0):
        size = f"12 months, {a_day:.0f} a day"
        yield Plan("XLA408", size, "1.5 times the pace", partial(closures, a_day=a_day, pace=1.5))
    for episodes in (30, 100):
        size = f"12 months of {episodes} episodes"
        plant = "a fifth split from month 7 on"
        yield Plan("XLA410", size, plant, partial(splitting, episodes=episodes, split=0.2))
    for days in (15, 45):
        case = partial(picks, days=days, wait=3.0)
        yield Plan("XLA412", f"{days} days of 8 tickets", "hard ones wait 3 h more", case, scans=40)
    for promises in (1, 10):
        size = f"{promises} promises, 24 months of 400, truly 88% for 90%"
        case = partial(giving_up, promises=promises, rate=0.12, after=0.24)
        yield Plan("XLA418", size, "missed twice as often once lost", case, segments=1, bad=1, scans=200)


def main(most: int | None = None) -> None:
    """Say the table."""
    report("Target-driven behaviour, 120 segments (XLA404 and XLA418: one desk)", plans(), most)
