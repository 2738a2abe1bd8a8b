"""All families and frames of further facts, in the order in which they are made.

A family may read the columns of those before it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlakit.facts.families.aftermath import AFTERMATH
from xlakit.facts.families.approach import APPROACH
from xlakit.facts.families.articles import ARTICLES, KNOWLEDGE
from xlakit.facts.families.background import BACKGROUND
from xlakit.facts.families.closure import CLOSURE
from xlakit.facts.families.clusters import CLUSTERS
from xlakit.facts.families.measurements import MEASUREMENTS
from xlakit.facts.families.notices import ALERTED, NOTICES, TOUCHPOINTS
from xlakit.facts.families.promises import PROMISES
from xlakit.facts.families.sessions import SESSIONS
from xlakit.facts.families.silence import SILENCE, SILENCES
from xlakit.facts.families.staff import STAFF
from xlakit.facts.families.talk import TALK
from xlakit.facts.families.verdicts import VERDICTS
from xlakit.facts.families.voice import VOICE
from xlakit.facts.families.work import WORK

if TYPE_CHECKING:
    from xlakit.facts.sources import Family, Frame

FAMILIES: tuple[Family, ...] = (
    WORK,
    APPROACH,
    AFTERMATH,
    ALERTED,
    CLOSURE,
    CLUSTERS,
    VERDICTS,
    KNOWLEDGE,
    BACKGROUND,
    VOICE,
    TALK,
    SILENCE,
    PROMISES,
)
FRAMES: tuple[Frame, ...] = (
    STAFF,
    ARTICLES,
    MEASUREMENTS,
    NOTICES,
    SESSIONS,
    SILENCES,
    TOUCHPOINTS,
)
