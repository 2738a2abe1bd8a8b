"""The example agreement that comes with the package."""

from __future__ import annotations

from importlib import resources

EXAMPLE = "contoso-workplace.yaml"


def example_agreement() -> str:
    """Return the text of the example agreement, which every story of `synthetic_desk` is told against.

    A workplace contract for 2026 in Berlin office hours: response and resolution clocks for P1 to P4,
    satisfaction, recommendation, reopens and repeat contacts, judged by the month.

    Examples
    --------
    >>> print(example_agreement().splitlines()[1])
    apiVersion: xlakit/v1
    """
    return (resources.files("xlakit.datasets") / "agreements" / EXAMPLE).read_text(encoding="utf-8")
