"""Laws that hold for every metric of the catalogue, present and future."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlakit.metrics import Metric, build, catalogue, difference, geometric, minimum, weighted
from xlakit.metrics.counting.rows import frame_of
from xlakit.model import MetricRef
from xlakit.testing import metric_laws, random_facts

CLOCK = {"clock": "fix"}
VARIANTS: dict[str, list[dict[str, str]]] = {
    "analyst_experience": [{}, {"scale": "1..5"}],
    "approach_share": [{}, {"approach": "QUICK_FIX"}, {"approach": "UNCLASSIFIED"}],
    "automatable_share": [{}, {"at_least": "3"}],
    "average_handle_time": [{}, {"percentile": "90%"}],
    "backlog_age": [{}, {"percentile": "90%"}],
    "bunching_ratio": [CLOCK, CLOCK | {"within": "50%"}],
    "ces": [{}, {"variant": "easy"}, {"variant": "net"}],
    "closure_confirmation_rate": [{}, {"bucket": "elapsed"}, {"bucket": "either", "window": "1d"}],
    "communication_quality": [{}, {"silence": "2", "promises": "0"}],
    "cost_per_ticket": [{}, {"rate": "42.50", "currency": "EUR"}],
    "completeness": [{}, {"strict": "true"}],
    "csat": [{}, {"variant": "top_box"}, {"variant": "mean"}, {"variant": "mean", "percentile": "20%"}],
    "deflection_rate": [{}, {"window": "2d"}, {"match": "topic"}],
    "deflection_savings": [{}, {"cost_per_ticket": "15.50"}],
    "disconnect.rushed": [{}, {"target": "5m"}],
    "disconnect.ticket_multiplicity": [{}, {"variant": "repeated"}, {"variant": "most"}],
    "empathy_gap": [{}, {"technical": "stayed_solved"}],
    "empathy_time_cost": [{}, {"statistic": "mean", "at_least": "50%"}],
    "factor_contribution": [{"factor": "slowness", "score": "nps"}, {"factor": "other", "score": "csat"}],
    "factor_impact": [{"factor": "slowness", "target": "60"}, {"factor": "speed", "score": "csat"}],
    "factor_lift": [{"factor": "not_solved"}],
    "factor_net": [{"factor": "not_solved"}, {"factor": "rushed"}],
    "factor_share": [{"factor": "slowness"}, {"factor": "other"}],
    "fcr": [{}, {"definition": "no_reassignment"}, {"definition": "flag"}],
    "full_resolution_time": [{}, CLOCK],
    "human_reachability": [{}, {"within": "1h"}],
    "kb_coverage": [{}, {"max_age": "30d"}],
    "kb_freshness": [{}, {"weight": "articles", "max_age": "90d"}],
    "load_index": [{}, {"baseline": "12.5", "per": "fte"}],
    "lost_time_mean": [{}, {"percentile": "90%"}],
    "lost_time_pareto": [{}, {"share": "50%"}],
    "maintenance_notice_coverage": [{}, {"lead": "5d"}],
    "premature_close_rate": [{}, {"complexity": "any"}],
    "proactivity_ratio": [{}, {"unit": "users"}],
    "promise_bias": [{}, {"promise": "last"}],
    "re_explain_rate": [{}, {"by": "factor"}],
    "recognition_balance": [{}, {"half_life": "30d"}],
    "resolution_quality": [{}, {"verified_fcr": "0", "reopen": "2.5"}],
    "satisfaction_per_ticket": [
        {},
        {"nonresponse": "neutral"},
        {"nonresponse": "bounds"},
        {"nonresponse": "post_stratified", "strata": "team"},
    ],
    "satisfied_tickets": [{}, {"strata": "team"}],
    "reopen_rate": [{}, {"follow_up": "14d"}],
    "resolution_time": [{}, CLOCK, {"percentile": "90%"}],
    "response_time": [{}, CLOCK, {"percentile": "50%"}],
    "scrape_rate": [CLOCK, CLOCK | {"within": "50%"}],
    "silence_breaches": [{}, {"max_gap": "8h"}, {"since": "first_reply"}],
    "speed_of_answer": [{}, {"percentile": "80%"}],
    "supplied": [{"series": "uptime"}, {"series": "uptime", "unit": "seconds", "better": "lower"}],
    "tickets_per_technician": [{}, {"per": "fte"}, {"per": "agent"}],
    "unlinked_repeat_share": [{}, {"at_least": "3"}],
    "within": [CLOCK, CLOCK | {"unit": "cycle"}],
}
REQUIRED = CLOCK | {"factor": "speed", "series": "uptime", "rate": "30"}


def variants(name: str) -> list[dict[str, str]]:
    required = {key: REQUIRED[key] for key in sorted(catalogue()[name].required) if key in REQUIRED}
    return VARIANTS.get(name, [required])


METRICS = [build(MetricRef(name=name, params=params)) for name in catalogue() for params in variants(name)]


def made(name: str, **params: str) -> Metric:
    return build(MetricRef(name=name, params=params))


COMBINED = [
    made("csat") - made("fcr"),
    made("resolution_time") / made("response_time"),
    100 * made("csat"),
    1 - made("reopen_rate"),
    made("csat") * made("bounces"),
    weighted({made("csat"): 3, 1 - made("reopen_rate"): 1}),
    minimum(made("csat"), made("fcr")),
    geometric(made("csat"), made("verified_fcr")),
    difference(made("csat"), {"team": "West"}, {"team_not": "West"}),
]
SEEDS = st.integers(0, 99)
facts_of = cache(random_facts)
every_metric = pytest.mark.parametrize("metric", [*METRICS, *COMBINED], ids=lambda metric: metric.name)
every_catalogue_metric = pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.name)
few = settings(max_examples=4, deadline=None)


@every_metric
@given(seed=SEEDS)
@few
def test_the_order_of_rows_changes_nothing(metric: Metric, seed: int) -> None:
    metric_laws.order_of_rows(metric, facts_of(seed), seed)


@every_metric
@given(seed=SEEDS, parts=st.integers(2, 5))
@few
def test_cubes_of_parts_add_up_to_the_cube_of_the_whole_bit_for_bit(
    metric: Metric, seed: int, parts: int
) -> None:
    metric_laws.parts_add_up(metric, facts_of(seed), seed, parts)


@every_metric
@given(seed=SEEDS)
@few
def test_every_figure_lies_in_its_range_and_its_interval_holds_it(metric: Metric, seed: int) -> None:
    metric_laws.figures_in_range(metric, facts_of(seed))


@every_metric
def test_no_rows_give_no_value(metric: Metric) -> None:
    metric_laws.no_rows_no_value(metric)


@every_metric
@given(seed=SEEDS)
@few
def test_every_row_twice_doubles_every_sum(metric: Metric, seed: int) -> None:
    metric_laws.every_row_twice(metric, facts_of(seed))


@every_metric
@given(seed=SEEDS)
@few
def test_where_is_the_same_as_leaving_the_other_rows_out(metric: Metric, seed: int) -> None:
    metric_laws.where_is_filtering(metric, facts_of(seed))


@every_metric
@given(seed=SEEDS)
@few
def test_segments_add_up_to_the_whole(metric: Metric, seed: int) -> None:
    metric_laws.segments_add_up(metric, facts_of(seed))


@every_catalogue_metric
def test_a_metric_reads_only_columns_that_its_frame_has(metric: Metric) -> None:
    facts = random_facts(1)
    for leaf in metric.leaves:
        known = {*frame_of(facts, leaf.grain, leaf.clock).columns, "window_end"}
        assert known.issuperset(leaf.reads), leaf.name


@every_catalogue_metric
def test_some_facts_give_every_metric_a_value(metric: Metric) -> None:
    cells = [
        cell for seed in range(20) for cell in metric_laws.counted(metric, facts_of(seed, 80)).cells.values()
    ]
    assert any(metric.estimate(cell).value is not None for cell in cells)


@every_catalogue_metric
def test_every_metric_says_what_a_reader_must_know(metric: Metric) -> None:
    assert metric.ref is not None
    doc = catalogue()[metric.ref.name].make.__doc__ or ""
    assert ("Higher is better" in doc) or ("Lower is better" in doc) or ("direction follows" in doc)
    assert "Reads" in doc
    assert "Unit" in doc
    assert "Left out" in doc or "no value" in doc
    assert ">>>" in doc
    assert "References" in doc
    assert metric.title
    assert metric.needs
    assert metric.columns
    assert build(metric.ref).name == metric.name
