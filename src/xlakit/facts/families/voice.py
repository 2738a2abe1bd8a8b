"""What users said, told of the ticket they said it about."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

import polars as pl

from xlakit.facts.sources import Family
from xlakit.model import SurveyTerms

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlakit.facts.sources import Sources

WHOLE = 1000
SECONDS = 3600
RECORDED: Mapping[str, str] = MappingProxyType(
    {
        "voice_praise_recorded": "praise",
        "voice_answering_recorded": "answered_back_at",
        "voice_seeing_recorded": "seen_by_agent_at",
    }
)
"""Column → the survey column that the desk has to fill anywhere for it to be true; null otherwise."""

COLUMNS: Mapping[str, pl.DataType] = MappingProxyType(
    {
        "voice": pl.Int64(),
        "voice_satisfied": pl.Boolean(),
        "voice_wished_seconds": pl.Int64(),
        "voice_praised": pl.Boolean(),
        "voice_answers": pl.Int64(),
        **{name: pl.Boolean() for name in RECORDED},
    }
)
MEANINGS: Mapping[str, str] = MappingProxyType(
    {
        "voice": "the answer between the worst (0) and the best (1000) of its scale: satisfaction, else Happiness, "
        "else recommendation, else effort; of several answers the last holds, of two at once the lower; null without "
        "one",
        "voice_satisfied": "whether the satisfaction answer lies in the satisfied box; null without one",
        "voice_wished_seconds": "how soon the user wished it to be solved, in whole seconds; null where not said",
        "voice_praised": "whether any answer praised; null without an answer, and where praise is not recorded",
        "voice_answers": "how many answers there are; null where the desk has no surveys",
        "voice_praise_recorded": "true where the desk records praise, else null; the same for all tickets",
        "voice_answering_recorded": "true where it records that answers were answered back, else null; likewise",
        "voice_seeing_recorded": "true where it records that analysts saw answers, else null; likewise",
    }
)
DOMAINS = MappingProxyType(
    {
        "voice": (0, 250, 500, 750, 1000),
        "voice_wished_seconds": (0, 1800, 7200, 86_400),
        "voice_answers": (0, 1, 2),
        **dict.fromkeys(RECORDED, (True, None)),
    }
)


def voices(sources: Sources) -> pl.DataFrame:
    """Return what the users said of each ticket."""
    surveys = sources.surveys
    terms = sources.agreement.surveys if sources.agreement is not None else SurveyTerms()
    box = terms.csat.satisfied
    recorded = {name: _recorded(surveys, column) for name, column in RECORDED.items()}
    praise = (
        pl.col("praise").fill_null(value=False)
        if recorded["voice_praise_recorded"]
        else pl.lit(None, pl.Boolean)
    )
    said = (
        surveys.filter("answered")
        .select(
            "ticket_id",
            "answered_at",
            voice=_voice(terms),
            voice_satisfied=pl.col("csat").is_between(box.low, box.high),
            voice_wished_seconds=(pl.col("wished_hours") * SECONDS).round(0).cast(pl.Int64),
            voice_praised=praise,
        )
        .sort(
            "ticket_id",
            "answered_at",
            "voice",
            "voice_wished_seconds",
            descending=[False, False, True, True],
            nulls_last=False,
        )
        .group_by("ticket_id")
        .agg(
            pl.col("voice", "voice_satisfied", "voice_wished_seconds").drop_nulls().last(),
            pl.col("voice_praised").any(ignore_nulls=False),
            voice_answers=pl.len().cast(pl.Int64),
        )
    )
    none = pl.lit(None if surveys.is_empty() else 0, pl.Int64)
    return (
        sources.tickets.select("ticket_id")
        .join(said, on="ticket_id", how="left", maintain_order="left")
        .with_columns(
            pl.col("voice_answers").fill_null(none),
            *(pl.lit(value=flag or None, dtype=pl.Boolean).alias(name) for name, flag in recorded.items()),
        )
    )


def _recorded(surveys: pl.DataFrame, column: str) -> bool:
    return column in surveys.columns and surveys[column].null_count() < surveys.height


def _voice(terms: SurveyTerms) -> pl.Expr:
    """Return the first answer present, in thousandths of the way from the worst to the best of its scale."""
    csat, effort = terms.csat.scale, terms.effort.scale
    ease = (pl.col("effort") - effort.low) / (effort.high - effort.low)
    scaled = (
        (pl.col("csat") - csat.low) / (csat.high - csat.low),
        pl.col("happiness") / 10,
        pl.col("nps") / 10,
        ease if terms.effort.high_is == "easy" else 1 - ease,
    )
    return (pl.coalesce(scaled) * WHOLE).round(0).cast(pl.Int64)


VOICE = Family("voice", COLUMNS, MEANINGS, voices, DOMAINS)
