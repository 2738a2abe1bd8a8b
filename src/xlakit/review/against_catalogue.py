"""Objectives against the catalogue: the metric exists, its parameters fit, and its levels speak its unit."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from pydantic import ValidationError

from xlakit.agreement import LEVELS, Fault, Node, level_of, objectives, parts_of, side_of
from xlakit.errors import MeasureError, near_miss
from xlakit.metrics import PERCENTILE
from xlakit.model import Duration, Level, MetricRef, Percent, SurveyTerms
from xlakit.review.known import SUPPLIED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from xlakit.review.known import Entry, Measured

Path = tuple[str | int, ...]
_GOOD_SIDE = {"higher": "at_least", "lower": "at_most"}
_CENT = Decimal(100)


def catalogue_faults(
    tree: Node, entries: Mapping[str, Entry], make: Callable[[MetricRef], Measured]
) -> Iterator[Fault]:
    """Find objectives that the catalogue cannot measure, and levels that do not fit what it measures.

    Parameters
    ----------
    tree
        What the file says; other parts of it may be wrong.
    entries
        The catalogue by name.
    make
        Binds a metric's parameters; unit and direction may depend on them.
    """
    clocks = tree.child("clocks")
    for path, item in objectives(tree):
        metric = item.child("metric")
        ref = _ref(metric)
        if metric is None or ref is None:
            continue
        where = (*path, "metric")
        found = list(_metric(where, metric, ref, entries, clocks))
        yield from found
        if ref.name not in entries:
            continue
        try:
            made = make(ref)
        except MeasureError as error:
            if not found:
                yield Fault(where, str(error).rstrip("."))
            continue
        yield from _kind(path, item, made)
        yield from _count(path, item, made, tree)
        yield from _levels(path, item, made)


def _ref(metric: Node | None) -> MetricRef | None:
    try:
        return None if metric is None else MetricRef.model_validate(metric.plain())
    except ValidationError:
        return None


def _metric(
    path: Path, metric: Node, ref: MetricRef, entries: Mapping[str, Entry], clocks: Node | None
) -> Iterator[Fault]:
    entry = entries.get(ref.name)
    if entry is None:
        where = path if metric.text is not None else (*path, "name")
        yield Fault(where, "is not a metric of the catalogue", ref.name, near_miss(ref.name, entries))
        return
    holder = path
    if (inner := metric.child("params")) is not None and inner.entries:
        metric, holder = inner, (*path, "params")
    for key in ref.params:
        if key not in entry.parameters and key != PERCENTILE:
            hint = near_miss(key, entry.parameters) or "it has none"
            yield Fault((*holder, key), f"is not a parameter of {ref.name}", hint=hint, on_key=True)
        elif key != PERCENTILE and (node := metric.child(key)) is not None:
            yield from _parameter((*holder, key), node, entry.parameters[key], clocks)
    for key in sorted(entry.required - set(ref.params)):
        yield Fault((*holder, key), "is missing", hint=f"{{name: {ref.name}, {key}: …}}")


def _parameter(path: Path, node: Node, how: str, clocks: Node | None) -> Iterator[Fault]:
    text = node.text
    if text is None or not text.strip():
        yield Fault(path, "a text is expected")
    elif how == "clock":
        known = clocks.entries if clocks is not None else {}
        if text not in known:
            yield Fault(path, "is not a clock of this agreement", text, near_miss(text, known))
    elif how == "duration":
        fields = Duration.fields_of(text.strip())
        if fields is None or fields.get("microseconds", 0) <= 0:
            yield Fault(path, "a length of time such as 7d is expected", text)
    elif how == "whole":
        if not re.fullmatch(r"[0-9]{1,9}", text.strip()):
            yield Fault(path, "a whole number is expected", text)
    elif how.startswith("choice:"):
        choices = how.removeprefix("choice:").split("|")
        if text not in choices:
            yield Fault(path, f"is not one of {', '.join(choices)}", text)


def _kind(path: Path, item: Node, made: Measured) -> Iterator[Fault]:
    kind, reason = item.child("kind"), item.child("kind_reason")
    if kind is None or kind.text in {None, made.kind} or made.basis == SUPPLIED:
        return
    if reason is None or not (reason.text or "").strip():
        what = f"the metric is {made.kind} by itself; another kind needs a reason"
        yield Fault((*path, "kind"), what, kind.text, "add kind_reason")


def _count(path: Path, item: Node, made: Measured, tree: Node) -> Iterator[Fault]:
    stated, limit = _whole(item.child("min_count")), _whole(tree.at(("surveys", "anonymity")))
    limit = SurveyTerms().anonymity if limit is None else limit
    if made.basis == "user_reported" and stated is not None and 1 <= stated < limit:
        what = f"fewer answers than the anonymity threshold {limit} would be shown"
        yield Fault((*path, "min_count"), what, str(stated), f"at least {limit}")


def _whole(node: Node | None) -> int | None:
    text = (node.text or "").strip() if node is not None else ""
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else None


def _levels(path: Path, item: Node, made: Measured) -> Iterator[Fault]:
    if made.basis == SUPPLIED:
        return
    for where, part in parts_of(path, item):
        for name in LEVELS:
            level = level_of(part.child(name))
            if level is None:
                continue
            place, side = (*where, name, side_of(level)), _GOOD_SIDE[made.direction]
            wrong = unit_fault(level, made)
            if wrong is not None:
                what, hint = wrong
                yield Fault(place, what, str(level.quantity), hint)
            elif side_of(level) != side:
                what = f"of {made.title}, {made.direction} is better: a level of it is written {side}"
                yield Fault(place, what, hint=f"{{{side}: {level.quantity}}}", on_key=True)


def unit_fault(level: Level, made: Measured) -> tuple[str, str | None] | None:
    """Return what is wrong with the unit or the range of `level` for that metric, and a hint; None if nothing."""
    quantity = level.quantity
    if made.unit == "share":
        if isinstance(quantity, Percent):
            return ("a share is at most 100%", None) if quantity.exact > 1 else None
        if isinstance(quantity, Decimal):
            return "a share is written with its percent sign", _as_percent(quantity)
        return "a share such as 95% is expected", None
    if made.unit == "seconds":
        if isinstance(quantity, Duration):
            return ("a length of time is not negative", None) if level.exact < 0 else None
        return "a length of time such as 4h is expected", None
    if not isinstance(quantity, Decimal):
        plain = str(quantity).rstrip("%") if isinstance(quantity, Percent) else None
        return f"a plain number of {_unit_word(made.unit)} is expected", plain
    low, high = made.low, made.high
    if (low is not None and quantity < Decimal(str(low))) or (
        high is not None and quantity > Decimal(str(high))
    ):
        return f"lies outside what {made.title} can be, {_span(low, high)}", None
    return None


def _unit_word(unit: str) -> str:
    return {"count": "events", "score": "the scale"}.get(unit, unit)


def _span(low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return f"{low:g} or more" if low is not None else f"{high:g} or less"
    return f"{low:g} to {high:g}"


def _as_percent(number: Decimal) -> str | None:
    if number < 0 or number > _CENT:
        return None
    share = number * _CENT if 0 < number < 1 else number
    return f"write {share.normalize():f}%"
