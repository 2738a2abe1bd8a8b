"""The English lexicon. Add to it by ``ENGLISH | Lexicon(...)``."""

from __future__ import annotations

from xlakit.facts.talk.english.acknowledgement import ACKNOWLEDGEMENT
from xlakit.facts.talk.english.collaboration import COLLABORATION
from xlakit.facts.talk.english.enablement import ENABLEMENT
from xlakit.facts.talk.english.explanation import EXPLANATION
from xlakit.facts.talk.lexicon import Lexicon

ENGLISH = Lexicon(ACKNOWLEDGEMENT, COLLABORATION, EXPLANATION, ENABLEMENT)
