"""Text: empathy markers, explanation and jargon, by a transparent lexicon or by any classifier."""

from xlakit.facts.talk.english import ENGLISH
from xlakit.facts.talk.german import GERMAN
from xlakit.facts.talk.glossary import GLOSSARY
from xlakit.facts.talk.lexicon import MARKERS, Lexicon, Wording
from xlakit.facts.talk.markers import (
    Classifier,
    EmpathyMarkers,
    default_lexicon,
    empathy_frame,
    empathy_markers,
    explained,
)
from xlakit.facts.talk.terms import Jargon, jargon, jargon_frame

__all__ = [
    "ENGLISH",
    "GERMAN",
    "GLOSSARY",
    "MARKERS",
    "Classifier",
    "EmpathyMarkers",
    "Jargon",
    "Lexicon",
    "Wording",
    "default_lexicon",
    "empathy_frame",
    "empathy_markers",
    "explained",
    "jargon",
    "jargon_frame",
]
