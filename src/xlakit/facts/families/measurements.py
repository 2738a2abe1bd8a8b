"""Results measured elsewhere, as whole numbers that add up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from xlakit.facts.families.known import known_rows
from xlakit.facts.sources import Frame
from xlakit.tables import dtypes_of

if TYPE_CHECKING:
    from xlakit.facts.sources import Sources

MILLION = 10**6
PLACES = (10**6, 10**5, 10**4, 10**3, 10**2, 10)
"""The table keeps six decimals, so a millionth is its finest step."""

MADE = {"above": pl.Int64(), "below": pl.Int64(), "whole": pl.Boolean()}
MEANINGS = {
    "above": "the row's result is `above` over `below`, in millionths; null without a result",
    "below": "1 for a value; where the series states `good` and `total` anywhere, the total in the coarsest power of "
    "ten in which all totals of the series are whole; null without a result",
    "whole": "whether the row speaks for the whole: without a segment, or in a window for which the series has no row "
    "without one; never null",
}

DOMAINS = {
    "name": ("uptime", "calls"),
    "above": (0, 500_000, 995_000, 1_000_000, 2_000_000),
    "below": (0, 1, 2),
}
"""Values that make sense, for columns whose type says too little."""


def make_measurements(sources: Sources) -> pl.DataFrame | None:
    """Return one row a result whose window had ended by ``as_of``, or None without a table of them."""
    given = sources.desk.measurements
    if given is None:
        return None
    ends = [name for name in ("window_end", "window_start") if name in given.columns]
    known = given.filter(pl.coalesce(ends) <= sources.as_of)
    rows = known_rows(known, "measurements", since="window_start", as_of=sources.as_of).sort(
        "name", "window_start", "window_end", "segment", "source"
    )
    # In 128 bits, so that what does not fit 64 becomes null, not another number.
    good, total, value = (
        (pl.col(name) * MILLION).cast(pl.Int128, strict=False) for name in ("good", "total", "value")
    )
    counted = (pl.col("good").is_not_null() & pl.col("total").is_not_null()).any().over("name")
    step = pl.coalesce(
        *(pl.when((total % place == 0).all().over("name")).then(place) for place in PLACES), pl.lit(1)
    ).cast(pl.Int128)
    unsegmented = pl.col("segment").is_null()
    return rows.with_columns(
        above=pl.when(counted)
        .then(pl.when(total.is_not_null()).then(good * (MILLION // step)))
        .otherwise(value)
        .cast(pl.Int64, strict=False),
        below=pl.when(counted)
        .then(pl.when(good.is_not_null()).then(total // step))
        .when(value.is_not_null())
        .then(pl.lit(1, pl.Int128))
        .cast(pl.Int64, strict=False),
        whole=unsegmented | ~unsegmented.any().over("name", "window_start"),
    )


MEASUREMENTS = Frame(
    "measurements", {**dtypes_of("measurements"), **MADE}, MEANINGS, ("name",), make_measurements, DOMAINS
)
