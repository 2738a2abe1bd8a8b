"""Two years of twenty objectives settled, beside the bare loop of as many exact comparisons."""

from __future__ import annotations

import random
from statistics import median
from time import perf_counter

import xlakit as xk
from benchmarks.say import say, table

OBJECTIVES, YEARS = 20, (2026, 2027)
ROUNDS = 60
VOLUME = 400


def agreement(earn_back: str = "") -> xk.Agreement:
    """Return twenty promises with two-step credits, multipliers and both caps."""
    promises = "\n".join(
        f"  - {{name: o{number:02}, metric: {{name: supplied, series: o{number:02}}}, expected: {{at_least: 95%}},"
        " minimum: {at_least: 92%}, service_credit: {allocation: 10%, severity: two-step}}"
        for number in range(OBJECTIVES)
    )
    return xk.load_agreement(
        "apiVersion: xlakit/v1\nkind: Agreement\nmetadata: {name: bench}\n"
        f"term: {{start: {YEARS[0]}-01-01, end: {YEARS[-1]}-12-31, timezone: Europe/Berlin}}\n"
        f"objectives:\n{promises}\n"
        "commercials: {currency: EUR, charges: {amount: '400000.00', per: month}, at_risk: 12%, pool: 200%,"
        f" multiplier: [1, 1.5, 2], annual_cap: 8%{earn_back}}}\n"
    )


def history(least: int) -> list[dict[str, object]]:
    """Return what was counted: month by month between `least` and 396 of 400 in time."""
    dice = random.Random(7)  # noqa: S311 - a seeded history
    return [
        {
            "objective": f"o{number:02}",
            "window": f"{year}-{month:02}",
            "good": dice.randint(least, 396),
            "total": VOLUME,
        }
        for year in YEARS
        for month in range(1, 13)
        for number in range(OBJECTIVES)
    ]


def compared(counts: list[tuple[int, int]]) -> int:
    """Compare every count with its level in whole numbers, and do nothing else."""
    return sum(good * 100 < 95 * total for good, total in counts)


def main() -> None:
    """Print milliseconds, the best and the median of sixty, and how many times the bare loop that is."""
    say(f"Settlement: {12 * len(YEARS)} months of {OBJECTIVES} objectives")
    say()
    back = ", earn_back: {form: E2, months: 6, share: 50%}"
    cases = (
        ("few misses", "", 379),
        ("a quarter missed", "", 373),
        ("a quarter missed, earn-back", back, 373),
    )
    rows = []
    for name, more, least in cases:
        terms, results = agreement(more), xk.load_results(history(least))
        counts = [(row.good or 0, row.total or 0) for row in results.rows]
        bare = min(_taken(lambda counts=counts: compared(counts)))
        taken = _taken(lambda terms=terms, results=results: xk.settle(terms, results))
        rows.append(
            (
                name,
                compared(counts),
                f"{1000 * min(taken):.1f} ms",
                f"{1000 * median(taken):.1f} ms",
                f"{1000 * bare:.3f} ms",
                f"{min(taken) / bare:.0f}",
            )
        )
    table(("history", "misses of 480", "best", "median", "480 bare comparisons", "ratio"), rows)


def _taken(work: object) -> list[float]:
    found = []
    for _ in range(ROUNDS):
        begin = perf_counter()
        work()  # type: ignore[operator]
        found.append(perf_counter() - begin)
    return found
