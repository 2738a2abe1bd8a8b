"""Money as the clauses read, month by month, looking everything up again each time; it shares no code with the source.

Plain values in: an agreement and a history as dicts, figures as fractions. Plain values out: month, objective, kind of
line → amount in the customer's favour. Nothing is carried along: runs, caps and what came back are counted anew.
"""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from typing import Any

Plain = dict[str, Any]
Lines = dict[tuple[int, str, str], Decimal]
EXACT = Context(prec=120)
MODES = {"half_up": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN, "down": ROUND_DOWN}


def rounded(value: Fraction, places: int, mode: str) -> Decimal:
    """The nearest amount of so many decimals; a tie ends after a few digits, so 120 of them tell."""
    long = EXACT.divide(Decimal(value.numerator), Decimal(value.denominator))
    return long.quantize(Decimal(1).scaleb(-places), rounding=MODES[mode], context=EXACT)


def status(case: Plain, promise: Plain, month: int) -> str:
    """What became of a promise in a month: none, met, expected (missed) or minimum (missed)."""
    counted = figures(case, promise, month)
    if counted is None:
        return "none"
    value = Fraction(*counted)

    def keeps(level: Fraction) -> bool:
        return value >= level if promise["higher"] else value <= level

    if keeps(promise["expected"]):
        return "met"
    if promise["allow"] is not None:
        failures = counted[1] - counted[0] if promise["higher"] else counted[0]
        if failures <= promise["allow"]:
            return "met"
    return "minimum" if promise["minimum"] is not None and not keeps(promise["minimum"]) else "expected"


def figures(case: Plain, promise: Plain, month: int) -> tuple[int, int] | None:
    """Successes and records of a month after relief; None where nothing is left or was measured."""
    row = case["history"][promise["name"]][month]
    if row is None or not row["total"]:
        return None
    good, total = row["good"], row["total"]
    failures = total - good if promise["higher"] else good
    excused = min(row["excused"], failures)
    if case["excused"] == "exclude":
        good, total = (good, total - excused) if promise["higher"] else (good - excused, total - excused)
    else:
        good = good + excused if promise["higher"] else good - excused
    return (good, total) if total else None


def missed(case: Plain, promise: Plain, month: int) -> bool:
    return month >= 0 and status(case, promise, month) in {"expected", "minimum"}


def run_of(case: Plain, promise: Plain, month: int) -> int:
    """How many windows in a row were missed up to this one; those without a measurement do not count or end it."""
    found = 0
    while month >= 0 and status(case, promise, month) != "met":
        found += missed(case, promise, month)
        month -= 1
    return found


def times(case: Plain, promise: Plain, month: int) -> Fraction:
    clause = promise["multiplier"] or case["multiplier"]
    if clause is None:
        return Fraction(1)
    if clause["count"] == "consecutive":
        count = run_of(case, promise, month)
    else:
        count = sum(missed(case, promise, month - back) for back in range(clause["in"]))
    return clause["steps"][min(count, len(clause["steps"])) - 1]


def part_of(case: Plain, promise: Plain, month: int) -> Fraction:
    """The severity of a miss."""
    what = status(case, promise, month)
    value = Fraction(*figures(case, promise, month))
    form, floor = promise["form"], promise["minimum"]
    if form != "bands" and (form == "step" or what == "minimum"):
        return Fraction(1)
    if form == "two-step":
        return promise["expected_miss"] if floor is not None else Fraction(1)
    if form == "bands":
        beyond = [cost for edge, cost in promise["bands"] if _past(value, edge, promise["higher"])]
        return beyond[-1] if beyond else Fraction(0)
    if floor is None or floor == promise["expected"]:
        return Fraction(1)
    return min(Fraction(1), (promise["expected"] - value) / (promise["expected"] - floor))


def _past(value: Fraction, edge: Fraction, higher: bool) -> bool:
    return value < edge if higher else value > edge


def points_of(case: Plain, promise: Plain, month: int) -> Fraction:
    """Service points, doubled (or whatever is agreed) where the window before had some."""
    if promise["form"] != "points" or month < 0 or not missed(case, promise, month):
        return Fraction(0)
    value = Fraction(*figures(case, promise, month))
    beyond = [cost for edge, cost in promise["bands"] if _past(value, edge, promise["higher"])]
    own = beyond[-1] if beyond else Fraction(0)
    return own * promise["repeat"] if points_of(case, promise, month - 1) else own


def raw_of(case: Plain, month: int) -> list[tuple[str, Fraction]]:
    """Credits before caps, in the order of the agreement."""
    at_risk = case["charges"] * case["at_risk"]
    found = []
    for promise in case["objectives"]:
        if promise["allocation"] is None or not missed(case, promise, month):
            continue
        if promise["form"] == "points":
            summed = sum(points_of(case, other, month) for other in case["objectives"])
            amount = (
                points_of(case, promise, month) * case["per_point"] * case["charges"]
                if summed
                else Fraction(0)
            )
        else:
            share = promise["allocation"]
            if promise["category"] is not None:
                share = share * case["categories"][promise["category"]]
            base = at_risk if promise["of"] == "at_risk" else case["charges"]
            amount = base * share * part_of(case, promise, month) * times(case, promise, month)
            after = promise["default_after"]
            if after is not None and status(case, promise, month) == "expected":
                seen = sum(missed(case, promise, month - back) for back in range(after[1]))
                amount = amount if seen >= after[0] else Fraction(0)
        if amount:
            found.append((promise["name"], amount))
    return _once(case, month, found)


