"""A user's own metric: a five-line function under a decorator."""

from __future__ import annotations

import inspect
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, get_args

import polars as pl

from xlakit.errors import MeasureError, message, near_miss
from xlakit.metrics import define
from xlakit.metrics.entry import MetricEntry
from xlakit.metrics.kind import Kind
from xlakit.metrics.leaf import Grain
from xlakit.metrics.metric import Direction, Unit
from xlakit.model.objective import ObjectiveKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from xlakit.metrics.leaf import Leaf

    Rows = pl.Expr | tuple[pl.Expr, pl.Expr]

OwnStatistic = Literal["share", "net", "mean", "total", "ratio"]
OF_UNIT: Mapping[str, OwnStatistic] = MappingProxyType({"share": "share", "points": "net", "ratio": "ratio"})
"""Unit → the statistic it asks for; the others are means."""

SCALES: Mapping[str, int] = MappingProxyType({"score": 1000, "ratio": 1000, "money": 100})
"""Unit → how many quanta make one of it; the others are counted in whole ones."""

CLOCKED = frozenset({"clock_tickets", "clock_cycles"})
TICKETED = frozenset({"tickets", "answers", *CLOCKED})


class Columns:
    """The columns of a frame of facts, by name: ``tickets["reopens"]``."""

    def __getitem__(self, name: str) -> pl.Expr:
        """Return the column as an expression."""
        return pl.col(name)


class OwnMetric:
    """A metric made by a user: called like a function of the catalogue.

    Attributes
    ----------
    entry
        Its line for a catalogue.
    """

    def __init__(
        self,
        function: Callable[..., Rows],
        grain: Grain,
        name: str,
        params: inspect.Signature,
        described: dict[str, Any],
    ) -> None:
        self._function, self._grain, self._described = function, grain, described
        self.__name__, self.__module__, self.__signature__ = name, function.__module__, params
        required = {key for key, item in params.parameters.items() if item.default is item.empty}
        read = {key: _how(name, key, item.default) for key, item in params.parameters.items()}
        self.entry = MetricEntry(name, self, MappingProxyType(read), frozenset(required))
        self.__doc__ = _documented(inspect.cleandoc(function.__doc__ or ""), self.entry)

    def __call__(self, *args: object, **params: object) -> Leaf:
        """Return the metric with its parameters bound.

        Raises
        ------
        MeasureError
            The function does not return what its statistic adds up.
        """
        bound = self.__signature__.bind(*args, **params)
        bound.apply_defaults()
        given = dict(bound.arguments)
        clock = given.get("clock") if self._grain in CLOCKED else None
        asked = inspect.signature(self._function).parameters
        rows = self._function(Columns(), **{key: item for key, item in given.items() if key in asked})
        described = dict(self._described)
        value, per = _sides(self.__name__, rows, described["kind"], described["unit"])
        expressions = [item for item in (value, per) if item is not None]
        read = dict.fromkeys(root for item in expressions for root in item.meta.root_names())
        described["needs"] = described["needs"] or ", ".join(f"{self._grain}.{column}" for column in read)
        written = {
            key: _text(item)
            for key, item in given.items()
            if item != self.__signature__.parameters[key].default
        }
        return define.leaf(
            self.__name__, value, per=per, grain=self._grain, params=written, clock=clock, **described
        )


