"""What is wrong with an agreement that is well written: one lint, one file, one code, one page."""

from xlakit.review.lints.every import LINTS
from xlakit.review.lints.lint import Lint, Remark
from xlakit.review.lints.run import run
from xlakit.review.lints.terms import Promise, Terms, terms_of

__all__ = ["LINTS", "Lint", "Promise", "Remark", "Terms", "run", "terms_of"]
