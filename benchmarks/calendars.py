"""How fast one calendar is: ten years of a Berlin office with lunch breaks, holidays and summer time."""

from __future__ import annotations

from statistics import median
from time import perf_counter

import numpy as np

from benchmarks.say import rate, say, seconds, table
from xlakit import Calendar

MILLION = 1_000_000
PAIRS = 4 * MILLION
FIRST, LAST = np.datetime64("2016-01-01", "us"), np.datetime64("2025-12-31", "us")
DAY = np.timedelta64(1, "D")


def berlin() -> Calendar:
    """Return the calendar that is measured."""
    return Calendar(
        timezone="Europe/Berlin",
        hours={"mon-fri": ["08:00-12:00", "13:00-17:00"]},
        holidays={"country": "DE", "subdivision": "BE"},
        dates={f"{year}-12-24": ["08:00-12:00"] for year in range(2016, 2026)},
    )


def pairs(count: int = PAIRS) -> tuple[np.ndarray, np.ndarray]:
    """Return starts in random order over ten years, and ends up to 30 days later."""
    random = np.random.default_rng(1)
    starts = FIRST + random.integers(0, int((LAST - FIRST) / np.timedelta64(1, "us")), count)
    return starts, np.minimum(starts + random.integers(0, 30 * 86_400 * 10**6, count), LAST)


def main() -> None:
    """Print the rates, and how they grow with the data."""
    say("## One calendar, arrays of instants, one core")
    say()
    starts, ends = pairs()
    berlin().elapsed(FIRST, LAST)  # what every first calendar of a process loads: the zone, the holidays
    stating, compiling = [], []
    for _ in range(5):
        begin = perf_counter()
        calendar = berlin()
        stated = perf_counter()
        calendar.elapsed(FIRST, LAST)
        stating.append(stated - begin)
        compiling.append(perf_counter() - stated)
    hours = np.random.default_rng(2).integers(1, 60 * 3600 * 10**6, PAIRS).view("timedelta64[us]")
    sorted_starts = np.sort(starts)
    rows = [("stating it, holidays of the country included", f"{1e3 * median(stating):.1f} ms")]
    rows += [("compiling ten years", f"{1e3 * median(compiling):.1f} ms")]
    work = {
        "elapsed, pairs a second, starts in random order": lambda: calendar.elapsed(starts, ends),
        "elapsed, pairs a second, starts in order": lambda: calendar.elapsed(sorted_starts, ends),
        "deadline, a second, starts in random order": lambda: calendar.deadline(starts, hours),
        "deadline, a second, starts in order": lambda: calendar.deadline(sorted_starts, hours),
        "is_open, a second": lambda: calendar.is_open(starts),
    }
    rows += [(name, rate(PAIRS / seconds(run))) for name, run in work.items()]
    many = pairs(10 * MILLION)
    few = tuple(column[:MILLION] for column in many)
    grown = seconds(lambda: calendar.elapsed(*many)) / seconds(lambda: calendar.elapsed(*few))
    rows.append(("time for 10 million pairs / time for 1 million", f"{grown:.1f}"))
    table(("", "measured"), rows)


if __name__ == "__main__":
    main()
