"""Whether users fare better with teams whose analysts fare better."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from scipy import special

from xlakit.metrics.catalogue import build
from xlakit.metrics.families.work_people import analyst_experience
from xlakit.metrics.measure import measure
from xlakit.model import Estimate, MetricRef

if TYPE_CHECKING:
    from datetime import datetime

    from xlakit.metrics.metric import Metric
    from xlakit.model import Agreement
    from xlakit.tables import Desk

FEWEST, FEWEST_FOR_INTERVAL = 3, 4
METHOD = "pearson_fisher_z"


@dataclass(frozen=True, slots=True, eq=False)
class ExperienceLink:
    """How analyst and user experience go together over teams.

    Attributes
    ----------
    correlation
        Pearson's correlation of the two figures over teams, with Fisher's interval and the number of teams as its
        count; without a value below three teams or where one side does not differ, and without an interval
        below four.
    teams
        ``team, analyst_experience, analyst_answers, user_experience, answers``, for teams where both may be shown.
    withheld
        How many teams were left out because too few of either spoke.
    """

    correlation: Estimate
    teams: pl.DataFrame = field(repr=False)
    withheld: int = 0


def ax_ux_link(
    desk: Desk,
    agreement: Agreement | None = None,
    *,
    user_experience: Metric | None = None,
    scale: str = "0..10",
    level: float = 0.95,
    as_of: datetime | None = None,
) -> ExperienceLink:
    """Return the association of analyst experience with user experience over teams.

    Parameters
    ----------
    desk
        The records: ``staff.experience`` and the users' answers, both with ``team``.
    agreement
        Its scope, scales and anonymity hold: a team with fewer answering analysts, or fewer answers of users,
        than that is left out.
    user_experience
        The users' side; ``csat`` unless stated.
    scale
        The scale of ``staff.experience``.
    level
        Confidence of the two-sided interval.
    as_of
        The instant to look from; the last instant in the data unless stated.

    Notes
    -----
    Measurement framework S-80. Fisher's z: ``tanh(atanh(r) ± z/√(n − 3))`` over n teams. Teams count alike, whatever
    their size. An association over teams is neither an effect nor one of single people.

    Examples
    --------
    >>> from xlakit.tables import Desk
    >>> desk = Desk(
    ...     tickets=[{"ticket_id": "1", "opened_at": "2026-03-02T09:00Z", "team": "West"}],
    ...     staff=[{"agent": "ann", "period": "2026-03", "team": "West", "experience": None}],
    ... )
    >>> ax_ux_link(desk).correlation.value is None
    True
    """
    ours = analyst_experience(scale=scale)
    theirs = build(MetricRef(name="csat"), agreement) if user_experience is None else user_experience
    measured = measure((ours, theirs), desk, by="team", as_of=as_of, agreement=agreement)
    sides = [
        measured.filter((pl.col("metric") == metric.name) & pl.col("team").is_not_null()).select(
            "team",
            pl.col("value").alias(value),
            pl.col("denominator").alias(count),
            pl.col("suppressed").alias(f"{value}_withheld"),
        )
        for metric, value, count in (
            (ours, "analyst_experience", "analyst_answers"),
            (theirs, "user_experience", "answers"),
        )
    ]
    both = sides[0].join(sides[1], on="team").sort("team")
    withheld = both.filter(pl.col("analyst_experience_withheld") | pl.col("user_experience_withheld")).height
    shown = both.drop_nulls(["analyst_experience", "user_experience"]).select(
        "team", "analyst_experience", "analyst_answers", "user_experience", "answers"
    )
    found = _pearson(
        shown.get_column("analyst_experience").to_list(), shown.get_column("user_experience").to_list(), level
    )
    return ExperienceLink(found, shown, withheld)


def _pearson(one: list[float], other: list[float], level: float) -> Estimate:
    count = len(one)
    if count < FEWEST:
        return Estimate(value=None, count=count, level=level)
    x, y = (np.asarray(side, dtype=np.float64) - np.mean(side) for side in (one, other))
    spread = math.sqrt(math.fsum(x * x) * math.fsum(y * y))
    if spread == 0:
        return Estimate(value=None, count=count, level=level)
    value = max(-1.0, min(1.0, math.fsum(x * y) / spread))
    if count < FEWEST_FOR_INTERVAL or abs(value) == 1:
        return Estimate(value=value, count=count, level=level)
    half = float(special.ndtri((1 + level) / 2)) / math.sqrt(count - 3)
    return Estimate(
        value=value,
        count=count,
        low=math.tanh(math.atanh(value) - half),
        high=math.tanh(math.atanh(value) + half),
        level=level,
        method=METHOD,
    )
