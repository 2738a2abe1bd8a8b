"""An agreement against the catalogue: read it, check it, say what it is."""

from xlakit.review.chance import Chance
from xlakit.review.check import Review, check
from xlakit.review.explain import explain
from xlakit.review.fingerprint import fingerprint
from xlakit.review.incentives import Incentives
from xlakit.review.lints import LINTS, Lint, Remark
from xlakit.review.load import load_agreement
from xlakit.review.not_evaluated import not_evaluated
from xlakit.review.template import template, templates

__all__ = [
    "LINTS",
    "Chance",
    "Incentives",
    "Lint",
    "Remark",
    "Review",
    "check",
    "explain",
    "fingerprint",
    "load_agreement",
    "not_evaluated",
    "template",
    "templates",
]
