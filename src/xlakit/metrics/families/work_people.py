"""Metrics of the people who do the work: their load, their experience, whether they stay."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from xlakit.errors import MeasureError, message
from xlakit.metrics import define
from xlakit.metrics.combined import Combined, combine
from xlakit.metrics.entry import MetricEntry
from xlakit.metrics.families.surveys import thousandths
from xlakit.metrics.families.work_formulas import FirstKnown, PerHead
from xlakit.metrics.families.work_volume import SOLVED_TIMES, opened_tickets, throughput
from xlakit.metrics.summaries import VALUE
from xlakit.model.agreement import Scale

if TYPE_CHECKING:
    from xlakit.metrics.leaf import Leaf
    from xlakit.metrics.metric import Metric

Per = Literal["fte", "agent"]
THOUSANDTH = Decimal("0.001")
COUNTED_AT = pl.col("counted_at")
_RESOLVED = pl.col("first_resolved_at").is_not_null()


def tickets_per_technician(per: Per | None = None) -> Metric:
    """Return the number of tickets resolved for each technician.

    Higher is better, for cost; it says nothing of what the user got. Left out: unresolved tickets; with
    ``agent`` also those of no known agent, and those that a machine resolved.

    Parameters
    ----------
    per
        ``fte``: tickets over the full-time equivalents of the staff rows whose period begins in the window (in a
        quarter of monthly rows: per FTE and month). ``agent``: over the distinct agents who resolved any. None
        (default): by FTE in windows where the staff table states it, else by agent; the method of a figure
        says which one was missing.

    Returns
    -------
    Metric
        Reads ``tickets.first_resolved_at``, ``staff.fte``, ``tickets.technician``. Unit: count, at least 0.

    Raises
    ------
    MeasureError
        `per` is neither.

    References
    ----------
    Measurement framework S-03.

    Examples
    --------
    >>> tickets_per_technician("fte").name, tickets_per_technician().unit
    ('tickets_per_technician(per=fte)', 'count')
    """
    return _load("tickets_per_technician", per, throughput(), title="tickets resolved per technician")


def throughput_per_agent() -> Leaf:
    """Return the number of tickets resolved for each agent who resolved any in the window.

    Higher is better, for cost; it says nothing of what the user got. Left out: unresolved tickets, those of no
    known agent, and those that a machine resolved.

    Returns
    -------
    Leaf
        Reads ``tickets.technician``. Unit: count, at least 0; windows do not add up.

    References
    ----------
    Measurement framework S-56.

    Examples
    --------
    >>> throughput_per_agent().additive
    False
    """
    return _per_agent(
        "throughput_per_agent",
        _RESOLVED,
        pl.col("first_resolved_at"),
        title="tickets resolved per agent",
        direction="higher",
        needs=f"tickets.agent; {SOLVED_TIMES}",
        source="S-56",
    )


def load_index(baseline: Decimal | Fraction | int | str = 1, *, per: Per | None = None) -> Metric:
    """Return the tickets opened for each analyst, over a stated baseline.

    Lower is better: above 1 there is more to do for each than was planned with. Left out: nothing with
    ``fte``; with ``agent`` the tickets that no known agent has worked on.

    Parameters
    ----------
    baseline
        The tickets that one analyst is planned to take in a window; with 1 the index is the plain load.
    per
        As for `tickets_per_technician`.

    Returns
    -------
    Metric
        Reads ``tickets.opened_at``, ``staff.fte``, ``tickets.technician``. Unit: ratio, at least 0.

    Raises
    ------
    MeasureError
        `baseline` is not a positive exact number, or `per` neither of its values.

    References
    ----------
    Measurement framework S-79.

    Examples
    --------
    >>> load_index(120, per="agent").name, load_index(120).direction
    ('load_index(baseline=120, per=agent)', 'lower')
    """
    planned = _baseline(baseline)
    load = _load("load", per, opened_tickets(), title="tickets opened per analyst")
    params = define.defaults(baseline=(str(baseline), "1"), per=(per or "", ""))
    return (load / planned).named(
        "load_index",
        params=params,
        title="load of analysts",
        kind="efficiency",
        unit="ratio",
        direction="lower",
        source="S-79",
        low=0,
    )


def analyst_experience(*, scale: str | Scale = "0..10") -> Leaf:
    """Return the mean of what analysts answered about their own work.

    Higher is better. Left out: staff rows without an answer, and answers off the scale. Its count is the number
    of distinct analysts, so that anonymity protects people and not rows.

    Parameters
    ----------
    scale
        The scale of the question.

    Returns
    -------
    Leaf
        Reads ``staff.experience``. Unit: score on the scale; windows do not add up.

    Raises
    ------
    MeasureError
        `scale` is none.

    References
    ----------
    Measurement framework S-80.

    Examples
    --------
    >>> analyst_experience(scale="1..5").high, analyst_experience().from_answers
    (5, True)
    """
    whole = _scale(scale)
    answer = pl.col("experience")
    return define.summary(
        "analyst_experience",
        pl.when(answer.is_between(whole.low, whole.high)).then(thousandths(answer)),
        _mean_over_people,
        params=define.defaults(scale=(str(whole), "0..10")),
        title="experience of analysts",
        unit="score",
        quantum=THOUSANDTH,
        low=whole.low,
        high=whole.high,
        reads=("agent", "experience", "counted_at"),
        personal=True,
        **_of_staff("higher", "staff.experience"),
    )


def attrition_rate() -> Leaf:
    """Return the share of everyone on the staff in a window who left in it.

    Lower is better. Left out: people who had left before, and desks that do not track leaving.

    Returns
    -------
    Leaf
        Reads ``staff.left``. Unit: share, in [0, 1]; windows do not add up.

    References
    ----------
    Measurement framework S-80.

    Examples
    --------
    >>> attrition_rate().direction
    'lower'
    """
    return define.summary(
        "attrition_rate",
        pl.col("left"),
        _leavers,
        title="analysts who left",
        unit="share",
        low=0,
        high=1,
        reads=("agent", "left", "counted_at"),
        **_of_staff("lower", "staff.left_at"),
    )


def _load(name: str, per: Per | None, tickets: Leaf, *, title: str) -> Metric:
    """Return tickets for each technician, counted by `per`."""
    described: dict[str, Any] = {"unit": "count", "direction": tickets.direction, "source": "S-03", "low": 0}
    resolved = tickets.direction == "higher"
    at = pl.col("first_resolved_at") if resolved else pl.col("opened_at")
    by_agent = _per_agent(
        name,
        at.is_not_null(),
        at,
        params={"per": "agent"},
        title=title,
        direction=tickets.direction,
        needs=f"tickets.agent; {SOLVED_TIMES}" if resolved else "tickets.agent",
        source="S-03",
    )
    if per == "agent":
        return by_agent
    fte = define.total(
        "fte",
        pl.col("fte_thousandths"),
        quantum=THOUSANDTH,
        title="full-time equivalents",
        low=0,
        **_of_staff("higher", "staff.fte"),
    )
    made = combine(PerHead(), tickets, fte, **{k: described[k] for k in ("unit", "direction", "low")})
    by_fte = replace(made, kind="efficiency").named(name, params={"per": "fte"}, title=title, **described)
    if per == "fte":
        return by_fte
    if per is not None:
        raise MeasureError(
            message(f"metric {name}: per", "is not one of its values", got=per, hint="fte, agent")
        )
    found: Combined = combine(
        FirstKnown(), by_fte, by_agent, unit="count", direction=tickets.direction, low=0
    )
    return found.named(name, title=title, needs=f"staff.fte, or {by_agent.needs}", source="S-03")


def _per_agent(name: str, counts: pl.Expr, at: pl.Expr, **described: Any) -> Leaf:  # noqa: ANN401 - as `define.leaf`
    (when,) = at.meta.root_names()
    return define.summary(
        name,
        pl.when(counts & pl.col("technician").is_not_null()).then(pl.lit(1)),
        _over_agents,
        unit="count",
        side="efficiency",
        low=0,
        at=at,
        reads=tuple(dict.fromkeys((when, "technician"))),
        **described,
    )


def _over_agents(rows: pl.DataFrame) -> tuple[int, int, int]:
    mine = rows.filter(pl.col(VALUE).is_not_null()).get_column("technician")
    return mine.len(), mine.n_unique(), mine.len()


def _mean_over_people(rows: pl.DataFrame) -> tuple[int, int, int]:
    known = rows.filter(pl.col(VALUE).is_not_null())
    return int(known.get_column(VALUE).sum()), known.height, known.get_column("agent").n_unique()


def _leavers(rows: pl.DataFrame) -> tuple[int, int, int]:
    there = rows.filter(pl.col(VALUE).is_not_null())
    people = there.get_column("agent").n_unique()
    return there.filter(pl.col(VALUE) > 0).get_column("agent").n_unique(), people, people


def _of_staff(direction: str, needs: str) -> dict[str, Any]:
    """Return what metrics of the staff share; the people are the provider's, so it speaks for neither side."""
    return {
        "grain": "staff",
        "side": "combined",
        "direction": direction,
        "needs": needs,
        "source": "S-80",
        "at": COUNTED_AT,
    }


def _baseline(written: Decimal | Fraction | int | str) -> Fraction:
    try:
        baseline = Fraction(0) if isinstance(written, float) else Fraction(written)
    except (ValueError, ArithmeticError):
        baseline = Fraction(0)
    if baseline <= 0:
        raise MeasureError(
            message(
                "metric load_index: baseline", "is not a positive exact number", got=str(written), hint="120"
            )
        )
    return baseline


def _scale(written: str | Scale) -> Scale:
    if isinstance(written, Scale):
        return written
    try:
        return Scale.parse(written)
    except ValueError:
        raise MeasureError(
            message("metric analyst_experience: scale", "is not a scale", got=written, hint="1..5")
        ) from None


PERS = "choice:fte|agent"
ENTRIES = (
    MetricEntry("analyst_experience", analyst_experience, {"scale": "text"}),
    MetricEntry("attrition_rate", attrition_rate),
    MetricEntry("load_index", load_index, {"baseline": "number", "per": PERS}),
    MetricEntry("throughput_per_agent", throughput_per_agent),
    MetricEntry("tickets_per_technician", tickets_per_technician, {"per": PERS}),
)