def _once(case: Plain, month: int, costs: list[tuple[str, Fraction]]) -> list[tuple[str, Fraction]]:
    """Of the credits of one incident only the largest, and of equal ones the first."""
    if case["same_incident"] == "sum":
        return costs
    stays = []
    for name, amount in costs:
        incident = case["history"][name][month]["incident"]
        mine = [
            (paid, other) for other, paid in costs if case["history"][other][month]["incident"] == incident
        ]
        largest = next(other for paid, other in mine if paid == max(paid for paid, _ in mine))
        if incident is None or largest == name:
            stays.append((name, amount))
    return stays


def allowed(stated: Fraction | Decimal | None, base: Fraction) -> Fraction | None:
    """A share of something, an amount, or no limit."""
    if stated is None:
        return None
    return Fraction(stated) if isinstance(stated, Decimal) else stated * base


def split(amounts: list[Fraction], most: Fraction | None, places: int, mode: str) -> list[Decimal]:
    """Each rounded by itself; or, where a limit binds, the limit in proportion by largest remainder."""
    alone = [rounded(amount, places, mode) for amount in amounts]
    if most is None or (sum(amounts) <= most and sum(alone) <= most):
        return alone
    cent = Fraction(1, 10**places)
    whole = most // cent
    quotas = [amount * whole / sum(amounts) for amount in amounts]
    cents = [quota // 1 for quota in quotas]
    while sum(cents) < whole:
        rests = [quota - have for quota, have in zip(quotas, cents, strict=True)]
        cents[rests.index(max(rests))] += 1
    return [Decimal(have).scaleb(-places) for have in cents]


def settle(case: Plain) -> Lines:
    """Every line: (month, objective, kind) → amount; what is 0 is left out."""
    lines: Lines = {}
    places, mode = case["places"], case["rounding"]
    for month in range(case["months"]):
        costs = raw_of(case, month)
        first = month - month % 12
        length = min(12, case["term"] - first)
        limits = [allowed(case["cap"], case["charges"])]
        limits[0] = limits[0] if limits[0] is not None else case["charges"] * case["at_risk"]
        year = allowed(case["annual_cap"], case["charges"] * length)
        if year is not None:
            spent = sum(paid for (when, _, kind), paid in lines.items() if kind == "credit" and when >= first)
            limits.append(year - Fraction(spent))
        paid = split([amount for _, amount in costs], min(limits), places, mode)
        for (name, _), amount in zip(costs, paid, strict=True):
            lines[month, name, "credit"] = amount
        for promise in case["objectives"]:
            if won := bonus_of(case, promise, month):
                lines[month, promise["name"], "bonus"] = -rounded(won, places, mode)
        for name, amount in back_in(case, month, lines):
            key = month, name, "earn_back"
            lines[key] = lines.get(key, Decimal(0)) - amount
    return {key: amount for key, amount in lines.items() if amount}


def bonus_of(case: Plain, promise: Plain, month: int) -> Fraction:
    clause, counted = promise["bonus"], figures(case, promise, month)
    if clause is None or counted is None:
        return Fraction(0)
    value, most = Fraction(*counted), allowed(clause["max"], case["charges"])
    begin = clause["from"] if clause["from"] is not None else promise["expected"]
    full = clause["full"] if clause["full"] is not None else promise["stretch"]
    if clause["step"] or full is None or full == begin:
        reached = value >= begin if promise["higher"] else value <= begin
        return most if reached else Fraction(0)
    return most * max(Fraction(0), min(Fraction(1), (value - begin) / (full - begin)))


def back_in(case: Plain, month: int, lines: Lines) -> list[tuple[str, Decimal]]:
    """What comes back in a month, credit by credit."""
    clause = case["earn_back"]
    if clause is None:
        return []
    found = []
    for (when, name, kind), paid in sorted(lines.items()):
        if kind != "credit" or when > month or (when == month and clause["form"] != "E1"):
            continue
        promise = next(item for item in case["objectives"] if item["name"] == name)
        raw = dict(raw_of(case, when))[name]
        base = (raw if clause["base"] == "raw" else Fraction(paid)) * clause["share"]
        found += [(name, part) for part in _parts(case, promise, when, month, base, paid) if part]
    return found


def _parts(
    case: Plain, promise: Plain, when: int, month: int, base: Fraction, paid: Decimal
) -> list[Decimal]:
    clause, places, mode = case["earn_back"], case["places"], case["rounding"]
    if clause["form"] == "E1":
        last = min(when - when % 12 + 11, case["term"] - 1)
        if month != last or not _mean_holds(case, promise, when - when % 12, last):
            return []
        return [min(paid, rounded(base, places, mode))]
    since = [status(case, promise, step) for step in range(when + 1, month + 1)]
    if "expected" in since or "minimum" in since or since[-1] != "met":
        return []
    good = since.count("met")
    if clause["form"] == "E2":
        return [min(paid, rounded(base, places, mode))] if good == clause["months"] else []
    half = min(paid, rounded(base / 2, places, mode))
    if good == clause["months"]:
        return [half]
    return [min(paid - half, rounded(base / 2, places, mode))] if good == 2 * clause["months"] else []


def _mean_holds(case: Plain, promise: Plain, first: int, last: int) -> bool:
    rows = [figures(case, promise, month) for month in range(first, last + 1)]
    measured = [row for row in rows if row is not None]
    if case["earn_back"]["average"] == "simple":
        mean = sum((Fraction(*row) for row in measured), Fraction(0)) / len(measured)
    else:
        mean = Fraction(sum(good for good, _ in measured), sum(total for _, total in measured))
    return mean >= promise["expected"] if promise["higher"] else mean <= promise["expected"]
