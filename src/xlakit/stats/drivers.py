"""What goes with a good experience: how much of R² each attribute brings, with bootstrap bars."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from xlakit.errors import DataError, MeasureError, message, near_miss
from xlakit.stats import arguments, driver_samples, importance
from xlakit.stats.complete_cases import complete_cases

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from xlakit.stats.driver_samples import Method

NOTE = "association, not cause"


@dataclass(frozen=True, slots=True)
class Driver:
    """One attribute: its part of R² (`weight`, 0 … 1) and of what is explained (`share`, 0 … 1).

    `correlation` with the outcome says which way it goes; None for a constant attribute. The bars are None
    where no bootstrap was asked for. `share` is None where nothing is explained.
    """

    name: str
    weight: float
    low: float | None
    high: float | None
    share: float | None
    share_low: float | None
    share_high: float | None
    correlation: float | None


@dataclass(frozen=True, slots=True)
class Drivers:
    """The attributes in the order given; their weights add up to `r2`.

    Attributes
    ----------
    method
        ``lmg`` or ``relative_weights``.
    drivers
        One an attribute.
    r2
        Share of the outcome's variance that goes with the attributes together.
    count, left_out, clusters
        Complete cases, rows left out because something in them is unknown, and clusters drawn from.
    level, draws
        Of the bars: their confidence, and how many bootstrap samples could be used.
    note
        What the weights are not: a cause.
    """

    method: Method
    drivers: tuple[Driver, ...]
    r2: float
    count: int
    left_out: int
    clusters: int
    level: float
    draws: int
    note: str = NOTE

    @property
    def weights(self) -> dict[str, float]:
        """The weight of each attribute by its name."""
        return {driver.name: driver.weight for driver in self.drivers}

    def __getitem__(self, name: str) -> Driver:
        """Return the driver of that name; MeasureError where there is none."""
        for driver in self.drivers:
            if driver.name == name:
                return driver
        names = [driver.name for driver in self.drivers]
        raise MeasureError(message("drivers", f"has no {name!r}", hint=near_miss(name, names)))


def drivers(
    attributes: Any,  # noqa: ANN401 - a mapping, a frame or an array
    outcome: Any,  # noqa: ANN401 - a list, an array or a column
    *,
    clusters: Iterable[Hashable] | None = None,
    method: Method | None = None,
    draws: int = 1000,
    level: float = 0.95,
    seed: int = 0,
) -> Drivers:
    """Return how much of the outcome's variance goes with each attribute: association, not cause.

    Parameters
    ----------
    attributes
        Columns by name (a mapping or a frame), or one row a case. A factor that was ticked or not is a
        column of 1 and 0. Factor lists that differ by rating must not be mixed: who saw which list
        already says how they rated.
    outcome
        The overall score of each row. Rows with an unknown part are left out and counted.
    clusters
        Whose answer each row is, for the bars; None there is somebody else each time.
    method
        ``lmg`` (the default up to 12 attributes) or ``relative_weights`` (beyond).
    draws, level, seed
        Bootstrap samples of whole clusters, percentile interval; 0 draws give no bars. The same seed gives the
        same bars, whatever the order of rows.

    Returns
    -------
    Drivers
        A constant attribute brings nothing; attributes that say the same share alike.

    Raises
    ------
    DataError
        Fewer than 10 complete cases an attribute, a constant outcome, columns of different lengths, values that
        are no numbers, ``lmg`` on more than 12 attributes.

    Notes
    -----
    See `lmg` and `relative_weights`. A weight cannot be negative: bars of attributes without any
    association lie a little above 0. Below some 20 clusters they are too narrow.

    Examples
    --------
    >>> speed = [1, 2, 3, 4, 5, 2, 3, 4, 1, 5, 3] * 3
    >>> tone = [5, 1, 4, 2, 3, 3, 5, 1, 2, 4, None] * 3
    >>> overall = [2 * s + (t or 0) for s, t in zip(speed, tone)]
    >>> found = drivers({"speed": speed, "tone": tone, "floor": [1] * 33}, overall, draws=200, seed=7)
    >>> {name: round(weight, 3) for name, weight in found.weights.items()}, found.left_out, found.note
    ({'speed': 0.812, 'tone': 0.188, 'floor': 0.0}, 3, 'association, not cause')
    >>> found["speed"].low < 0.8 < found["speed"].high
    True
    """
    level = arguments.confidence(level)
    draws = arguments.count("drivers.draws", draws)
    cases = complete_cases("drivers", attributes, outcome, clusters)
    p = len(cases.names)
    method = method or ("lmg" if p <= importance.MOST else "relative_weights")
    arguments.one_of("drivers.method", method, ("lmg", "relative_weights"))
    if method == "lmg" and p > importance.MOST:
        raise DataError(
            message(
                "drivers.method",
                f"lmg takes at most {importance.MOST} attributes",
                got=str(p),
                hint="method='relative_weights'",
            )
        )
    if (cases.outcome == cases.outcome[0]).all():
        raise DataError(message("drivers.outcome", "must vary", got=f"{cases.outcome[0]} everywhere"))
    table = driver_samples.scaled(cases)
    joint, alive = driver_samples.joint_correlations(
        np.concatenate([[len(table)], table.sum(axis=0), (table.T @ table).ravel()])[None]
    )
    weights = driver_samples.decomposed(joint, method)[0]
    found = driver_samples.bootstrap(cases, table, method, draws, arguments.count("drivers.seed", seed))
    r2, tails = float(weights.sum()), [(1 - level) / 2, (1 + level) / 2]
    totals = found.sum(axis=1, keepdims=True)
    shares = found[totals[:, 0] > driver_samples.FLAT] / totals[totals[:, 0] > driver_samples.FLAT]
    bars = np.quantile(found, tails, axis=0) if len(found) else None
    share_bars = np.quantile(shares, tails, axis=0) if len(shares) else None
    return Drivers(
        method=method,
        drivers=tuple(
            Driver(
                name=name,
                weight=float(weights[place]),
                low=None if bars is None else float(bars[0, place]),
                high=None if bars is None else float(bars[1, place]),
                share=float(weights[place]) / r2 if r2 > driver_samples.FLAT else None,
                share_low=None if share_bars is None else float(share_bars[0, place]),
                share_high=None if share_bars is None else float(share_bars[1, place]),
                correlation=float(joint[0, place, -1]) if alive[0, place] else None,
            )
            for place, name in enumerate(cases.names)
        ),
        r2=r2,
        count=len(table),
        left_out=cases.left_out,
        clusters=len(np.unique(cases.clusters)),
        level=level,
        draws=len(found),
    )
