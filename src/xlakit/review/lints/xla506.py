"""XLA506, clock without an end: nothing says what stops it, or how long it may run.

What it flags
    A clock whose ``stop`` is not stated; priorities of the agreement, or records, for which a clock has no limit; a
    clock that no objective promises anything about.
Why it matters
    What stops a clock is what the provider will do first. A ticket without a limit is under no promise: making it one
    is the cheapest way to be in time.
How it is computed
    From the clauses. A limit without a condition, or ``within: {default: …}``, covers everything.
False alarms
    Priorities that are meant to have no limit (planned work); clocks that are only reported.
What to do
    State ``stop``; give every priority a limit, or a ``default``; promise what the clock measures, or take it out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlakit.review.lints.lint import Lint, Remark
from xlakit.rules.rule import Clear, NotApplicable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlakit.model import Clock
    from xlakit.model.finding import Severity
    from xlakit.review.lints.lint import Answer
    from xlakit.review.lints.terms import Terms

CODE = "XLA506"


def check(terms: Terms) -> Answer:
    """Return remarks on clocks that do not say when they end."""
    clocks = terms.agreement.clocks
    if not clocks:
        return NotApplicable("needs a clock")
    found = tuple(remark for name, clock in clocks.items() for remark in _of(name, clock, terms))
    return found or Clear(f"{len(clocks)} clocks looked at")


def _of(name: str, clock: Clock, terms: Terms) -> Iterator[Remark]:
    if "stop" not in clock.model_fields_set:
        message = f"Nothing says what stops the clock {name}; 'resolved' is assumed."
        yield _remark(("clocks", name), "info", message, "State it: stop: resolved.")
    lines = clock.limit_lines()
    if all(line.when for line in lines):
        open_ended = _without_limit(clock, terms)
        key = "limits" if clock.limits else "within"
        if open_ended:
            message = f"The clock {name} has no limit for {', '.join(open_ended)}: such tickets are under no promise."
            yield _remark(("clocks", name, key), "warning", message, "Give each a limit, or state a default.")
        elif clock.limits:
            message = f"Records that match no limit of the clock {name} are under no promise."
            yield _remark(
                ("clocks", name, key), "info", message, "Add a last limit without a condition, or a default."
            )
    promised = {clock for item in terms.promises for clock in item.metric.clocks}
    if name not in promised:
        message = f"No objective promises anything about the clock {name}."
        yield _remark(("clocks", name), "info", message, "Promise it, or take it out.")


def _without_limit(clock: Clock, terms: Terms) -> list[str]:
    """Return the priorities of the agreement that no limit speaks of."""
    lines = clock.limit_lines()
    if any("priority" not in line.when for line in lines):
        return []
    named = {value for line in lines for value in line.when["priority"]}
    return [name for name in terms.agreement.priorities if name not in named]


def _remark(place: tuple[str, ...], severity: Severity, message: str, advice: str) -> Remark:
    return Remark(
        code=CODE,
        severity=severity,
        title="clock without an end",
        place=place,
        message=message,
        advice=advice,
    )


LINT = Lint(CODE, "Clock without an end", "warning", __doc__ or "", check)
