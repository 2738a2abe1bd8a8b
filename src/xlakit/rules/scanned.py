"""What a rule looks at in one scan, and how few of its flags may be false."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlakit import stats
from xlakit.rules.time_order import disjoint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from xlakit.model import Finding, Judgement, Window
    from xlakit.rules.case import Case, Segment

FALSE_SHARE = 0.10
"""Of the flags of one scan (all windows, segments and objectives together) this share may be false."""
CERTAIN = 0.025
"""And each by itself lies beyond its limit with its 95 % interval."""
SCANNED = f"the 95% interval beyond it; {FALSE_SHARE:.0%} of the flags of one scan may be false"
EXAMPLES = 10


def places(
    case: Case, code: str, *metrics: str, enough: Callable[[Window, Segment], bool]
) -> tuple[tuple[Window, Segment], ...]:
    """Return the windows and segments that rule `code` may speak of: those in which a metric is withheld are not.

    Nor are, for figures from answers, those in which the figure of some objective is: two cuts of the same answers
    must not give away together what one of them withholds. Only places with `enough` to look at are returned.
    """
    segments = [segment for column in case.columns for segment in case.own_segments(code, metrics[0], column)]
    every = [
        (window, segment) for window in case.windows for segment in ((), *segments) if enough(window, segment)
    ]
    if not every:
        return ()
    asked = any(case.metrics[f"{code}:{metric}"].from_answers for metric in metrics)
    withheld = {place for metric in metrics for place in case.withheld(code, metric)}
    told = (*case.judgements, *case.segments) if asked else ()
    suppressed = {(item.window, item.segment) for item in told if item.suppressed}
    return tuple(
        (window, segment)
        for window, segment in every
        if (window, segment) not in withheld
        and not any(
            part == segment and other.start < window.end and window.start < other.end
            for other, part in suppressed
        )
    )


def discovered(p_values: Sequence[float], rate: float = FALSE_SHARE) -> tuple[bool, ...]:
    """Return which of the questions of one scan are answered with yes; `rate` of them may be false.

    Examples
    --------
    >>> discovered([0.001, 0.2, 0.9])
    (True, False, False)
    >>> discovered([0.03])
    (False,)
    >>> discovered([])
    ()
    """
    adjusted = stats.benjamini_hochberg(p_values)
    return tuple(p <= CERTAIN and in_scan <= rate for p, in_scan in zip(p_values, adjusted, strict=True))


def gathered(found: Iterable[tuple[float, Finding]]) -> tuple[Finding, ...]:
    """Return one finding where the same was found in several windows: the largest, naming the others.

    Parameters
    ----------
    found
        Findings of single windows, each with how large it is. The same are those of one title, segment and first
        piece of evidence.
    """
    same: dict[tuple[object, ...], list[tuple[float, Finding]]] = {}
    for size, finding in found:
        key = (finding.title, finding.segment, finding.evidence[0].what)
        same.setdefault(key, []).append((size, finding))
    return tuple(_gathered(group) for group in same.values())


def _gathered(group: list[tuple[float, Finding]]) -> Finding:
    timed = sorted(
        ((item.window, size, item) for size, item in group if item.window is not None),
        key=lambda entry: (entry[0].start, entry[0].end),
    )
    _, _, first = max(timed, key=lambda entry: entry[1])
    others = [(window, item) for window, _, item in timed if item is not first]
    if not others:
        return first
    apart = disjoint(window for window, _, _ in timed)
    affected = [item.tickets_affected for window, _, item in timed if window in apart]
    known = [count for count in affected if count is not None]
    return first.model_copy(
        update={
            "message": f"{first.message} Likewise in {', '.join(window.label for window, _ in others)}.",
            "evidence": (
                *first.evidence,
                *(
                    item.evidence[0].model_copy(update={"what": f"{item.evidence[0].what}, {window.label}"})
                    for window, item in others
                ),
            ),
            "tickets_affected": sum(known) if len(known) == len(affected) else None,
            "examples": tuple(sorted({ticket for _, item in group for ticket in item.examples})[:EXAMPLES]),
        }
    )


def all_met(case: Case, window: Window, segment: Segment) -> tuple[Judgement, ...]:
    """Return the judgements around a window when each that was measured was kept, else nothing.

    Those of a longer or shorter window count, too, when one of the two lies inside the other.
    """
    told = case.segments if segment else case.judgements
    near = [
        item for item in told if item.segment == segment and item.weight > 0 and _covers(item.window, window)
    ]
    measured = tuple(item for item in near if item.outcome.kept is not None)
    return measured if all(item.outcome.kept for item in measured) else ()


def _covers(one: Window, other: Window) -> bool:
    inside = other.start <= one.start and one.end <= other.end
    return inside or (one.start <= other.start and other.end <= one.end)
