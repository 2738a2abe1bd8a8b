"""Agreements with many clauses, and histories to draw, for the laws of money."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

import xlakit as xk

Row = dict[str, Any]
History = dict[tuple[str, str], tuple[int, int] | None]
"""Objective and window → successes and records."""

MONTHS = tuple(f"2026-{month:02}" for month in range(1, 10))
QUARTERS = ("2026-Q1", "2026-Q2", "2026-Q3")
LEVELS = "expected: {at_least: 90%}, minimum: {at_least: 80%}, stretch: {at_least: 97%}"
LOW = "expected: {at_most: 10%}, minimum: {at_most: 20%}"
BANDS = "[{below: 90%, credit: 3%}, {below: 85%, credit: 7.5%}, {below: 60%, credit: 21%}]"
POINTS = "[{below: 90%, points: 2}, {below: 80%, points: 5}]"


def promise(name: str, levels: str, more: str) -> str:
    return f"  - {{name: {name}, metric: {{name: supplied, series: {name}}}, {levels}, {more}}}"


def text(objectives: list[str], commercials: str, more: str = "") -> str:
    return (
        "apiVersion: xlakit/v1\nkind: Agreement\nmetadata: {name: law}\n"
        "term: {start: 2026-01-01, end: 2026-12-31, timezone: Europe/Berlin}\n"
        f"{more}\nobjectives:\n" + "\n".join(objectives) + f"\ncommercials:\n  currency: EUR\n{commercials}\n"
    )


CHARGED = "  charges: {amount: '12345.67', per: month}\n  at_risk: 10%\n"
TEXTS = {
    "pool": text(
        [
            promise("a", LEVELS, "service_credit: {allocation: 70%}"),
            promise("b", LOW, "service_credit: {allocation: 70%, severity: step}"),
            promise("c", LEVELS, "service_credit: {allocation: 60%, severity: linear}"),
        ],
        CHARGED + "  pool: 200%\n  multiplier: [1, 1.5, 2]\n  annual_cap: 4%\n"
        "  earn_back: {form: E2, months: 2, share: 50%}",
    ),
    "points": text(
        [
            promise("a", LEVELS, f"service_credit: {{severity: {{points: {POINTS}}}}}"),
            promise("b", LOW, "service_credit: {allocation: 33.33%}"),
            promise("c", LEVELS, f"service_credit: {{severity: {{points: {POINTS}, repeat: 3}}}}"),
        ],
        CHARGED + "  service_points: {per_point: 0.7%}\n  rounding: half_even\n"
        "  persistent_failure: {failures: 3, in: 4, credit: 1%, of: charges}\n"
        "  earn_back: {form: E4, months: 2}",
    ),
    "bands": text(
        [
            promise("a", LEVELS, f"service_credit: {{of: charges, severity: {{bands: {BANDS}}}}}"),
            promise("b", LOW, "service_credit: {of: charges, allocation: 5%, severity: shortfall}"),
            promise(
                "c", LEVELS, "low_volume: {allow: 2}, service_credit: {allocation: 50%}, bonus: {max: 2%}"
            ),
        ],
        CHARGED + "  cap: 7%\n  cap_excess: carry_forward\n  offset: bank\n  earn_back: {form: E1}",
    ),
    "categories": text(
        [
            promise("a", LEVELS, "service_credit: {allocation: 55%, category: ops}"),
            promise(
                "b",
                LOW,
                "service_credit: {allocation: 45%, category: ops, default_after: {misses: 2, in: 3}}",
            ),
            promise(
                "c",
                LEVELS,
                "compare_round: {places: 0}, not_measured: counts_as_miss,"
                " service_credit: {allocation: 55%, category: desk}",
            ),
        ],
        CHARGED + "  categories: {ops: 60%, desk: 40%}\n  earn_back: {form: E3, months: 1, share: 70%}\n"
        "  multiplier: {steps: [1, 2, 4], count: rolling, in: 4}\n  rounding: down",
    ),
    "quarters": text(
        [
            promise("a", LEVELS, "service_credit: {allocation: 100%, severity: two-step}"),
            promise("b", LOW, "service_credit: {allocation: 30%, severity: linear}, bonus: {max: 1%}"),
            promise("q", LEVELS, "window: quarter, service_credit: {allocation: 80%}"),
        ],
        CHARGED + "  annual_cap: 6%\n  earn_back: {form: E2, months: 1, only_if: no_minimum_miss}",
    ),
}
AGREEMENTS = {name: xk.load_agreement(text) for name, text in TEXTS.items()}
NAMES = st.sampled_from(sorted(TEXTS))


def cells(name: str) -> list[tuple[str, str]]:
    """Objective and window of every figure there can be."""
    return [
        (item.name, window)
        for item in AGREEMENTS[name].objectives
        for window in (QUARTERS if item.window == "quarter" else MONTHS)
    ]


@st.composite
def histories(draw: st.DrawFn, name: str) -> History:
    found: History = {}
    for cell in cells(name):
        total = draw(st.sampled_from([100, 40, 7, 0]))
        good = draw(st.integers(0, total) | st.integers(total * 3 // 4, total) | st.integers(0, total // 4))
        found[cell] = draw(st.sampled_from([(good, total)] * 7 + [None]))
    found[cells(name)[0]] = (100, 100)
    return found


def rows_of(history: History) -> list[Row]:
    return [
        {"objective": objective, "window": window, "good": counted[0], "total": counted[1]}
        for (objective, window), counted in history.items()
        if counted is not None
    ]
