"""An agreement against the catalogue: read it, check it, say what it is."""

from xlakit.review.check import Review, check
from xlakit.review.fingerprint import fingerprint
from xlakit.review.load import load_agreement
from xlakit.review.not_evaluated import not_evaluated

__all__ = ["Review", "check", "fingerprint", "load_agreement", "not_evaluated"]
