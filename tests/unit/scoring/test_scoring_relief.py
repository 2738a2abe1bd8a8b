from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlakit import stats
from xlakit.metrics import build
from xlakit.model import MetricRef
from xlakit.review import load_agreement
from xlakit.scoring import Ratio, Relief, excusable, relieved
from xlakit.scoring.relief import relieved_estimate

AGREEMENT = load_agreement("""
apiVersion: xlakit/v1
kind: Agreement
metadata: {name: desk}
term: {start: 2026-01-01, end: 2026-12-31}
clocks: {fix: {within: 4h}}
objectives: [{name: fix, metric: {name: within, clock: fix}, expected: {at_least: 90%}}]
""")


@given(
    st.integers(1, 500), st.data(), st.sampled_from(["exclude", "treat_as_met", "stop_clock"]), st.booleans()
)
def test_relief_never_makes_a_figure_worse(total: int, data: st.DataObject, how: str, higher: bool) -> None:
    good = data.draw(st.integers(0, total))
    failures = total - good if higher else good
    counted = Ratio(good, total)
    excused = data.draw(st.integers(0, failures))
    found = relieved(counted, excused, how, higher=higher)
    assert 0 <= found.over <= found.under
    left = found.under - found.over if higher else found.over
    assert left == failures - excused
    if found.under:
        assert (found.exact >= counted.exact) if higher else (found.exact <= counted.exact)


def test_an_estimate_is_relieved_of_no_more_than_it_failed() -> None:
    late = stats.proportion(90, 100)
    assert relieved_estimate(late, 99, "exclude", higher=True).exact == 1
    assert relieved_estimate(late, 99, "treat_as_met", higher=True).denominator == 100
    assert relieved_estimate(late, 4, "exclude", higher=False).exact == Fraction(86, 96)
    nothing = stats.proportion(0, 0)
    assert relieved_estimate(nothing, 1, "exclude", higher=True) == nothing


@pytest.mark.parametrize(
    ("name", "able"), [("reopen_rate", True), ("csat", False), ("nps", False), ("fcr", True)]
)
def test_only_shares_of_records_nobody_answered_have_failures_to_excuse(name: str, able: bool) -> None:
    assert excusable(build(MetricRef(name=name), AGREEMENT)) is able


def test_a_whole_window_is_excused_by_its_own_name_or_that_of_the_objective() -> None:
    relief = Relief(
        windows={("fix", "2026-01"): "storm", ("talk/P1", "2026-02"): "strike"},
        disputed_windows={("fix", "2026-03"): "who knows"},
    )
    assert relief.is_disputed
    assert [relief.window("fix/P1", f"2026-0{month}", granted=False) for month in (1, 2, 3)] == [
        "storm",
        "",
        "",
    ]
    assert relief.window("fix", "2026-03", granted=True) == "who knows"
    assert relief.window("talk/P1", "2026-02", granted=False) == "strike"
    assert relief.window("talk/P2", "2026-02", granted=False) == ""
