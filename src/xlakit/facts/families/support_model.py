"""How support is organised, and what is expected of each way to organise it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping


class SupportModel(StrEnum):
    """The four ways to organise support that are told apart.

    Examples
    --------
    >>> SupportModel.AI_ROUTED.value
    'AI_ROUTED'
    """

    GENERALIZED_L1 = "GENERALIZED_L1"
    SPECIALIZED = "SPECIALIZED"
    DEDICATED = "DEDICATED"
    AI_ROUTED = "AI_ROUTED"


@dataclass(frozen=True, slots=True)
class ModelExpectation:
    """What is expected of a support model before anything is measured; a claim, to be set beside figures."""

    efficiency: str
    experience: str


EXPECTED_OF_MODEL: Mapping[SupportModel, ModelExpectation] = MappingProxyType(
    {
        SupportModel.GENERALIZED_L1: ModelExpectation(
            "many tickets for each agent, low cost, shallow", "quick for simple matters, handed on for others"
        ),
        SupportModel.SPECIALIZED: ModelExpectation(
            "fewer tickets for each agent, deep", "good once the right team has it, slow to get there"
        ),
        SupportModel.DEDICATED: ModelExpectation(
            "fewest tickets for each agent, highest cost", "the same people, who know the user"
        ),
        SupportModel.AI_ROUTED: ModelExpectation(
            "little time lost on sorting tickets", "as good as the routing: right at once, or handed around"
        ),
    }
)

WORDS: Mapping[str, SupportModel] = MappingProxyType(
    {
        **dict.fromkeys(
            ("generalized l1", "generalised l1", "generalized", "generalised", "generalist", "l1", "level 1"),
            SupportModel.GENERALIZED_L1,
        ),
        **dict.fromkeys(
            ("specialized", "specialised", "specialist", "specialists", "specialized teams"),
            SupportModel.SPECIALIZED,
        ),
        **dict.fromkeys(
            ("specialised teams", "specialized team", "specialised team"), SupportModel.SPECIALIZED
        ),
        **dict.fromkeys(
            ("dedicated", "dedicated support", "dedicated team", "dedicated teams"), SupportModel.DEDICATED
        ),
        **dict.fromkeys(
            ("ai routed", "ai routing", "ai", "airouted", "ai routed support"), SupportModel.AI_ROUTED
        ),
    }
)
"""How records write a model, in lower case, with blanks for everything but letters and digits."""


def support_model_of(written: pl.Series) -> pl.Series:
    """Return the support model that each text means; null for one that means none of the four.

    Examples
    --------
    >>> support_model_of(pl.Series(["AI-routed", "Generalised L1", " dedicated", "pool", None])).to_list()
    ['AI_ROUTED', 'GENERALIZED_L1', 'DEDICATED', None, None]
    """
    plain = written.cast(pl.String).str.to_lowercase().str.replace_all(r"[^a-z0-9]+", " ").str.strip_chars()
    names = {word: model.value for word, model in WORDS.items()}
    return plain.replace_strict(names, default=None, return_dtype=pl.String)
