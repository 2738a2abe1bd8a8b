"""Every lint of an agreement, by code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlakit.review.lints import (
    xla501,
    xla502,
    xla503,
    xla504,
    xla505,
    xla506,
    xla507,
    xla508,
    xla509,
    xla510,
    xla511,
    xla512,
)

if TYPE_CHECKING:
    from xlakit.review.lints.lint import Lint

LINTS: tuple[Lint, ...] = (
    xla501.LINT,
    xla502.LINT,
    xla503.LINT,
    xla504.LINT,
    xla505.LINT,
    xla506.LINT,
    xla507.LINT,
    xla508.LINT,
    xla509.LINT,
    xla510.LINT,
    xla511.LINT,
    xla512.LINT,
)
