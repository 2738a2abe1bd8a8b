"""Every law in every zone: the tests that draw zones otherwise, asked of all of them."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from time import perf_counter

from benchmarks.say import say, table

TESTS = Path(__file__).parents[1] / "tests"
LAWS = TESTS / "property" / "test_worktime_zones.py"
WALK = TESTS / "oracle" / "test_worktime_oracle.py"


class Tally:
    """What pytest reports, counted by test."""

    def __init__(self) -> None:
        self.found: dict[str, list[str]] = {}

    def pytest_runtest_logreport(self, report: object) -> None:
        """Count the call of a test, or what kept it from being called."""
        when, outcome = getattr(report, "when", ""), getattr(report, "outcome", "")
        if when == "call" or outcome != "passed":
            name = str(getattr(report, "nodeid", "")).split("::")[-1].split("[")[0]
            self.found.setdefault(name, []).append(outcome)


def main() -> None:
    """Run the laws and the minute walk for every zone whose offset changed between 1975 and 2037."""
    import pytest

    os.environ["XLAKIT_ZONES"] = "all"
    tally, begin = Tally(), perf_counter()
    pytest.main(
        ["-q", "-n0", "-p", "no:randomly", "-p", "no:cacheprovider", str(LAWS), str(WALK)], plugins=[tally]
    )
    walk = sys.modules[WALK.stem]
    changes = sum(len(walk.changes(zone)) for zone in walk.CHANGED)
    say()
    say(f"{len(walk.CHANGED)} zones with {changes} changes of clocks, {perf_counter() - begin:.0f} seconds")
    say()
    rows = [
        (name, len(found), len(found) - found.count("passed")) for name, found in sorted(tally.found.items())
    ]
    table(("test", "run (zones)", "failed"), rows)


if __name__ == "__main__":
    main()
