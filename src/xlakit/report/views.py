"""What a scorecard looks like: the functions that its own methods call.

This is the only module of the package that a result reaches up to; it is loaded when somebody looks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlakit.report import frames, markdown, page, text
from xlakit.report.summary import summarize

if TYPE_CHECKING:
    from xlakit.model import Scorecard
    from xlakit.model.scorecard import FrameKind


def to_frame(card: Scorecard, kind: FrameKind = "polars") -> Any:  # noqa: ANN401 - the kind decides the type
    """Return one row a judgement, then one a judged segment.

    Raises
    ------
    MissingExtraError
        `kind` needs a library that is not installed.
    """
    return frames.to_frame(card, kind)


def to_html(card: Scorecard) -> str:
    """Return `card` as an HTML fragment without script, network or colours of its own."""
    return page.render(summarize(card))


def to_text(card: Scorecard) -> str:
    """Return `card` as plain text."""
    return text.render(summarize(card))


def to_markdown(card: Scorecard) -> str:
    """Return `card` as Markdown."""
    return markdown.render(summarize(card))


def to_json(card: Scorecard) -> str:
    """Return `card` as JSON: its own fields and nothing else, so that it can be read back."""
    return card.model_dump_json(indent=2)