def metric(  # noqa: PLR0913 - everything a reader must know
    *,
    unit: Unit,
    direction: Direction,
    kind: ObjectiveKind = "experience",
    source: str = "own definition",
    statistic: OwnStatistic | None = None,
    name: str | None = None,
    needs: str | None = None,
    at: str | None = None,
    follow_up: timedelta | None = None,
    **further: Any,  # noqa: ANN401 - low, high, basis: as the fields of a metric
) -> Callable[[Callable[..., Rows]], OwnMetric]:
    """Make a metric of a function over the columns of a frame of facts.

    The name of its first argument is the frame: ``tickets``, ``answers``, ``sessions``, ``clock_cycles``, … The
    function returns what a row adds, as a Polars expression without sums; null is not counted. The first line of
    its docstring is the title; its other arguments are the parameters of the metric.

    Parameters
    ----------
    unit, direction, kind, source
        What a reader must know: ``share, points, seconds, score, count, money, ratio``; ``higher`` or ``lower``.
    statistic
        From the unit unless stated: a share of rows for ``share``, net points of +1, 0 and -1 for ``points``, a
        quotient of sums for ``ratio`` (the function then returns two expressions), a mean for the others.
        ``total`` adds up. Scores are kept to a thousandth, money to a hundredth, time to a second.
    name, needs
        What an agreement writes, the function's name unless stated; what a desk must hold, in words.
    at
        The column that decides the window of a row: the first resolution of tickets, the resolution that answers
        rate, the start of sessions, … unless stated.
    follow_up
        How long a row is watched before it counts, from the first resolution of its ticket (from `at` where there
        is no ticket).
    **further
        ``low`` and ``high``, the range of the figure; ``basis``, ``user_reported`` for answers and ``observed``
        elsewhere unless stated.

    Returns
    -------
    callable
        It is called like a metric of the catalogue, and carries ``.entry``, its line for one.

    Raises
    ------
    MeasureError
        The first argument is no frame, the docstring is missing, a parameter cannot be written in an agreement,
        or there is no such unit, direction, kind or statistic.

    Examples
    --------
    >>> from xlakit.metrics import build
    >>> from xlakit.model import MetricRef
    >>> @metric(unit="share", direction="lower", source="our quality circle")
    ... def came_back_often(tickets, times=2):
    ...     "Tickets that were reopened again and again."
    ...     return tickets["reopens"] >= times
    >>> came_back_often(times=3).name, came_back_often().title
    ('came_back_often(times=3)', 'tickets that were reopened again and again')
    >>> build(MetricRef(name="came_back_often"), within={"came_back_often": came_back_often.entry}).unit
    'share'
    """
    for where, given, known in (
        ("unit", unit, get_args(Unit)),
        ("direction", direction, get_args(Direction)),
        ("kind", kind, get_args(ObjectiveKind)),
    ):
        define.one_of(f"{name or 'of your own'}: {where}", given, known)
    stated = statistic or OF_UNIT.get(unit, "mean")
    define.one_of(f"{name or 'of your own'}: statistic", stated, get_args(OwnStatistic))

    def made(function: Callable[..., Rows]) -> OwnMetric:
        called = name or function.__name__
        grain, signature = _read(called, function)
        first_line = inspect.cleandoc(function.__doc__ or "").partition("\n")[0].rstrip(".")
        if not first_line:
            raise MeasureError(
                message(f"metric {called}", "has no docstring", hint="its first line is the title")
            )
        described: dict[str, Any] = {
            "kind": Kind(stated),
            "title": first_line[0].lower() + first_line[1:],
            "side": kind,
            "direction": direction,
            "unit": unit,
            "needs": needs,
            "source": source,
            "quantum": _quantum(unit, Kind(stated)),
            **_range(unit),
            **further,
        }
        if at is not None:
            described["at"] = pl.col(at)
        if follow_up is not None:
            watched = "first_resolved_at" if grain in TICKETED else at or define.AT[grain]
            described |= {"follow_up": follow_up, "watched_from": pl.col(watched)}
        return OwnMetric(function, grain, called, signature, described)

    return made


def _read(name: str, function: Callable[..., Rows]) -> tuple[Grain, inspect.Signature]:
    """Return the frame that the function reads, and the parameters of its metric."""
    listed = list(inspect.signature(function).parameters.values())
    frames: dict[str, Grain] = {item: item for item in get_args(Grain) if item != "respondents"}
    first = listed[0].name if listed else ""
    if first not in frames:
        what = "the first argument is the frame that it reads"
        raise MeasureError(message(f"metric {name}", what, got=first, hint=near_miss(first, frames)))
    rest = [item.replace(annotation=item.empty) for item in listed[1:]]
    if first in CLOCKED and not any(item.name == "clock" for item in rest):
        rest.insert(0, inspect.Parameter("clock", inspect.Parameter.POSITIONAL_OR_KEYWORD))
    return frames[first], inspect.Signature(rest)


