"""xlakit: experience-level agreements, judged.

Records of service go in at one end, a judgement with its evidence comes out at the other, and every number on the
way is a value that can be looked at::

    import xlakit as xk

    agreement = xk.load_agreement("desk.yaml")
    desk = xk.load_desk(tickets="tickets.parquet", surveys="surveys.csv", timezone="Europe/Berlin")
    card = xk.evaluate(agreement, desk)

Importing this module is light: tables, statistics and every optional library load when they are first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlakit import datasets, metrics, rules, stats, testing
    from xlakit.agreement import dump as dump_agreement
    from xlakit.errors import (
        AgreementError,
        CalendarError,
        DataError,
        MeasureError,
        MissedError,
        MissingExtraError,
        XlakitError,
    )
    from xlakit.evaluate import cube, evaluate, evaluate_all
    from xlakit.facts import clock_frame as clocks
    from xlakit.facts import facts_table as facts
    from xlakit.facts.explain import explain_clock
    from xlakit.facts.profiles import compare_profiles
    from xlakit.facts.reconcile import reconcile
    from xlakit.metrics import Cube, drivers, factors, read_cube, tension
    from xlakit.metrics.measure import measure
    from xlakit.model import (
        Agreement,
        Estimate,
        Event,
        Finding,
        Judgement,
        LedgerLine,
        Money,
        Outcome,
        Period,
        Portfolio,
        Scorecard,
        Statement,
        Survey,
        Ticket,
    )
    from xlakit.review import load_agreement
    from xlakit.review.check import check
    from xlakit.review.diff import diff
    from xlakit.review.explain import explain
    from xlakit.review.template import template
    from xlakit.settlement import seal, settle
    from xlakit.settlement.payoff import payoff
    from xlakit.tables import Desk, load_desk, load_results
    from xlakit.worktime import Calendar

__version__ = "0.1.0"

_HOMES = {
    "Agreement": "xlakit.model",
    "AgreementError": "xlakit.errors",
    "Calendar": "xlakit.worktime",
    "CalendarError": "xlakit.errors",
    "Cube": "xlakit.metrics",
    "DataError": "xlakit.errors",
    "Desk": "xlakit.tables",
    "Estimate": "xlakit.model",
    "Event": "xlakit.model",
    "Finding": "xlakit.model",
    "Judgement": "xlakit.model",
    "LedgerLine": "xlakit.model",
    "MeasureError": "xlakit.errors",
    "MissedError": "xlakit.errors",
    "MissingExtraError": "xlakit.errors",
    "Money": "xlakit.model",
    "Outcome": "xlakit.model",
    "Period": "xlakit.model",
    "Portfolio": "xlakit.model",
    "Scorecard": "xlakit.model",
    "Statement": "xlakit.model",
    "Survey": "xlakit.model",
    "Ticket": "xlakit.model",
    "XlakitError": "xlakit.errors",
    "check": "xlakit.review",
    "clocks": "xlakit.facts:clock_frame",
    "compare_profiles": "xlakit.facts.profiles",
    "cube": "xlakit.evaluate",
    "datasets": "",
    "diff": "xlakit.review.diff",
    "drivers": "xlakit.metrics",
    "dump_agreement": "xlakit.agreement:dump",
    "evaluate": "",
    "evaluate_all": "xlakit.evaluate",
    "explain": "xlakit.review.explain",
    "explain_clock": "xlakit.facts.explain",
    "factors": "xlakit.metrics",
    "facts": "",
    "load_agreement": "xlakit.review",
    "load_desk": "xlakit.tables",
    "load_results": "xlakit.tables",
    "measure": "xlakit.metrics",
    "metrics": "",
    "payoff": "xlakit.settlement",
    "read_cube": "xlakit.metrics",
    "reconcile": "xlakit.facts.reconcile",
    "rules": "",
    "seal": "xlakit.settlement",
    "settle": "xlakit.settlement",
    "stats": "",
    "template": "xlakit.review",
    "tension": "xlakit.metrics",
    "testing": "",
}
"""Public name → where it lives (``module:name`` where it is called otherwise there); empty: a package."""

__all__ = [
    "Agreement",
    "AgreementError",
    "Calendar",
    "CalendarError",
    "Cube",
    "DataError",
    "Desk",
    "Estimate",
    "Event",
    "Finding",
    "Judgement",
    "LedgerLine",
    "MeasureError",
    "MissedError",
    "MissingExtraError",
    "Money",
    "Outcome",
    "Period",
    "Portfolio",
    "Scorecard",
    "Statement",
    "Survey",
    "Ticket",
    "XlakitError",
    "__version__",
    "check",
    "clocks",
    "compare_profiles",
    "cube",
    "datasets",
    "diff",
    "drivers",
    "dump_agreement",
    "evaluate",
    "evaluate_all",
    "explain",
    "explain_clock",
    "factors",
    "facts",
    "load_agreement",
    "load_desk",
    "load_results",
    "measure",
    "metrics",
    "payoff",
    "read_cube",
    "reconcile",
    "rules",
    "seal",
    "settle",
    "stats",
    "template",
    "tension",
    "testing",
]


def __getattr__(name: str) -> object:
    """Load a public name when it is first asked for."""
    if name not in _HOMES:
        msg = f"module 'xlakit' has no attribute {name!r}"
        raise AttributeError(msg)
    home, _, other = _HOMES[name].partition(":")
    found = import_module(f"xlakit.{name}") if not home else getattr(import_module(home), other or name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
