"""Settlements of drawn agreements and histories against a slow, literal reading of the clauses."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import literal_settlement
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import xlakit as xk
from xlakit.model import Agreement

if TYPE_CHECKING:
    from literal_settlement import Lines, Plain


CURRENCY = {0: "JPY", 2: "EUR", 3: "KWD"}


def percent(share: Fraction) -> str:
    """A share of whole basis points as an agreement writes it."""
    return f"{Decimal(int(share * 10_000)) / 100}%"


def limit(stated: Fraction | Decimal) -> str:
    return str(stated) if isinstance(stated, Decimal) else percent(stated)


def present(**items: Any) -> Plain:
    return {name: value for name, value in items.items() if value is not None}


def basis(low: int, high: int) -> st.SearchStrategy[Fraction]:
    return st.integers(low, high).map(lambda points: Fraction(points, 10_000))


MULTIPLIERS = st.none() | st.fixed_dictionaries(
    {
        "steps": st.lists(
            st.sampled_from([Fraction(n, 4) for n in range(2, 13)]), min_size=1, max_size=4
        ).map(sorted),
        "count": st.sampled_from(["consecutive", "rolling"]),
        "in": st.integers(1, 13),
    }
)


@st.composite
def promises(draw: st.DrawFn, name: str, categories: tuple[str, ...], points: bool) -> Plain:
    higher = draw(st.booleans())
    levels = sorted(draw(st.lists(st.integers(1, 99), min_size=3, max_size=3)), reverse=not higher)
    minimum, expected, stretch = (Fraction(level, 100) for level in levels)
    form = draw(st.sampled_from(["step", "two-step", "linear", "bands", *(["points"] if points else [])]))
    edges = sorted(draw(st.sets(st.integers(0, 100), min_size=1, max_size=4)), reverse=higher)
    top = 2_000 if form == "bands" else 8
    costs = sorted(draw(st.lists(st.integers(0, top), min_size=len(edges), max_size=len(edges))))
    scale = 10_000 if form == "bands" else 1
    bonus = draw(
        st.none()
        | st.fixed_dictionaries(
            {
                "max": basis(1, 500) | st.decimals(1, 500, places=2),
                "step": st.booleans(),
                "from": st.none() | st.integers(1, 99).map(lambda level: Fraction(level, 100)),
                "full": st.none() | st.just(stretch),
            }
        )
    )
    return {
        "name": name,
        "higher": higher,
        "expected": expected,
        "minimum": draw(st.sampled_from([minimum, minimum, None])),
        "stretch": draw(st.sampled_from([stretch, None])),
        "allow": draw(st.sampled_from([None, None, 1, 2])),
        "allocation": draw(st.one_of(basis(500, 10_000), basis(1, 10_000), st.none()))
        if form != "points"
        else Fraction(1),
        "of": draw(st.sampled_from(["at_risk", "at_risk", "charges"])),
        "category": draw(st.sampled_from([None, *categories])),
        "form": form,
        "expected_miss": draw(basis(0, 10_000)),
        "bands": [
            (Fraction(edge, 100), Fraction(cost, scale)) for edge, cost in zip(edges, costs, strict=True)
        ],
        "repeat": draw(st.sampled_from([Fraction(1), Fraction(3, 2), Fraction(2)])),
        "multiplier": draw(MULTIPLIERS),
        "default_after": draw(
            st.none() | st.integers(1, 4).flatmap(lambda n: st.tuples(st.just(n), st.integers(n, 9)))
        ),
        "bonus": bonus,
    }


@st.composite
def histories(draw: st.DrawFn, months: int) -> list[Plain | None]:
    rows: list[Plain | None] = []
    for _ in range(months):
        total = draw(st.sampled_from([8, 40, 100, 3, 1, 0]))
        row = {
            "good": draw(st.integers(0, total) | st.sampled_from([0, total])),
            "total": total,
            "excused": draw(st.sampled_from([0, 0, 0, 1, 3])),
            "incident": draw(st.sampled_from([None, "PRB1", "PRB2"])),
        }
        rows.append(draw(st.sampled_from([row] * 6 + [None])))
    return rows


@st.composite
def cases(draw: st.DrawFn) -> Plain:
    months = draw(st.sampled_from([5, 14, 26, 12, 2]))
    categories = draw(st.sampled_from([(), ("ops", "desk")]))
    points = draw(st.booleans())
    names = "abcd"[: draw(st.sampled_from([2, 3, 4, 1]))]
    places = draw(st.sampled_from([0, 2, 2, 3]))
    earn_back = st.fixed_dictionaries(
        {
            "form": st.sampled_from(["E1", "E2", "E4"]),
            "months": st.integers(1, 3),
            "share": basis(1, 10_000),
            "average": st.sampled_from(["simple", "volume_weighted"]),
            "base": st.sampled_from(["paid", "raw"]),
        }
    )
    limits = basis(1, 3_000) | st.decimals(1, 500_000, places=places)
    return {
        "months": months,
        "term": draw(st.integers(max(months, 12), 30)),
        "charges": Fraction(draw(st.decimals(100, 400_000, places=2))),
        "at_risk": draw(basis(1, 2_500)),
        "categories": {name: draw(basis(1, 10_000)) for name in categories},
        "cap": draw(st.none() | limits),
        "annual_cap": draw(st.none() | limits),
        "multiplier": draw(MULTIPLIERS),
        "per_point": draw(basis(1, 200)) if points else None,
        "same_incident": draw(st.sampled_from(["sum", "max"])),
        "excused": draw(st.sampled_from(["exclude", "treat_as_met"])),
        "rounding": draw(st.sampled_from(["half_up", "half_even", "down"])),
        "places": places,
        "earn_back": draw(st.one_of(earn_back, earn_back, earn_back, st.none())),
        "objectives": [draw(promises(name, categories, points)) for name in names],
        "history": {name: draw(histories(months)) for name in names},
    }


def written(case: Plain) -> Agreement:
    """The agreement as a person would write it."""
    earn_back = case["earn_back"]
    clause = (
        None
        if earn_back is None
        else present(
            form=earn_back["form"],
            share=percent(earn_back["share"]),
            months=None if earn_back["form"] == "E1" else earn_back["months"],
            average=earn_back["average"],
            base=earn_back["base"],
        )
    )
    after = date(2026 + case["term"] // 12, case["term"] % 12 + 1, 1)
    tree = {
        "apiVersion": "xlakit/v1",
        "kind": "Agreement",
        "metadata": {"name": "drawn"},
        "term": {"start": "2026-01-01", "end": str(after - timedelta(days=1))},
        "objectives": [objective(item) for item in case["objectives"]],
        "settlement": {"excused": case["excused"], "same_incident": case["same_incident"]},
        "commercials": present(
            currency=CURRENCY[case["places"]],
            charges={"amount": str(Decimal(int(case["charges"] * 100)) / 100), "per": "month"},
            at_risk=percent(case["at_risk"]),
            pool="999%",
            categories={name: percent(share) for name, share in case["categories"].items()},
            cap=None if case["cap"] is None else limit(case["cap"]),
            annual_cap=None if case["annual_cap"] is None else limit(case["annual_cap"]),
            multiplier=multiplier(case["multiplier"]),
            service_points=None if case["per_point"] is None else {"per_point": percent(case["per_point"])},
            rounding=case["rounding"],
            earn_back=clause,
        ),
    }
    # What a file is held to beyond its shape (shares that fit a pool) is not what is looked at here.
    return Agreement.model_validate_json(json.dumps(tree))


def multiplier(stated: Plain | None) -> Plain | None:
    if stated is None:
        return None
    return {
        "steps": [str(Decimal(step.numerator) / step.denominator) for step in stated["steps"]],
        "count": stated["count"],
        "in": stated["in"],
    }


def objective(item: Plain) -> Plain:
    side = "at_least" if item["higher"] else "at_most"
    bands = [
        {"below" if item["higher"] else "above": percent(edge)}
        | ({"credit": percent(cost)} if item["form"] == "bands" else {"points": str(cost)})
        for edge, cost in item["bands"]
    ]
    severity = present(
        form=item["form"],
        expected_miss=percent(item["expected_miss"]) if item["form"] == "two-step" else None,
        bands=bands if item["form"] in {"bands", "points"} else None,
        repeat=str(Decimal(item["repeat"].numerator) / item["repeat"].denominator)
        if item["form"] == "points"
        else None,
    )
    after, bonus = item["default_after"], item["bonus"]
    credit = (
        None
        if item["allocation"] is None
        else present(
            allocation=percent(item["allocation"]),
            of=item["of"],
            category=item["category"],
            severity=severity,
            multiplier=multiplier(item["multiplier"]),
            default_after=None if after is None else {"misses": after[0], "in": after[1]},
        )
    )
    earned = (
        None
        if bonus is None
        else present(
            max=limit(bonus["max"]),
            shape="step" if bonus["step"] else None,
            full=None if bonus["full"] is None else percent(bonus["full"]),
        )
        | ({} if bonus["from"] is None else {"from": percent(bonus["from"])})
    )
    return present(
        name=item["name"],
        metric={"name": "supplied", "series": item["name"]},
        low_volume=None if item["allow"] is None else {"allow": item["allow"]},
        service_credit=credit,
        bonus=earned,
    ) | {
        name: {side: percent(item[name])}
        for name in ("expected", "minimum", "stretch")
        if item[name] is not None
    }


def rows_of(case: Plain) -> list[Plain]:
    return [
        {"objective": name, "window": f"{2026 + month // 12}-{month % 12 + 1:02}"} | row
        for name, rows in case["history"].items()
        for month, row in enumerate(rows)
        if row is not None
    ]


def lines_of(case: Plain) -> Lines:
    """The lines of the statement in the words of the oracle."""
    found: Lines = {}
    for line in xk.settle(written(case), rows_of(case)).lines:
        begin = line.window.start
        key = (begin.year - 2026) * 12 + begin.month - 1, line.objective, line.kind
        found[key] = found.get(key, Decimal(0)) + line.amount
    return {key: amount for key, amount in found.items() if amount}


@settings(max_examples=400)
@given(cases())
def test_a_settlement_is_what_the_clauses_literally_say(case: Plain) -> None:
    # What no row reaches is no window: the literal reading is asked for the windows that there are.
    reached = [
        month for rows in case["history"].values() for month, row in enumerate(rows) if row is not None
    ]
    assume(reached)
    case["months"] = max(reached) + 1
    assert lines_of(case) == literal_settlement.settle(case)
