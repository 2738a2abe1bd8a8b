"""What agents wrote to users: empathy markers, explanation, jargon; and what users were asked twice."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

import polars as pl

from xlakit.facts.sources import Family
from xlakit.facts.talk import MARKERS, default_lexicon
from xlakit.facts.talk.markers import marks_in
from xlakit.facts.talk.plain import legible_expr
from xlakit.facts.talk.terms import mentions_in, terms_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlakit.facts.sources import Sources

COLUMNS: Mapping[str, pl.DataType] = {
    "empathy_thousandths": pl.Int64(),
    "explained": pl.Boolean(),
    "jargon_mentions": pl.Int64(),
    "words_written": pl.Int64(),
    "asked_again": pl.Boolean(),
}
MEANINGS: Mapping[str, str] = {
    "empathy_thousandths": "the share of the four markers that the public replies of agents carry together: 0, 250, "
    "500, 750, 1000; null without a reply that has a text",
    "explained": "whether one of them says why; false without any reply on a desk that keeps their texts, null where "
    "its replies have none",
    "jargon_mentions": "unexplained terms in all of them; null without a reply that has a text",
    "words_written": "words in all of them; null likewise",
    "asked_again": "whether the user was asked for the same information twice; null on a desk that does not record "
    "`asked` events, and where two of them do not say what was asked for",
}

DOMAINS: Mapping[str, tuple[int, ...]] = MappingProxyType(
    {
        "empathy_thousandths": (0, 250, 500, 750, 1000),
        "jargon_mentions": (0, 1, 4),
        "words_written": (0, 4, 40, 250),
    }
)
CONFIRMATION = "confirmation"


def replies(events: pl.DataFrame) -> pl.DataFrame:
    """Return the public replies of agents."""
    public = pl.col("public").fill_null(value=True)
    return events.filter((pl.col("kind") == "reply") & (pl.col("role") == "agent") & public)


def make_talk(sources: Sources) -> pl.DataFrame:
    """Return what the replies of each ticket say, by the default lexicon and glossary."""
    written = replies(sources.events).select("ticket_id", "text")
    distinct = written.select("text").drop_nulls().unique().sort("text")
    legible = distinct.select(legible_expr(pl.col("text")))
    marked, used = marks_in(legible, default_lexicon()), mentions_in(legible, terms_of(None))
    read = pl.concat([distinct, marked, used], how="horizontal")
    said = (
        written.join(read, on="text", how="left")
        .group_by("ticket_id")
        .agg(
            known=pl.col("text").is_not_null().any(),
            **{marker: pl.col(marker).any(ignore_nulls=True) for marker in MARKERS},
            mentions=pl.col("mentions").sum(),
            words=pl.col("words").sum(),
        )
    )
    keeps_texts = distinct.height > 0
    marks = sum((pl.col(marker).cast(pl.Int64) for marker in MARKERS), pl.lit(0, pl.Int64))
    return (
        sources.tickets.select("ticket_id")
        .join(said, on="ticket_id", how="left", maintain_order="left")
        .join(_asked(sources), on="ticket_id", how="left", maintain_order="left")
        .select(
            "ticket_id",
            "asked_again",
            empathy_thousandths=pl.when("known").then(marks * (1000 // len(MARKERS))),
            explained=pl.when("known")
            .then("explanation")
            .when(pl.col("known").is_null() & keeps_texts)
            .then(pl.lit(value=False)),
            jargon_mentions=pl.when("known").then("mentions"),
            words_written=pl.when("known").then("words"),
        )
    )


def _asked(sources: Sources) -> pl.DataFrame:
    """Return per ticket whether the same information was asked for twice."""
    what = pl.col("value").str.strip_chars().str.to_lowercase()
    asked = (
        sources.events.filter(pl.col("kind") == "asked")
        .filter((pl.col("role") != "requester").fill_null(value=True))
        .select("ticket_id", what=pl.when(what != "").then(what))
        .filter((pl.col("what") != CONFIRMATION).fill_null(value=True))
    )
    told = asked.group_by("ticket_id").agg(
        again=pl.col("what").drop_nulls().is_duplicated().any(),
        unsaid=(pl.col("what").null_count() > 0) & (pl.len() > 1),
    )
    recorded = bool((sources.events.get_column("kind") == "asked").any())
    again = pl.col("again").fill_null(value=False)
    return (
        sources.tickets.select("ticket_id")
        .join(told, on="ticket_id", how="left")
        .select(
            "ticket_id",
            asked_again=pl.when(again)
            .then(pl.lit(value=True))
            .when(~pl.col("unsaid").fill_null(value=False) & recorded)
            .then(pl.lit(value=False)),
        )
    )


TALK = Family("talk", COLUMNS, MEANINGS, make_talk, DOMAINS)
