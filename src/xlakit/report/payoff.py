"""A payoff as people read it: sentences, a table, text, and HTML with a picture. Reads the model only."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from xlakit.model.figures import figure, level_text, whole
from xlakit.report.escape import clean, for_html
from xlakit.report.statement import money
from xlakit.report.tabular import tabular

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xlakit.model.payoff import Payoff, PayoffEdge
    from xlakit.model.scorecard import FrameKind

TYPES: Final[Mapping[str, type]] = {
    "performance": float,
    "exact": str,
    "count": int,
    "volume": int,
    "amount": Decimal,
    "currency": str,
    "edge": str,
}
POINTS: Final = {"share": "point", "seconds": "hour", "number": "unit"}
UNITS: Final = {"share": "share", "seconds": "seconds", "number": "count"}
WIDTH, HEIGHT, EDGE = 480, 160, 8


def to_frame(payoff: Payoff, kind: FrameKind = "polars") -> Any:  # noqa: ANN401 - the kind decides the type
    """Return one row a point.

    Raises
    ------
    MissingExtraError
        `kind` needs a library that is not installed.
    """
    names: dict[Fraction, list[str]] = {}
    for edge in payoff.edges:
        names.setdefault(edge.performance, []).append(edge.name)
    rows = [
        {
            "performance": float(point.performance),
            "exact": str(point.performance),
            "count": point.count,
            "volume": payoff.volume,
            "amount": point.amount,
            "currency": payoff.currency,
            "edge": "|".join(names.get(point.performance, [])) or None,
        }
        for point in payoff.points
    ]
    return tabular(rows, TYPES, kind)


def sentences(payoff: Payoff) -> tuple[str, ...]:
    """Return what the curve says: what it is of, one sentence an edge, and its ends."""
    amounts = [point.amount for point in payoff.points]
    low, high = min(amounts), max(amounts)
    flat = f"Whatever the figure is, it is {_owed(low, payoff)}."
    return (
        _head(payoff),
        *(_edge(edge, payoff) for edge in payoff.edges),
        flat if low == high else f"From best to worst: {_owed(low, payoff)}, {_owed(high, payoff)}.",
    )


def _head(payoff: Payoff) -> str:
    levels = payoff.levels
    stated = [level_text(levels.expected)]
    stated += [f"minimum {level_text(levels.minimum)}"] if levels.minimum is not None else []
    stated += [f"stretch {level_text(levels.stretch)}"] if levels.stretch is not None else []
    counted = f", {whole(payoff.volume)} records" if payoff.volume is not None else ""
    risk = "" if payoff.at_risk is None else f", at risk {money(payoff.at_risk, payoff.currency)}"
    return (
        f"{payoff.agreement}, {payoff.objective} ({', '.join(stated)}) in {payoff.window.label}{counted},"
        f" {payoff.others}: charges {money(payoff.charges, payoff.currency)}{risk}."
    )


def _owed(amount: Decimal, payoff: Payoff) -> str:
    who = " to the customer" if amount > 0 else " to the provider" if amount < 0 else ""
    return f"{money(abs(amount), payoff.currency)}{who}"


def _figure(value: Fraction, payoff: Payoff) -> str:
    levels = payoff.levels
    named = [level for level in (levels.minimum, levels.expected, levels.stretch) if level is not None]
    return figure(value, UNITS[payoff.unit], named)


def _edge(edge: PayoffEdge, payoff: Payoff) -> str:
    """Return one edge as a sentence: the step first, then the worse side, then the better one."""
    higher = payoff.levels.expected.higher_is_better
    at = _figure(edge.performance, payoff)
    name = "" if edge.name in {"term", "corner"} else f" ({edge.name})"
    worse, better = ("below", "above") if higher else ("above", "below")
    bad, good = (edge.left, edge.right) if higher else (edge.right, edge.left)
    return (
        f"{_capital(worse)} {at}{name} {_worse(_gain(bad, higher=higher), _beside(edge, payoff, worse=True), payoff)};"
        f" {better} it {_better(_gain(good, higher=higher), _beside(edge, payoff, worse=False), payoff)}"
        f"{_step(edge, payoff)}."
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _gain(slope: Decimal | None, *, higher: bool) -> Decimal | None:
    """Return what the provider gains by being one point better."""
    return None if slope is None else -slope if higher else slope


def _beside(edge: PayoffEdge, payoff: Payoff, *, worse: bool) -> Decimal:
    """Return the amount right beside an edge."""
    lower = worse == payoff.levels.expected.higher_is_better
    if lower:
        return max(
            (point for point in payoff.points if point.performance < edge.performance),
            key=lambda point: point.performance,
            default=payoff.points[0],
        ).amount
    return min(
        (point for point in payoff.points if point.performance > edge.performance),
        key=lambda point: point.performance,
        default=payoff.points[-1],
    ).amount


def _each(gain: Decimal, payoff: Payoff) -> str:
    exact = abs(gain)
    shown = round(exact, payoff.minor_unit)
    least = Decimal(1).scaleb(-payoff.minor_unit)
    return money(shown, payoff.currency) if shown else f"less than {money(least, payoff.currency)}"


def _worse(gain: Decimal | None, amount: Decimal, payoff: Payoff) -> str:
    point = POINTS[payoff.unit]
    if gain is None:
        return "there is no figure"
    if gain > 0:
        return f"each {point} costs {_each(gain, payoff)}"
    if gain < 0:
        return f"each {point} worse brings the provider {_each(gain, payoff)}"
    return "nothing more is lost" if amount else "nothing is lost"


def _better(gain: Decimal | None, amount: Decimal, payoff: Payoff) -> str:
    point = POINTS[payoff.unit]
    if gain is None:
        return "there is no figure"
    if gain > 0:
        return f"each {point} {'saves' if amount > 0 else 'earns'} {_each(gain, payoff)}"
    if gain < 0:
        return f"each {point} better costs the provider {_each(gain, payoff)}"
    return (
        "nothing is saved" if amount > 0 else "nothing more is earned" if amount < 0 else "nothing is earned"
    )


def _step(edge: PayoffEdge, payoff: Payoff) -> str:
    """Return what changes at once where a figure falls short of an edge."""
    lost = -edge.jump if payoff.levels.expected.higher_is_better else edge.jump
    if not lost:
        return ""
    what = "falling short of it costs" if lost > 0 else "falling short of it brings the provider"
    return f"; {what} {_each(lost, payoff)} at once"


def to_text(payoff: Payoff) -> str:
    """Return the sentences as plain text."""
    first, *rest = sentences(payoff)
    return "\n".join([clean(first), *(f"  {clean(text)}" for text in rest)])


def to_html(payoff: Payoff) -> str:
    """Return the sentences, the curve and its edges as an HTML fragment; every text from data is escaped."""
    first, *rest = sentences(payoff)
    point = POINTS[payoff.unit]
    heads = ("Figure", "What", "Amount", f"Each {point} below", f"Each {point} above", "Step")
    head = "".join(f"<th scope='col'>{cell}</th>" for cell in heads)
    body = "".join(f"<tr>{''.join(_cells(edge, payoff))}</tr>" for edge in payoff.edges)
    listed = "".join(f"<li>{for_html(text)}</li>" for text in rest)
    return (
        f'<section class="xlakit-payoff"><p><strong>{for_html(first)}</strong></p>{_picture(payoff)}<ul>{listed}</ul>'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        f"<p>Amounts in {payoff.currency}, in the customer's favour above 0.</p></section>"
    )


def _cells(edge: PayoffEdge, payoff: Payoff) -> Iterator[str]:
    amounts = (edge.amount, edge.left, edge.right, edge.jump)
    texts = ["" if item is None else f"{round(item, payoff.minor_unit):,}" for item in amounts]
    for cell in (_figure(edge.performance, payoff), edge.name, *texts):
        yield f"<td>{for_html(cell)}</td>"


def _picture(payoff: Payoff) -> str:
    """Return the curve as a small SVG in the colour of the text, with its ends in words in the title."""
    figures = [point.performance for point in payoff.points]
    amounts = [Fraction(point.amount) for point in payoff.points]
    first, low = min(figures), min(*amounts, Fraction(0))
    wide, tall = max(figures) - first or 1, max(*amounts, Fraction(0)) - low or 1

    def across(value: Fraction) -> float:
        return round(EDGE + float((value - first) / wide) * (WIDTH - 2 * EDGE), 2)

    def down(value: Fraction) -> float:
        return round(HEIGHT - EDGE - float((value - low) / tall) * (HEIGHT - 2 * EDGE), 2)

    line = " ".join(f"{across(x)},{down(y)}" for x, y in zip(figures, amounts, strict=True))
    nothing = down(Fraction(0))
    marks = "".join(
        f'<line x1="{across(edge.performance)}" x2="{across(edge.performance)}" y1="{EDGE}" y2="{HEIGHT - EDGE}"'
        f' stroke="currentColor" stroke-dasharray="3 3"><title>{for_html(_edge(edge, payoff))}</title></line>'
        for edge in payoff.edges
        if edge.name not in {"term", "corner"}
    )
    return (
        f'<svg role="img" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">'
        f"<title>{for_html(' '.join(sentences(payoff)))}</title>"
        f'<line x1="{EDGE}" x2="{WIDTH - EDGE}" y1="{nothing}" y2="{nothing}" stroke="currentColor" opacity="0.4"/>'
        f'{marks}<polyline points="{line}" fill="none" stroke="currentColor" stroke-width="2"/></svg>'
    )
