"""What must hold for every condition, however it is composed and wherever it is written."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from xlakit.agreement import dump, parse
from xlakit.metrics import Cube
from xlakit.model import Agreement, Estimate, Judgement, Levels, Outcome, ShadeOf, windows
from xlakit.model.rule_terms import WORDS, OwnRule, RuleTerms, When
from xlakit.rules import Case, Condition, all_of, any_of, not_, objective, run, select, shade, watch
from xlakit.rules.conditions import condition_of, places

AGREEMENT = Agreement.model_validate(
    {
        "apiVersion": "xlakit/v1",
        "kind": "Agreement",
        "metadata": {"name": "demo"},
        "term": {"start": "2026-01-01", "end": "2026-12-31"},
        "clocks": {"fix": {"within": "4h"}},
        "objectives": [
            {
                "name": "fix",
                "each": "priority",
                "metric": {"name": "within", "clock": "fix"},
                "expected": {"at_least": "90%"},
            },
            {"name": "happy", "metric": "csat", "expected": {"at_least": "85%"}},
            {"name": "done", "metric": "reopen_rate", "expected": {"at_most": "5%"}},
        ],
    }
)
MONTHS = windows("month", date(2026, 1, 1), date(2026, 5, 31), "UTC")
PARTS: dict[str, tuple[str, str]] = {
    "fix/P1": ("efficiency", "observed"),
    "fix/P2": ("efficiency", "observed"),
    "happy": ("experience", "user_reported"),
    "done": ("experience", "observed"),
}
SEGMENTS = ((), (("team", "East"),), (("team", "West"),))
OUTCOMES = tuple(Outcome)
SHADES = ("CONFIRMED", "SUSPECTED", "POSSIBLE", "HEALTHY", "RED", "INVERSE", "UNKNOWN")
JUDGED = tuple(item.value for item in Outcome if item is not Outcome.IN_PROGRESS)


def case_of(seed: int) -> Case:
    """Judgements by chance: outcomes that need not fit together, some withheld, some missing, one month open."""
    rng = random.Random(seed)  # noqa: S311 - made-up desks, no secret
    found = [
        judgement(name, window, segment, rng)
        for segment in SEGMENTS
        for window in MONTHS
        for name in PARTS
        if rng.random() < 0.9
    ]
    return Case(
        agreement=AGREEMENT,
        as_of=datetime(2026, 5, 15, tzinfo=UTC),
        judgements=tuple(item for item in found if not item.segment),
        segments=tuple(item for item in found if item.segment),
        cube=Cube(datetime(2026, 5, 15, tzinfo=UTC)),
        metrics={},
        windows=MONTHS[:-1],
        measurable=frozenset(),
        shades=tuple(
            ShadeOf(window=window, segment=segment, shade=rng.choice(SHADES))
            for segment in SEGMENTS
            for window in MONTHS[:-1]
        ),
    )


def judgement(name: str, window: Any, segment: Any, rng: random.Random) -> Judgement:
    kind, basis = PARTS[name]
    over = window is not MONTHS[-1]
    outcome = rng.choice([item for item in OUTCOMES if item is not Outcome.IN_PROGRESS])
    return Judgement.model_validate(
        {
            "objective": name,
            "title": name,
            "metric": "metric",
            "kind": kind,
            "basis": basis,
            "unit": "share",
            "direction": "higher",
            "window": window,
            "segment": segment,
            "estimate": Estimate.nothing(),
            "levels": Levels.model_validate({"expected": {"at_least": "85%"}}),
            "outcome": outcome if over else Outcome.IN_PROGRESS,
            "suppressed": basis == "user_reported" and rng.random() < 0.2,
        }
    )


SEEDS = st.integers(0, 10_000)
SOME = st.lists(st.sampled_from(JUDGED), min_size=1, max_size=3)
LEAVES: st.SearchStrategy[Condition] = st.one_of(
    st.sampled_from(WORDS).map(lambda word: condition_of(When.model_validate(word))),
    st.builds(
        lambda name, outcomes: objective(name).outcome(*outcomes),
        st.sampled_from(["fix", "fix/P1", "happy", "done"]),
        SOME,
    ),
    st.lists(st.sampled_from(SHADES), min_size=1, max_size=3).map(lambda shades: shade(*shades)),
)
CONDITIONS: st.SearchStrategy[Condition] = st.recursive(
    LEAVES,
    lambda below: st.one_of(
        st.lists(below, min_size=1, max_size=3).map(lambda parts: all_of(*parts)),
        st.lists(below, min_size=1, max_size=3).map(lambda parts: any_of(*parts)),
        below.map(not_),
        st.builds(lambda part, count: part.for_windows(count), below, st.integers(1, 3)),
    ),
    max_leaves=6,
)
laws = settings(max_examples=60, deadline=None)


@laws
@given(CONDITIONS, SEEDS, st.integers(1, 3))
def test_the_agreement_and_python_give_the_same_findings(when: Condition, seed: int, lasting: int) -> None:
    said = {"message": "look here.", "advice": "Ask them."}
    own = OwnRule(code="OWN001", title="t", severity="info", when=when.data(), for_windows=lasting, **said)
    written = AGREEMENT.model_copy(update={"rules": RuleTerms(own=(own,))})
    mine = watch("OWN001", "t", when.for_windows(lasting), "info", **said)
    case = case_of(seed)
    expected = run([mine], case)
    for agreement in (
        written,
        parse(dump(written)),
        parse(written.model_dump_json(), "a.json"),
        Agreement.model_validate_json(written.model_dump_json()),
    ):
        assert agreement == written
        assert run(select("OWN001", agreement), replace(case, agreement=agreement)) == expected


@laws
@given(CONDITIONS)
def test_a_condition_is_read_back_as_it_was_written(when: Condition) -> None:
    assert condition_of(when.data()) == when
    assert condition_of(When.model_validate(when.data().model_dump(mode="json"))) == when


@laws
@given(CONDITIONS, CONDITIONS, SEEDS)
def test_unknown_stays_unknown_unless_the_rest_decides(one: Condition, other: Condition, seed: int) -> None:
    for place in places(case_of(seed), one & other):
        a, b = one.truth(place), other.truth(place)
        both = False if False in (a, b) else None if None in (a, b) else True
        either = True if True in (a, b) else None if None in (a, b) else False
        assert (one & other).truth(place) is both
        assert (one | other).truth(place) is either
        assert (~one).truth(place) is (None if a is None else not a)
        assert (~(one | other)).truth(place) is (~one & ~other).truth(place)


@laws
@given(CONDITIONS, SEEDS, st.integers(2, 4))
def test_several_windows_running_are_each_of_them_true(when: Condition, seed: int, count: int) -> None:
    for place in places(case_of(seed), when):
        chain, here = [], place
        while here is not None and len(chain) < count:
            chain.append(when.truth(here))
            assert here.segment == place.segment
            here = here.before
        lasting = when.for_windows(count).truth(place)
        if len(chain) == count and None not in chain:
            assert lasting is all(chain)
        if lasting:
            assert len(chain) == count
            assert all(chain)


@laws
@given(CONDITIONS, SEEDS)
def test_every_rule_from_a_condition_is_deterministic_order_free_and_in_one_section(
    when: Condition, seed: int
) -> None:
    case = case_of(seed)
    rule = watch("OWN001", "t", when)
    findings, (report,) = run([rule], case)
    assert (report.section == "raised") == bool(findings)
    assert report.section in {"raised", "clear", "not_applicable"}
    mixed = random.Random(seed)  # noqa: S311 - an order, no secret
    judgements, segments = list(case.judgements), list(case.segments)
    mixed.shuffle(judgements)
    mixed.shuffle(segments)
    other = run([rule], replace(case, judgements=tuple(judgements), segments=tuple(segments)))
    assert [item.model_copy(update={"evidence": (), "objective": None}) for item in other[0]] == [
        item.model_copy(update={"evidence": (), "objective": None}) for item in findings
    ]
    assert other[1] == (report,)


@laws
@given(CONDITIONS, SEEDS, st.sampled_from(JUDGED))
def test_what_is_withheld_in_a_segment_decides_nothing(when: Condition, seed: int, outcome: str) -> None:
    case = case_of(seed)
    changed = tuple(
        item.model_copy(update={"outcome": Outcome(outcome)})
        if item.suppressed and item.outcome is not Outcome.IN_PROGRESS
        else item
        for item in case.segments
    )
    rule = watch("OWN001", "t", when)
    assert run([rule], case) == run([rule], replace(case, segments=changed))
