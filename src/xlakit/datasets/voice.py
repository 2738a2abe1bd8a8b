"""What users say: who is asked, who answers, and what they answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from xlakit.datasets.office import SECOND
from xlakit.datasets.service import happens

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from xlakit.datasets.story import Story

SOON = 300 * SECOND
"""After the resolution, the survey is sent."""
UTC_TIME = pl.Datetime("us", "UTC")
ASKED, ANSWERS, BOUNCED, REFUSED = 0.88, 0.42, 0.01, 0.02
CSAT = (-1.6, -0.9, 0.0, 0.9)
EFFORT = (-2.0, -1.4, -0.8, -0.2, 0.5, 1.2)
ZERO_TO_TEN = (-2.9, -2.4, -2.0, -1.6, -1.2, -0.7, -0.2, 0.3, 0.9, 1.6)
SOLVED = (-0.6, -0.1)
"""Where a feeling crosses from one answer to the next, in standard deviations; 0 divides content and not."""
GOOD = ("speed", "attitude", "skills")
BAD = ("not_solved", "slow", "re_explained")
PRAISE = (
    "Quick and friendly, thank you.",
    "Solved at once.",
    "The colleague explained what had gone wrong.",
    "Could not be better.",
)
COMPLAINT = (
    "Closed, but it still does not work.",
    "I had to explain everything again.",
    "Nobody told me what was going on.",
    "Fast answer, no help.",
)


def surveys(tickets: pl.DataFrame, story: Story, until: int, draw: np.random.Generator) -> pl.DataFrame:
    """Return one row for each invitation up to `until`: sent when a ticket is resolved, answered or not.

    `tickets` holds, beside the canonical columns, the user's ``mood`` and the ``used`` share of the limit.
    """
    done = tickets.filter(pl.col("resolved_at").dt.epoch("us") + SOON <= until)
    asked = done.filter(pl.Series(happens(ASKED, done.height, draw)))
    count = asked.height
    mood = asked["mood"].to_numpy()
    fate = draw.random(count)
    chance = np.minimum(ANSWERS * np.where(mood < 0, story.unhappy_answers, 1.0), 1.0)
    sent = asked["resolved_at"].to_physical().to_numpy() + SOON
    delay = np.rint(np.clip(10 * 3600 * np.exp(1.2 * draw.normal(size=count)), 60, 12 * 86_400))
    answered = sent + delay.astype(np.int64) * SECOND
    answers = (fate >= BOUNCED + REFUSED) & happens(chance, count, draw) & (answered <= until)
    partial = answers & happens(0.08, count, draw)
    said = _answers(asked, mood, answers, partial, draw)
    disposition = np.select(
        [partial, answers, fate < BOUNCED, fate < BOUNCED + REFUSED],
        ["partial", "complete", "undeliverable", "refused"],
        "no_reply",
    )
    return pl.DataFrame(
        {
            "ticket_id": asked["ticket_id"],
            "answered_at": _where(answers, answered).cast(UTC_TIME),
            "sent_at": pl.Series(sent).cast(UTC_TIME),
            "respondent": asked["requester"],
            **said,
            "cycle": asked["reopen_count"] + 1,
            "disposition": pl.Series(disposition, dtype=pl.String),
        }
    )


def _answers(
    asked: pl.DataFrame,
    mood: NDArray[np.float64],
    answers: NDArray[np.bool_],
    partial: NDArray[np.bool_],
    draw: np.random.Generator,
) -> dict[str, pl.Series]:
    count, whole = len(mood), answers & ~partial

    def some(share: float) -> NDArray[np.bool_]:
        return whole & happens(share, count, draw)

    def feel(spread: float, cuts: tuple[float, ...]) -> NDArray[np.float64]:
        return np.searchsorted(cuts, mood + spread * draw.normal(size=count)).astype(np.float64)

    used = np.minimum(asked["used"].to_numpy(), 3)
    lost = np.rint(np.exp(3.2 + 0.8 * used - 0.5 * np.clip(mood, -2, 2) + draw.normal(size=count)))
    solved = np.array(["no", "partly", "yes"])[feel(0.5, SOLVED).astype(np.int64)]
    phrase = np.where(
        mood > 0, draw.integers(0, len(PRAISE), count), len(PRAISE) + draw.integers(0, len(COMPLAINT), count)
    )
    return {
        "csat": _where(answers, np.searchsorted(CSAT, mood) + 1.0),
        "nps": _where(some(0.92), feel(0.4, ZERO_TO_TEN)),
        "effort": _where(some(0.8), feel(0.6, EFFORT) + 1),
        "happiness": _where(some(0.95), feel(0.3, ZERO_TO_TEN)),
        "lost_minutes": _where(some(0.75), lost),
        "solved": _where(some(0.9), solved),
        "factors": _factors(mood, whole, draw),
        "wished_hours": _where(some(0.5), np.rint(np.exp(1.2 + 0.7 * draw.normal(size=count)) * 2) / 2 + 0.5),
        "comment": _where(some(0.35), np.array(PRAISE + COMPLAINT)[phrase]),
    }


def _factors(mood: NDArray[np.float64], whole: NDArray[np.bool_], draw: np.random.Generator) -> pl.Series:
    """Return up to three reasons for each whole answer: the content name good ones, the others bad ones."""
    named = draw.random((3, len(mood))) < np.array([[0.6], [0.4], [0.3]])
    frame = pl.DataFrame(
        [
            _where(mask, np.where(mood > 0, good, bad)).alias(good)
            for mask, good, bad in zip(named, GOOD, BAD, strict=True)
        ]
    )
    listed = frame.select(pl.concat_list(pl.all()).list.drop_nulls().alias("factors")).to_series()
    return (
        pl.DataFrame({"factors": listed, "whole": whole})
        .select(pl.when(pl.col("whole") & (pl.col("factors").list.len() > 0)).then("factors"))
        .to_series()
    )


def _where(known: NDArray[np.bool_], values: NDArray[Any]) -> pl.Series:
    """Return `values` with a null wherever they are not `known`."""
    series = pl.Series(values, dtype=pl.String) if values.dtype.kind == "U" else pl.Series(values)
    return pl.DataFrame({"known": known, "value": series}).select(pl.when("known").then("value")).to_series()
