"""English wordings of the four markers, one file each."""

from xlakit.facts.talk.english.whole import ENGLISH

__all__ = ["ENGLISH"]
