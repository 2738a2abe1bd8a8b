"""XLA403, 406, 407, 411: clocks stopped just in time, paused, reclassified, and tickets that come back.

Signals are drawn ticket by ticket: minutes of work are log-normal, a fifth of them rounded to half hours, and one limit
of four hours holds. Tickets that are worked on in the order of deadlines bunch, too; no rule can tell that from gaming
by clocks alone, and none is claimed to: the null here is work that does not look at the limit.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from studies.cases import signalled, team
from studies.scan import SEGMENTS, Plan, report

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from xlakit.rules import Case

    Minutes = NDArray[np.float64]

LIMIT, BIN, BINS = 240, 15, 48
MEDIAN, SPREAD = 110, 0.7
HEAPED, HEAP = 0.2, 30
HOUR_US = 3_600_000_000
PLACE: dict[str, Any] = {"window": 0, "clock": "fix", "examples": ()}


def minutes(draw: np.random.Generator, count: int) -> Minutes:
    """Return how long tickets take, with a fifth of them rounded to half hours."""
    taken = np.ceil(draw.lognormal(np.log(MEDIAN), SPREAD, count))
    heaped = np.maximum(HEAP, HEAP * np.rint(taken / HEAP))
    return np.where(draw.random(count) < HEAPED, heaped, taken)


def bins(draw: np.random.Generator, bad: frozenset[int], count: int, pulled: float) -> Case:
    """Return quarter hours about the limit; of those up to an hour late a part is stopped just in time."""
    rows = []
    for number in range(SEGMENTS):
        taken = minutes(draw, count)
        if number in bad:
            hurried = (taken > LIMIT) & (taken <= LIMIT + 60) & (draw.random(count) < pulled)
            taken = np.where(hurried, LIMIT - draw.integers(BIN, size=count), taken)
        place = np.ceil(taken / BIN).astype(int) - 1
        counts = np.bincount(place[place < BINS], minlength=BINS).tolist()
        more = {"counts": tuple(counts), "resolved": (), "reopened": (), "others": (0,) * BINS}
        clock = {"limit_us": 4 * HOUR_US, "limit_bin": LIMIT // BIN}
        told = {"decided": count, "met": int((taken <= LIMIT).sum())}
        rows.append(PLACE | clock | more | told | {"segment": team(number)})
    return signalled("XLA403", "bins", rows)


def pauses(draw: np.random.Generator, bad: frozenset[int], count: int, late: float) -> Case:
    """Return pauses at one in ten hours; of the clocks about to breach a part is paused in the last tenth."""
    rows = []
    for number in range(SEGMENTS):
        taken, edge = minutes(draw, count), 0.9 * LIMIT
        early_hours = np.minimum(taken, edge) / 60
        late_hours = np.clip(taken, edge, LIMIT) / 60 - edge / 60
        late_pauses = draw.poisson(late_hours / 10)
        # Half of the honest pauses come without a message, and half of those outlast what was left.
        kept = int(draw.binomial(late_pauses.sum(), 0.25))
        if number in bad:
            planted = (taken > LIMIT) & (draw.random(count) < late)
            late_hours = np.where(planted, late_hours * draw.uniform(0.3, 0.9, count), late_hours)
            late_pauses, kept = late_pauses + planted, kept + int(planted.sum())
        sums = {
            "late_pauses": int(late_pauses.sum()),
            "late_hours": float(late_hours.sum()),
            "early_pauses": int(draw.poisson(early_hours / 10).sum()),
            "early_hours": float(early_hours.sum()),
            "silent": kept,
            "decided": count,
            "met": int((taken <= LIMIT).sum()) + kept,
            "kept_by_pause": kept,
        }
        rows.append(PLACE | sums | {"segment": team(number)})
    return signalled("XLA406", "pauses", rows)


def priorities(draw: np.random.Generator, bad: frozenset[int], count: int, late: float) -> Case:
    """Return triage at any time in 4 % of tickets; of the clocks about to breach a part is downgraded late."""
    rows = []
    for number in range(SEGMENTS):
        taken = minutes(draw, count)
        reached = taken >= 0.8 * LIMIT
        at = draw.uniform(0, 1, count) * taken
        honest = draw.random(count) < 0.04  # noqa: PLR2004 - as said above
        early, down = honest & (at < 0.8 * LIMIT), honest & (at >= 0.8 * LIMIT)
        reached &= ~early
        if number in bad:
            down |= reached & (taken > LIMIT) & (draw.random(count) < late)
        initial = int((taken <= LIMIT).sum())
        gained = int(((early | down) & (taken > LIMIT) & (taken <= 2 * LIMIT)).sum())
        sums = {
            "binding": "current",
            "late_downgrades": int(down.sum()),
            "late_cycles": int(reached.sum()),
            "early_downgrades": int(early.sum()),
            "early_cycles": count,
            "down": int((early | down).sum()),
            "up": int(draw.binomial(count, 0.02)),
            "decided": count,
            "met_initial": initial,
            "met_final": initial + gained,
        }
        rows.append(PLACE | sums | {"segment": team(number)})
    return signalled("XLA407", "priorities", rows)


def early_closures(draw: np.random.Generator, bad: frozenset[int], count: int, more: float) -> Case:
    """Return 4 % reopened and 2 % opened anew; of those closed near the limit a further part is reopened."""
    rows = []
    for number in range(SEGMENTS):
        taken = minutes(draw, count)
        near, spare = int(((taken >= 0.9 * LIMIT) & (taken <= LIMIT)).sum()), int((taken < 0.9 * LIMIT).sum())
        again = 0.04 + (more if number in bad else 0.0)
        reopened, anew = int(draw.binomial(near, again)), int(draw.binomial(near, 0.02))
        sums = {
            "near": near,
            "near_reopened": reopened,
            "near_anew": anew,
            "near_reopened_met": reopened,
            "near_anew_met": anew,
            "spare": spare,
            "spare_reopened": int(draw.binomial(spare, 0.04)),
            "spare_anew": int(draw.binomial(spare, 0.02)),
            "reopens_known": True,
            "contacts_known": True,
            "decided": count,
            "met": near + spare,
            "examples_reopened": (),
            "examples_anew": (),
        }
        rows.append(PLACE | sums | {"segment": team(number)})
    return signalled("XLA411", "early_closures", rows)


def plans() -> Iterator[Plan]:
    """Yield the rows of the table."""
    for count, pulled in ((800, 0.15), (800, 0.4), (3_000, 0.15), (3_000, 0.4)):
        plant = f"{pulled:.0%} of (T, T + 60 min] pulled under T"
        yield Plan("XLA403", f"{count} tickets", plant, partial(bins, count=count, pulled=pulled))
    for count in (200, 600):
        plant = "half of those about to breach paused"
        yield Plan("XLA406", f"{count} tickets", plant, partial(pauses, count=count, late=0.5))
    for count in (200, 600):
        plant = "30% of those about to breach downgraded"
        yield Plan("XLA407", f"{count} tickets", plant, partial(priorities, count=count, late=0.3))
    for count in (600, 2_000):
        plant = "20 points more reopened near the limit"
        yield Plan("XLA411", f"{count} tickets", plant, partial(early_closures, count=count, more=0.2))


def main(most: int | None = None) -> None:
    """Say the table."""
    report("Gaming of clocks, 120 segments, heaped times", plans(), most)
