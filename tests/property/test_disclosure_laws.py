"""What is withheld by counting is what the linear programme would let stand."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from xlakit.metrics.disclosure import hidden_places
from xlakit.model import windows
from xlakit.stats import feasible_ranges

MONTHS = windows("month", date(2026, 1, 1), date(2026, 3, 31), "UTC")
COUNTS = st.dictionaries(
    st.tuples(st.sampled_from(MONTHS), st.sampled_from("abcde")), st.integers(0, 40), min_size=1
)


@settings(max_examples=40, deadline=None)
@given(COUNTS, st.integers(5, 12))
def test_nothing_withheld_can_be_worked_out_from_what_is_shown(
    parts: dict[tuple[object, str], int], k: int
) -> None:
    counts = {(window, (("team", name),)): count for (window, name), count in parts.items()}
    for window in MONTHS:
        mine = {place: count for place, count in counts.items() if place[0] == window}
        if sum(mine.values()):
            counts[window, ()] = sum(mine.values())
    hidden = hidden_places(counts, k, additive=True)
    assert all(place in hidden for place, count in counts.items() if 0 < count < k)
    for window in MONTHS:
        cells = {place: count for place, count in counts.items() if place[0] == window and place[1]}
        whole = (window, ())
        if not cells or not sum(cells.values()):
            continue
        published = {place: [place] for place in cells} | {whole: list(cells)}
        told = [place for place in hidden if place in published]
        if not told:
            continue
        audit = feasible_ranges(cells, told, k=k, published=published)
        shown_whole = whole not in hidden
        for each in audit.hidden:
            wide = each.high is None or each.high - each.low >= min(k, counts[whole])
            assert wide or not shown_whole, (each, counts)