def _how(name: str, key: str, default: object) -> str:
    """Return how an agreement writes the parameter, from its default."""
    if key == "clock":
        return "clock"
    kinds: tuple[tuple[type | tuple[type, ...], str], ...] = (
        (timedelta, "duration"),
        (Fraction, "share"),
        (Decimal, "number"),
        (int, "whole"),
        (tuple, "words"),
        (str, "text"),
    )
    for kind, how in kinds:
        if isinstance(default, kind) and not isinstance(default, bool):
            return how
    if default is inspect.Parameter.empty:
        return "text"
    hint = "a default that is a whole number, Decimal, Fraction, timedelta, text or tuple of texts"
    raise MeasureError(
        message(f"metric {name}: {key}", "cannot be written in an agreement", got=repr(default), hint=hint)
    )


def _sides(name: str, rows: Rows, kind: Kind, unit: Unit) -> tuple[pl.Expr, pl.Expr | None]:
    """Return what a row adds above and below the line, in whole quanta."""
    both = rows if isinstance(rows, tuple) else (rows,)
    wanted = 2 if kind is Kind.RATIO else 1
    if len(both) != wanted or not all(isinstance(side, pl.Expr) for side in both):
        what = f"a {kind.value} is made of {'two expressions' if wanted > 1 else 'one expression'}"
        raise MeasureError(message(f"metric {name}", what, got=f"{len(both)} of {type(both[0]).__name__}"))
    if kind is Kind.SHARE:
        return both[0].cast(pl.Boolean), None
    scale = SCALES.get(unit, 1)
    whole = [
        (side.map_batches(numbers, pl.Float64, is_elementwise=True) * scale).round(0).cast(pl.Int64)
        for side in both
    ]
    return whole[0], whole[1] if wanted > 1 else None


def numbers(column: pl.Series) -> pl.Series:
    """Return a column as numbers: lengths of time in seconds, others as they are.

    Examples
    --------
    >>> numbers(pl.Series([timedelta(minutes=2), None])).to_list(), numbers(pl.Series([True, None])).to_list()
    ([120.0, None], [1.0, None])
    """
    if isinstance(column.dtype, pl.Duration):
        return column.dt.total_microseconds() / 1_000_000
    return column.cast(pl.Float64)


def _quantum(unit: Unit, kind: Kind) -> Decimal:
    if kind is Kind.NET:
        return Decimal(100)
    # Above and below the line of a quotient are on one scale, which cancels.
    return Decimal(1) if kind is Kind.RATIO else Decimal(1) / SCALES.get(unit, 1)


def _range(unit: Unit) -> dict[str, int]:
    return {"share": {"low": 0, "high": 1}, "points": {"low": -100, "high": 100}}.get(unit, {})


def _text(value: object) -> str:
    """Return a parameter as an agreement writes it."""
    if isinstance(value, timedelta):
        return define.text_of(value)
    if isinstance(value, Fraction):
        return f"{float(value * 100):g}%"
    return "|".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _documented(text: str, entry: MetricEntry) -> str:
    """Return the docstring with what the definition itself says."""
    made = entry.sample
    end = "Higher is better." if made.direction == "higher" else "Lower is better."
    reads = ", ".join(f"``{column}``" for column in made.columns)
    span = f", in [{made.low:g}, {made.high:g}]" if made.low is not None and made.high is not None else ""
    parts = (
        text,
        f"{end} Left out: rows for which it is unknown.",
        f"Returns\n-------\nLeaf\n    Reads {reads}. Unit: {made.unit}{span}.",
        f"References\n----------\n{made.source}",
    )
    return "\n\n".join(parts) + "\n"
