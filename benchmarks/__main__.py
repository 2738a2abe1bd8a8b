"""Run all measurements, or those that are named; some run only when named."""

from __future__ import annotations

import os
import platform
import sys
from importlib import import_module

from benchmarks.say import say

SUBJECTS = ("calendars", "others", "clocks", "cubes", "settlement")
ON_REQUEST = ("zones", "coverage", "segments")


def main(names: list[str]) -> None:
    """Run the named subjects, all but those on request where none is named."""
    unknown = set(names) - {*SUBJECTS, *ON_REQUEST}
    if unknown:
        msg = f"subjects: no such subject; got {sorted(unknown)}. Hint: {', '.join((*SUBJECTS, *ON_REQUEST))}"
        raise SystemExit(msg)
    say(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores")
    say()
    for name in names or SUBJECTS:
        import_module(f"benchmarks.{name}").main()


if __name__ == "__main__":
    main(sys.argv[1:])
