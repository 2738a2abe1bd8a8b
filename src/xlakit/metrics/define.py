"""How a metric of one frame is made: what a row adds, and what a reader must know."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import polars as pl

from xlakit.errors import MeasureError, message
from xlakit.metrics.kind import Kind
from xlakit.metrics.leaf import Leaf
from xlakit.metrics.statistic import Statistic
from xlakit.model.metric_ref import MetricRef

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from xlakit.metrics.leaf import Grain
    from xlakit.metrics.metric import Direction, Unit
    from xlakit.model.objective import Basis, ObjectiveKind

AT: Mapping[str, str] = MappingProxyType(
    {
        "tickets": "first_resolved_at",
        "answers": "rated_at",
        "respondents": "rated_at",
        "clock_tickets": "decided_at",
        "clock_cycles": "decided_at",
        "sessions": "started_at",
        "articles": "created_at",
        "notices": "sent_at",
        "staff": "period_at",
        "silences": "ended_at",
        "touchpoints": "at",
        "measurements": "window_start",
    }
)
"""Grain → the column whose instant decides the window of a row, unless a metric says otherwise."""

RESOLUTION = timedelta(seconds=1)
ANSWERED = frozenset({"answers", "respondents"})


def leaf(  # noqa: PLR0913 - everything a reader must know
    name: str,
    value: pl.Expr,
    *,
    kind: Kind,
    title: str,
    side: ObjectiveKind,
    direction: Direction,
    unit: Unit,
    needs: str,
    source: str,
    grain: Grain = "tickets",
    basis: Basis | None = None,
    params: Mapping[str, str] | None = None,
    at: pl.Expr | None = None,
    reads: tuple[str, ...] | None = None,
    per: pl.Expr | None = None,
    quantum: Decimal = Decimal(1),
    low: float | None = None,
    high: float | None = None,
    **further: Any,  # noqa: ANN401 - the rarer fields of Leaf, checked by its constructor
) -> Leaf:
    """Return a metric of one frame.

    Parameters
    ----------
    name, params
        Catalogue name and the parameters that differ from their defaults, as text.
    value, per
        What a row adds above and, for a ratio, below the line: integer or boolean, null adds nothing. A ticket
        counts where it was resolved, unless `at` says otherwise.
    kind, quantum, unit
        How the sums become the number, and what one of them is worth in its unit.
    title, side, direction, low, high, needs, source, basis
        What a reader must know; `side` is efficiency, experience or combined. The basis is user_reported for
        answers and observed elsewhere, unless stated.
    grain, at
        The frame, and the instant that decides the window (see `AT`).
    reads
        The fact columns it reads; taken from the expressions unless stated.
    **further
        ``follow_up, watched_from, clock, grouped, personal, stock, summary, most``.
    """
    when = pl.col(AT[grain]) if at is None else at
    most = further.pop("most", None)
    expressions = (value, when, *(() if per is None else (per,)), *(further.get("stock") or ()))
    found = tuple(dict.fromkeys(root for item in expressions for root in item.meta.root_names()))
    further.setdefault("personal", grain in ANSWERED)
    return Leaf(
        ref=MetricRef(name=name, params=dict(params or {})),
        title=title,
        kind=side,
        basis=basis or ("user_reported" if grain in ANSWERED else "observed"),
        unit=unit,
        direction=direction,
        needs=needs,
        source=source,
        low=low,
        high=high,
        grain=grain,
        statistic=Statistic(kind, quantum, most=most),
        value=value,
        at=when,
        reads=found if reads is None else reads,
        per=per,
        **further,
    )


def share(name: str, value: pl.Expr, **described: Any) -> Leaf:  # noqa: ANN401 - as `leaf`
    """Return the share of rows for which `value` is true, in [0, 1]; null rows are not counted."""
    return leaf(name, value, **{"kind": Kind.SHARE, "unit": "share", "low": 0, "high": 1, **described})


def mean(name: str, value: pl.Expr, **described: Any) -> Leaf:  # noqa: ANN401 - as `leaf`
    """Return the mean of what rows add, in quanta; state ``unit`` and, where it is not 1, ``quantum``."""
    return leaf(name, value, **{"kind": Kind.MEAN, **described})


def net(name: str, value: pl.Expr, **described: Any) -> Leaf:  # noqa: ANN401 - as `leaf`
    """Return 100 times the mean of +1, 0 and -1: promoters less detractors, in [-100, 100]."""
    return leaf(
        name,
        value,
        **{
            "kind": Kind.NET,
            "unit": "points",
            "quantum": Decimal(100),
            "low": -100,
            "high": 100,
            **described,
        },
    )


def ratio(name: str, value: pl.Expr, per: pl.Expr, **described: Any) -> Leaf:  # noqa: ANN401 - as `leaf`
    """Return the sum of `value` over the sum of `per`, over rows where both are known."""
    return leaf(name, value, per=per, **{"kind": Kind.RATIO, "unit": "ratio", **described})


def total(name: str, value: pl.Expr, **described: Any) -> Leaf:  # noqa: ANN401 - as `leaf`
    """Return the sum of what rows add; ``pl.lit(1)`` counts them."""
    return leaf(name, value, **{"kind": Kind.TOTAL, "unit": "count", **described})


def summary(
    name: str,
    value: pl.Expr,
    function: Callable[[pl.DataFrame], tuple[int, int, int]],
    **described: Any,  # noqa: ANN401 - as `leaf`
) -> Leaf:
    """Return a figure that only all rows of a window together can give.

    `function` takes the rows of one window and segment, with the column ``_value`` and the columns in ``reads``,
    and returns ``(total, base, count)``: the figure is ``quantum · total / base`` over `count` rows. Its
    interval comes from leaving out each random group of people in turn.
    """
    return leaf(name, value, summary=function, **{"kind": Kind.SUMMARY, "unit": "ratio", **described})


def defaults(**given: tuple[str, str]) -> dict[str, str]:
    """Return the parameters whose text differs from that of their default.

    Examples
    --------
    >>> defaults(follow_up=("14d", "7d"), definition=("flag", "flag"))
    {'follow_up': '14d'}
    """
    return {key: value for key, (value, default) in given.items() if value != default}


def one_of(where: str, given: str, known: Sequence[str]) -> None:
    """Raise where a parameter is none of its values: another word must not pass for one of them.

    Raises
    ------
    MeasureError
        It names the values.

    Examples
    --------
    >>> one_of("csat: variant", "box", ("box", "mean"))
    """
    if given not in known:
        hint = ", ".join(known)
        raise MeasureError(message(f"metric {where}", "is not one of its values", got=str(given), hint=hint))


def text_of(length: timedelta) -> str:
    """Return a length of time as an agreement writes it.

    Examples
    --------
    >>> from datetime import timedelta
    >>> text_of(timedelta(days=7)), text_of(timedelta(hours=36)), text_of(timedelta(seconds=90))
    ('7d', '36h', '90s')
    """
    if not isinstance(length, timedelta) or length < timedelta(0):
        raise MeasureError(
            message(
                "metric",
                "a length of time of 0 or more is expected",
                got=repr(length),
                hint="timedelta(days=7)",
            )
        )
    seconds = length // RESOLUTION
    for unit, size in (("d", 86_400), ("h", 3600), ("m", 60)):
        if seconds % size == 0:
            return f"{seconds // size}{unit}"
    return f"{seconds}s"
