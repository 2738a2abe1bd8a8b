"""Run all studies, or those that are named; ``--scans 2`` runs each with so few that it only shows that it runs."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from time import perf_counter

# Small matrices: threads of the linear algebra would only wait for each other.
for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

SUBJECTS = ("watermelons", "clocks", "targets", "service", "sides", "fairness", "records")


def main(words: list[str]) -> None:
    """Run the named subjects, all of them where none is named."""
    most = None
    if "--scans" in words:
        place = words.index("--scans")
        most = int(words[place + 1])
        words = words[:place] + words[place + 2 :]
    unknown = set(words) - set(SUBJECTS)
    if unknown:
        msg = f"studies: no such study; got {sorted(unknown)}. Hint: {', '.join(SUBJECTS)}"
        raise SystemExit(msg)
    for name in words or SUBJECTS:
        begin = perf_counter()
        import_module(f"studies.{name}").main(most)
        sys.stdout.write(f"{name}: {perf_counter() - begin:.0f} s\n\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
