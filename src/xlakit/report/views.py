"""What results look like: the functions that their own methods call.

This is the only module of the package that a result reaches up to; it is loaded when somebody looks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlakit.report import (
    agreement_diff,
    comparison,
    comparison_frame,
    frames,
    markdown,
    page,
    payoff,
    portfolio,
    statement,
    text,
)
from xlakit.report.summary import summarize

if TYPE_CHECKING:
    from xlakit.model import Portfolio, Scorecard, Statement
    from xlakit.model.agreement_diff import AgreementDiff
    from xlakit.model.comparison import Comparison
    from xlakit.model.payoff import Payoff
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


def comparison_to_frame(found: Comparison, kind: FrameKind = "polars") -> Any:  # noqa: ANN401 - the kind decides the type
    """Return one row an objective, then one a segment of each of its splits.

    Raises
    ------
    MissingExtraError
        `kind` needs a library that is not installed.
    """
    return comparison_frame.to_frame(found, kind)


def comparison_to_text(found: Comparison) -> str:
    """Return the comparison as plain text."""
    return comparison.to_text(found)


def comparison_to_markdown(found: Comparison) -> str:
    """Return the comparison as Markdown."""
    return comparison.to_markdown(found)


def diff_to_text(found: AgreementDiff) -> str:
    """Return the differences of two agreements as plain text."""
    return agreement_diff.to_text(found)


def diff_to_markdown(found: AgreementDiff) -> str:
    """Return the differences of two agreements as Markdown."""
    return agreement_diff.to_markdown(found)


def statement_to_frame(found: Statement, kind: FrameKind = "polars") -> Any:  # noqa: ANN401 - the kind decides the type
    """Return one row a ledger line.

    Raises
    ------
    MissingExtraError
        `kind` needs a library that is not installed.
    """
    return statement.to_frame(found, kind)


def statement_to_csv(found: Statement) -> str:
    """Return the ledger lines as CSV text."""
    return statement.to_csv(found)


def statement_to_text(found: Statement) -> str:
    """Return the statement as plain text."""
    return statement.to_text(found)


def statement_to_html(found: Statement) -> str:
    """Return the statement as an HTML fragment."""
    return statement.to_html(found)


def statement_sentences(found: Statement) -> tuple[str, ...]:
    """Return why each amount is what it is."""
    return statement.sentences(found)


def payoff_to_frame(found: Payoff, kind: FrameKind = "polars") -> Any:  # noqa: ANN401 - the kind decides the type
    """Return one row a point of the curve.

    Raises
    ------
    MissingExtraError
        `kind` needs a library that is not installed.
    """
    return payoff.to_frame(found, kind)


def payoff_to_text(found: Payoff) -> str:
    """Return what the curve says as plain text."""
    return payoff.to_text(found)


def payoff_to_html(found: Payoff) -> str:
    """Return the curve and what it says as an HTML fragment."""
    return payoff.to_html(found)


def payoff_sentences(found: Payoff) -> tuple[str, ...]:
    """Return what the curve says, in words."""
    return payoff.sentences(found)


def portfolio_to_frame(found: Portfolio, kind: FrameKind = "polars") -> Any:  # noqa: ANN401 - the kind decides the type
    """Return the rows of all cards of a portfolio, behind the name of the agreement.

    Raises
    ------
    MissingExtraError
        `kind` needs a library that is not installed.
    """
    return frames.portfolio_to_frame(found, kind)


def portfolio_to_text(found: Portfolio) -> str:
    """Return the portfolio as plain text."""
    return portfolio.to_text(found)


def portfolio_to_html(found: Portfolio) -> str:
    """Return the portfolio as an HTML fragment."""
    return portfolio.to_html(found)
