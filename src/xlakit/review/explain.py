"""The page of a code, whether a rule looks at results or a lint at the agreement itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlakit import rules
from xlakit.errors import MeasureError, message, near_miss
from xlakit.review.lints import LINTS

if TYPE_CHECKING:
    from xlakit.model import Agreement
    from xlakit.rules import Rule


def explain(code: str | Rule, agreement: Agreement | None = None) -> str:
    """Return the page of a rule or a lint.

    Parameters
    ----------
    code
        Its code, or a rule of one's own.
    agreement
        Whose own rules stand among them.

    Raises
    ------
    MeasureError
        The code is not known.

    Examples
    --------
    >>> print(explain("XLA508").splitlines()[0])
    XLA508, too few for the promise: at this volume any single failure breaks it.
    >>> explain("XLA402") == rules.explain("XLA402")
    True
    """
    pages = {lint.code: lint.page for lint in LINTS}
    if isinstance(code, str) and code in pages:
        return pages[code]
    known = {*pages, *(rule.code for rule in rules.catalogue(agreement))}
    if isinstance(code, str) and code not in known:
        raise MeasureError(message("rules", "no such rule", got=code, hint=near_miss(code, known)))
    return rules.explain(code, agreement)
