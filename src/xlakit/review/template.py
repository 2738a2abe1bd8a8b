"""Agreements to begin with: usual ways to pay for service, each a complete file with a word on every switch it uses."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING

from xlakit.errors import MeasureError, message, near_miss

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

FOLDER = "templates"
SUFFIX = ".yaml"


def template(name: str) -> str:
    """Return the text of an agreement to begin with.

    It passes `check` as it is; the parties, the amounts and the levels are to be replaced.

    Parameters
    ----------
    name
        One of `templates`.

    Raises
    ------
    MeasureError
        There is no such template.

    Examples
    --------
    >>> from xlakit.review import load_agreement
    >>> load_agreement(template("ccs_linear")).commercials.cap
    Percent(value=Decimal('0.15'))
    >>> template("ccs_liner")
    Traceback (most recent call last):
        ...
    xlakit.errors.MeasureError: template: there is no such template; got 'ccs_liner'. Hint: did you mean 'ccs_linear'?
    """
    known = {file.name.removesuffix(SUFFIX): file for file in _files()}
    if name not in known:
        raise MeasureError(
            message("template", "there is no such template", got=name, hint=near_miss(name, known))
        )
    return known[name].read_text(encoding="utf-8")


def templates() -> dict[str, str]:
    """Return the name of each template, and what it is in one line.

    Examples
    --------
    >>> templates()["ccs_linear"]
    'the shortfall itself is the credit, in percent of the charges, up to a cap.'
    """
    found = {}
    for file in _files():
        name, _, line = file.read_text(encoding="utf-8").split("\n", 1)[0].removeprefix("# ").partition(": ")
        found[name] = line
    return found


def _files() -> list[Traversable]:
    folder = resources.files("xlakit.review") / FOLDER
    return sorted(
        (file for file in folder.iterdir() if file.name.endswith(SUFFIX)), key=lambda file: file.name
    )
