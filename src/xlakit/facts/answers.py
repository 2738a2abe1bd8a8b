"""What the users said: one row a survey, attributed to the resolution it rates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from xlakit.facts.notes import doubt
from xlakit.facts.people import random_groups
from xlakit.facts.reading import UTC_TIME
from xlakit.facts.watermelon import with_watermelons

if TYPE_CHECKING:
    from datetime import datetime

    from xlakit.model import Count, SurveyTerms

LOWEST_TEN, HIGHEST_TEN, DETRACTOR = 0, 10, 6
SILENT = ("refused", "no_reply", "undeliverable", "not_sent")
UNASKED = ("undeliverable", "not_sent")
SAID: dict[str, pl.DataType] = {
    "csat": pl.Float64(),
    "nps": pl.Float64(),
    "effort": pl.Float64(),
    "happiness": pl.Float64(),
    "lost_minutes": pl.Float64(),
    "solved": pl.String(),
    "wished_hours": pl.Float64(),
    "comment": pl.String(),
}
LATER = (
    *SAID,
    "answered_at",
    "factors",
    "empathy",
    "recurred_unreported",
    "praise",
    "answered_back_at",
    "seen_by_agent_at",
    "disposition",
)
SURVEY_COLUMNS: dict[str, pl.DataType] = {
    "ticket_id": pl.String(),
    "answered_at": UTC_TIME,
    "sent_at": UTC_TIME,
    "respondent": pl.String(),
    "cycle": pl.Int64(),
    "disposition": pl.String(),
    **SAID,
}


def surveys_at(
    surveys: pl.DataFrame | None, terms: SurveyTerms, as_of: datetime
) -> tuple[pl.DataFrame, list[Count]]:
    """Return the surveys sent by `as_of`; an answer that came later is none, one off its scale is null."""
    if surveys is None:
        surveys = pl.DataFrame(schema=SURVEY_COLUMNS)
    lacking = {name: kind for name, kind in SURVEY_COLUMNS.items() if name not in surveys.columns}
    full = surveys.with_columns(pl.lit(None, kind).alias(name) for name, kind in lacking.items())
    full = full.filter((pl.col("sent_at") <= as_of).fill_null(value=True))
    there = (pl.col("answered_at") <= as_of).fill_null(value=True)
    full = full.with_columns(
        pl.when(there).then(pl.col(name)).alias(name) for name in LATER if name in full.columns
    )
    bounds = {
        "csat": (terms.csat.scale.low, terms.csat.scale.high),
        "effort": (terms.effort.scale.low, terms.effort.scale.high),
        "happiness": (LOWEST_TEN, HIGHEST_TEN),
        "nps": (LOWEST_TEN, HIGHEST_TEN),
    }
    notes: list[Count] = []
    for name, (low, high) in bounds.items():
        outside = full.select(~pl.col(name).is_between(low, high)).to_series().fill_null(value=False)
        notes += doubt(
            f"surveys.{name}", f"outside the stated scale {low}..{high}, no answer", int(outside.sum())
        )
        full = full.with_columns(pl.when(~outside).then(pl.col(name)).alias(name))
    said = (
        pl.any_horizontal(pl.col(name).is_not_null() for name in SAID) | pl.col("answered_at").is_not_null()
    )
    spoke = said | pl.col("disposition").is_in(["complete", "partial"]).fill_null(value=False)
    silent = pl.col("disposition").is_in(SILENT).fill_null(value=False)
    return full.with_columns(
        answered=spoke & ~silent, asked=~pl.col("disposition").is_in(UNASKED).fill_null(value=False)
    ), notes


def with_denials(tickets: pl.DataFrame, surveys: pl.DataFrame) -> pl.DataFrame:
    """Return the tickets with ``denied``: whether a user answered that it was not solved; null unanswered."""
    solved = surveys.filter(pl.col("answered") & pl.col("solved").is_not_null())
    denials = solved.group_by("ticket_id").agg(denied=(pl.col("solved") == "no").any())
    return tickets.join(denials, on="ticket_id", how="left", maintain_order="left")


def answers_of(
    surveys: pl.DataFrame,
    tickets: pl.DataFrame,
    cycles: pl.DataFrame,
    resolutions: pl.DataFrame,
    terms: SurveyTerms,
) -> tuple[pl.DataFrame, list[Count]]:
    """Return one row a survey with its ticket's columns.

    Parameters
    ----------
    surveys, tickets, cycles
        The facts so far.
    resolutions
        ``ticket_id``, ``cycle`` (1 for the first), ``resolved`` (its instant).
    terms
        The agreement's scales.
    """
    extra = [name for name in tickets.columns if name == "ticket_id" or name not in surveys.columns]
    met = cycles.filter(pl.col("met").is_not_null()).group_by("ticket_id").agg(clocks_met=pl.col("met").all())
    rows = (
        surveys.join(tickets.select(extra), on="ticket_id", how="left", maintain_order="left")
        .join(met, on="ticket_id", how="left", maintain_order="left")
        .with_columns(pl.col("in_scope").fill_null(value=False), pl.col("cycle").cast(pl.Int64))
        .join(resolutions, on=["ticket_id", "cycle"], how="left", maintain_order="left")
    )
    unknown = rows.filter(
        pl.col("cycle").is_not_null() & pl.col("resolved").is_null() & pl.col("answered")
    ).height
    notes = doubt("surveys.cycle", "no such resolution is known, the first one taken", unknown)
    orphans = rows.filter(pl.col("opened_at").is_null() & pl.col("answered")).height
    notes += doubt("surveys.ticket_id", "answers to a ticket that is not known", orphans)
    rows = _rated(rows).drop("resolved")
    who = pl.coalesce(
        *(
            pl.col(name).cast(pl.String)
            for name in ("respondent", "requester", "ticket_id")
            if name in rows.columns
        )
    )
    rows = rows.with_columns(respondent_id=who)
    answers = pl.col("answered").cast(pl.Int64).sum().over("respondent_id")
    rows = rows.with_columns(
        pl.when(pl.col("rated_at_source") == "first_resolution")
        .then(1)
        .otherwise(pl.col("cycle"))
        .cast(pl.Int64)
        .alias("cycle"),
        repeat_respondent=pl.col("answered") & (answers > 1),
        random_group=random_groups(rows.get_column("respondent_id")),
        **_unhappy(terms),
    )
    return with_watermelons(rows, cycles), notes


def _rated(rows: pl.DataFrame) -> pl.DataFrame:
    sources = {
        "rated_resolution": pl.col("resolved"),
        "first_resolution": pl.col("first_resolved_at"),
        "closed_at": pl.col("closed_at") if "closed_at" in rows.columns else pl.lit(None, UTC_TIME),
        "answered_at": pl.col("answered_at"),
    }
    named = pl.coalesce(pl.when(at.is_not_null()).then(pl.lit(name)) for name, at in sources.items())
    return rows.with_columns(rated_at=pl.coalesce(*sources.values()), rated_at_source=named)


def _unhappy(terms: SurveyTerms) -> dict[str, pl.Expr]:
    """Return whether the first answer present lies in the unhappy band, and which answer that was.

    Unhappy are the lower two fifths of the satisfaction scale, 6 and less of ten, and the hard three
    sevenths of the effort scale; parts of a point round down, but the worst answer is always unhappy.
    """
    csat, effort = terms.csat.scale, terms.effort.scale
    lower = csat.low + max(1, 2 * (csat.high - csat.low + 1) // 5) - 1
    hard = max(1, 3 * (effort.high - effort.low + 1) // 7) - 1
    easy = terms.effort.high_is == "easy"
    bands = {
        "csat": pl.col("csat") <= lower,
        "happiness": pl.col("happiness") <= DETRACTOR,
        "nps": pl.col("nps") <= DETRACTOR,
        "effort": pl.col("effort") <= effort.low + hard if easy else pl.col("effort") >= effort.high - hard,
    }
    named = pl.coalesce(pl.when(band.is_not_null()).then(pl.lit(name)) for name, band in bands.items())
    return {"unhappy": pl.coalesce(*bands.values()), "unhappy_by": named}
