"""The metric algebra, the catalogue and the cube."""

from xlakit.facts.families.approach import Approach
from xlakit.facts.families.support_model import SupportModel
from xlakit.facts.talk import empathy_markers, explained, jargon
from xlakit.metrics.analysis import (
    KbClass,
    ReopenBand,
    ReopenClass,
    SelfServiceClass,
    approach_report,
    ax_ux_link,
    classify_reopen_rate,
    cost_volume_scissors,
    drivers,
    expectation_drift,
    factors,
    impact,
    kb_quality,
    resolution_approach,
    self_service_quality,
    support_model_report,
    tension,
    trend,
    user_centricity_scorecard,
    work_days_saved,
)
from xlakit.metrics.arithmetic import difference, geometric, harmonic, minimum, weighted
from xlakit.metrics.balance import balance, divergence
from xlakit.metrics.catalogue import PERCENTILE, Metrics, among, build, catalogue
from xlakit.metrics.cell import Cell
from xlakit.metrics.combined import Combined
from xlakit.metrics.counting import Plan, can_cut, count, ever, first_instant
from xlakit.metrics.cube import Cube, Key
from xlakit.metrics.disclosure import answers_in, hidden_figures
from xlakit.metrics.entry import MetricEntry
from xlakit.metrics.factor import FACTORS, Factor
from xlakit.metrics.families import disconnect
from xlakit.metrics.families.clocks import resolution_time, response_time, within
from xlakit.metrics.families.communication import (
    communication_quality,
    explanation_rate,
    jargon_index,
    promise_accuracy,
    promise_bias,
    re_explain_rate,
)
from xlakit.metrics.families.empathy import (
    empathy_gap,
    empathy_markers_score,
    empathy_score,
    empathy_time_cost,
)
from xlakit.metrics.families.excellence import (
    excellence_gap,
    exceptional_rate,
    mediocrity_index,
    non_negative_rate,
)
from xlakit.metrics.families.factors import (
    factor_contribution,
    factor_impact,
    factor_lift,
    factor_net,
    factor_share,
)
from xlakit.metrics.families.frustration import frustration_gap, unhappy_when_met
from xlakit.metrics.families.headroom import bunching_ratio, headroom, scrape_rate
from xlakit.metrics.families.knowledge import (
    kb_coverage,
    kb_freshness,
    kb_helpfulness,
    kb_link_rate,
    kb_search_success,
)
from xlakit.metrics.families.listening import (
    feedback_cadence,
    feedback_latency,
    feedback_seen_rate,
    loop_closure_rate,
    recognition_balance,
    recognition_rate,
    two_way_rate,
)
from xlakit.metrics.families.lost_time import (
    lost_time_cost,
    lost_time_mean,
    lost_time_pareto,
    lost_time_total,
)
from xlakit.metrics.families.observed import (
    bounces,
    fcr,
    fcr_inflation,
    reopen_rate,
    repeat_contact_rate,
    resolved_tickets,
    verified_fcr,
)
from xlakit.metrics.families.paradox import premature_close_rate, reopens_per_ticket, unlinked_repeat_share
from xlakit.metrics.families.proactive import (
    closure_confirmation_rate,
    degradation_acknowledged_first,
    known_issue_alert_first,
    maintenance_notice_coverage,
    notice_lead_time,
    proactivity_ratio,
    reports_before_alert,
)
from xlakit.metrics.families.reaching import (
    abandonment_rate,
    blocked_share,
    human_reachability,
    speed_of_answer,
)
from xlakit.metrics.families.satisfaction import satisfaction_per_ticket, satisfied_tickets
from xlakit.metrics.families.savings import deflection_savings
from xlakit.metrics.families.self_service import (
    deflection_rate,
    self_service_failure,
    self_service_preference,
    silent_abandonment,
    verified_deflection,
)
from xlakit.metrics.families.silence import longest_silence, silence_breaches, update_cadence
from xlakit.metrics.families.solved import (
    completeness,
    excess_repeat_rate,
    false_closure_rate,
    resolution_quality,
    suppressed_recurrence,
)
from xlakit.metrics.families.supplied import supplied
from xlakit.metrics.families.surveys import ces, csat, happiness, nps
from xlakit.metrics.families.watermelons import perceived_slow_when_met, watermelon_rate
from xlakit.metrics.families.wishes import wish_gap, wish_shortfall
from xlakit.metrics.families.work_backlog import backlog, backlog_age
from xlakit.metrics.families.work_effort import (
    approach_share,
    automatable_share,
    automation_rate,
    meaningful_work_ratio,
)
from xlakit.metrics.families.work_paths import (
    bounce_count,
    continuity,
    depth,
    escalation_rate,
    first_level_resolution,
    reassignment_rate,
    routing_accuracy,
    same_agent_on_reopen,
)
from xlakit.metrics.families.work_people import (
    analyst_experience,
    attrition_rate,
    load_index,
    throughput_per_agent,
    tickets_per_technician,
)
from xlakit.metrics.families.work_volume import (
    average_handle_time,
    cost_per_ticket,
    first_resolution_time,
    full_resolution_time,
    opened_tickets,
    throughput,
)
from xlakit.metrics.installed import installed
from xlakit.metrics.kind import Kind
from xlakit.metrics.leaf import Leaf
from xlakit.metrics.measure import measure, needed
from xlakit.metrics.metric import Metric
from xlakit.metrics.own import metric
from xlakit.metrics.publish import Published
from xlakit.metrics.respond import invitations_known, response_rate
from xlakit.metrics.statistic import Statistic
from xlakit.metrics.store import read_cube

