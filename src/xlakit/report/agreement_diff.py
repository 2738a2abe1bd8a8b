"""The differences of two agreements in words, on a terminal and in Markdown."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from xlakit.model.figures import percent
from xlakit.report.escape import clean, for_markdown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from xlakit.model.agreement_diff import AgreementDiff, Gradient, GradientChange

_EFFECTS: Final = (
    ("major", "What was promised changes"),
    ("minor", "Promised or reported besides"),
    ("patch", "Words only"),
)


def to_text(found: AgreementDiff) -> str:
    """Return `found` as plain text."""
    lines = [clean(headline(found))]
    for title, items in _sections(found):
        lines += ["", title, *(f"  {clean(item)}" for item in items)]
    return "\n".join(lines) + "\n"


def to_markdown(found: AgreementDiff) -> str:
    """Return `found` as Markdown; every text from agreements is escaped."""
    mark: Callable[[str], str] = for_markdown
    lines = [f"**{mark(headline(found))}**"]
    for title, items in _sections(found):
        lines += ["", f"## {title}", "", *(f"- {mark(item)}" for item in items)]
    return "\n".join(lines) + "\n"


def headline(found: AgreementDiff) -> str:
    """Return the differences in one sentence."""
    if not found.changes:
        return f"{found.old} and {found.new} say the same."
    number = len(found.changes)
    counted = "1 difference" if number == 1 else f"{number} differences"
    version = f"; the next version is {found.proposal}" if found.proposal else ""
    return f"{found.old} to {found.new}: {counted}, {found.effect}{version}."


def _sections(found: AgreementDiff) -> Iterator[tuple[str, list[str]]]:
    for effect, title in _EFFECTS:
        items = [item.words for item in found.changes if item.effect == effect]
        if items:
            yield f"{title} ({effect})", items
    if weights := list(_weights(found)):
        yield "Weights", weights
    if found.gradients:
        yield "Incentives, in points of the score", [gradient_line(item) for item in found.gradients]
    same = found.fingerprint_before == found.fingerprint_after
    prints = [found.fingerprint_before] if same else [found.fingerprint_before, found.fingerprint_after]
    yield "Fingerprint", [f"unchanged: {prints[0]}" if same else f"{prints[0]} to {prints[1]}"]


def _weights(found: AgreementDiff) -> Iterator[str]:
    for item in found.weights:
        if item.before != item.after:
            yield f"{item.kind}: {_share(item.before)} to {_share(item.after)} of the weight"
    if found.user_reported_before != found.user_reported_after:
        shares = f"{_share(found.user_reported_before)} to {_share(found.user_reported_after)}"
        yield f"reported by users: {shares} of the weight"
    if found.classification_before != found.classification_after:
        yield f"classification: {found.classification_before} to {found.classification_after}"


def _share(share: Fraction) -> str:
    return percent(float(share))


def gradient_line(item: GradientChange) -> str:
    """Return what becomes of one objective's pull: what falling short costs and what doing better earns."""
    said = []
    for word, turn, below in (("falling short", item.below, True), ("doing better", item.above, False)):
        if turn != "same":
            sides = [_pull(side, below=below) for side in (item.before, item.after)]
            said.append(
                f"{word} {'counts more' if turn == 'grows' else 'counts less'}: {sides[0]} to {sides[1]}"
            )
    if not said:
        weights = [Fraction(0) if side is None else side.weight for side in (item.before, item.after)]
        said = [
            f"the same slope over another distance, {_share(weights[0])} to {_share(weights[1])} of the weight"
        ]
    return f"{item.objective}: {'; '.join(said)}"


def _pull(side: Gradient | None, *, below: bool) -> str:
    points, slope = (
        (Fraction(0), None)
        if side is None
        else (side.below, side.slope_below)
        if below
        else (side.above, side.slope_above)
    )
    if side is None or not points:
        return "nothing"
    if slope is None:
        return f"{float(points):.3g} at once"
    return f"{float(slope):.3g} per {side.unit}"