__all__ = [
    "FACTORS",
    "PERCENTILE",
    "Approach",
    "Cell",
    "Combined",
    "Cube",
    "Factor",
    "KbClass",
    "Key",
    "Kind",
    "Leaf",
    "Metric",
    "MetricEntry",
    "Metrics",
    "Plan",
    "Published",
    "ReopenBand",
    "ReopenClass",
    "SelfServiceClass",
    "Statistic",
    "SupportModel",
    "abandonment_rate",
    "among",
    "analyst_experience",
    "answers_in",
    "approach_report",
    "approach_share",
    "attrition_rate",
    "automatable_share",
    "automation_rate",
    "average_handle_time",
    "ax_ux_link",
    "backlog",
    "backlog_age",
    "balance",
    "blocked_share",
    "bounce_count",
    "bounces",
    "build",
    "bunching_ratio",
    "can_cut",
    "catalogue",
    "ces",
    "classify_reopen_rate",
    "closure_confirmation_rate",
    "communication_quality",
    "completeness",
    "continuity",
    "cost_per_ticket",
    "cost_volume_scissors",
    "count",
    "csat",
    "deflection_rate",
    "deflection_savings",
    "degradation_acknowledged_first",
    "depth",
    "difference",
    "disconnect",
    "divergence",
    "drivers",
    "empathy_gap",
    "empathy_markers",
    "empathy_markers_score",
    "empathy_score",
    "empathy_time_cost",
    "escalation_rate",
    "ever",
    "excellence_gap",
    "exceptional_rate",
    "excess_repeat_rate",
    "expectation_drift",
    "explained",
    "explanation_rate",
    "factor_contribution",
    "factor_impact",
    "factor_lift",
    "factor_net",
    "factor_share",
    "factors",
    "false_closure_rate",
    "fcr",
    "fcr_inflation",
    "feedback_cadence",
    "feedback_latency",
    "feedback_seen_rate",
    "first_instant",
    "first_level_resolution",
    "first_resolution_time",
    "frustration_gap",
    "full_resolution_time",
    "geometric",
    "happiness",
    "harmonic",
    "headroom",
    "hidden_figures",
    "human_reachability",
    "impact",
    "installed",
    "invitations_known",
    "jargon",
    "jargon_index",
    "kb_coverage",
    "kb_freshness",
    "kb_helpfulness",
    "kb_link_rate",
    "kb_quality",
    "kb_search_success",
    "known_issue_alert_first",
    "load_index",
    "longest_silence",
    "loop_closure_rate",
    "lost_time_cost",
    "lost_time_mean",
    "lost_time_pareto",
    "lost_time_total",
    "maintenance_notice_coverage",
    "meaningful_work_ratio",
    "measure",
    "mediocrity_index",
    "metric",
    "minimum",
    "needed",
    "non_negative_rate",
    "notice_lead_time",
    "nps",
    "opened_tickets",
    "perceived_slow_when_met",
    "premature_close_rate",
    "proactivity_ratio",
    "promise_accuracy",
    "promise_bias",
    "re_explain_rate",
    "read_cube",
    "reassignment_rate",
    "recognition_balance",
    "recognition_rate",
    "reopen_rate",
    "reopens_per_ticket",
    "repeat_contact_rate",
    "reports_before_alert",
    "resolution_approach",
    "resolution_quality",
    "resolution_time",
    "resolved_tickets",
    "response_rate",
    "response_time",
    "routing_accuracy",
    "same_agent_on_reopen",
    "satisfaction_per_ticket",
    "satisfied_tickets",
    "scrape_rate",
    "self_service_failure",
    "self_service_preference",
    "self_service_quality",
    "silence_breaches",
    "silent_abandonment",
    "speed_of_answer",
    "supplied",
    "support_model_report",
    "suppressed_recurrence",
    "tension",
    "throughput",
    "throughput_per_agent",
    "tickets_per_technician",
    "trend",
    "two_way_rate",
    "unhappy_when_met",
    "unlinked_repeat_share",
    "update_cadence",
    "user_centricity_scorecard",
    "verified_deflection",
    "verified_fcr",
    "watermelon_rate",
    "weighted",
    "wish_gap",
    "wish_shortfall",
    "within",
    "work_days_saved",
]
