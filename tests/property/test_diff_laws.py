"""Differences of agreements: none of one with itself, mirrored, free of order, and true to the fingerprint."""

from __future__ import annotations

from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from xlakit.model import Agreement
from xlakit.model.agreement_diff import AgreementDiff
from xlakit.review import fingerprint
from xlakit.review.diff import diff

shares = st.integers(50, 99).map(lambda share: f"{share}%")
names = st.sampled_from(["fix", "reply", "happy", "loyal"])


@st.composite
def contents(draw: st.DrawFn) -> dict[str, Any]:
    """What a small agreement says, as a file would."""
    objectives = []
    for name in sorted(draw(st.sets(names, min_size=1))):
        clock = {"name": "within", "clock": draw(st.sampled_from(["fast", "slow"]))}
        objective: dict[str, Any] = {
            "name": name,
            "metric": "csat" if name in {"happy", "loyal"} else clock,
            "expected": {"at_least": draw(shares)},
            "weight": draw(st.integers(0, 3)),
        }
        if draw(st.booleans()):
            objective["title"] = draw(st.sampled_from(["One", "Another"]))
        if draw(st.booleans()):
            objective["window"] = draw(st.sampled_from(["month", "quarter"]))
        objectives.append(objective)
    limits = {"P1": draw(st.sampled_from(["2h", "4h"])), "P2": draw(st.sampled_from(["8h", "480m"]))}
    return {
        "apiVersion": "xlakit/v1",
        "kind": "Agreement",
        "metadata": {"name": "demo", "title": draw(st.sampled_from(["A", "B"]))},
        "term": {"start": "2026-01-01", "end": "2026-12-31"},
        "window": draw(st.sampled_from(["month", "quarter"])),
        "scope": {"site": draw(st.lists(st.sampled_from(["berlin", "oslo"]), min_size=1, unique=True))},
        "clocks": {"fast": {"within": limits}, "slow": {"within": "40h"}},
        "objectives": objectives,
        "segments": draw(st.lists(st.sampled_from(["team", "site"]), unique=True)),
        "scoring": {"method": draw(st.sampled_from(["deduct", "earn", "net"]))},
    }


agreements = contents().map(Agreement.model_validate)


@given(agreement=agreements)
@settings(max_examples=40)
def test_an_agreement_differs_from_itself_in_nothing(agreement: Agreement) -> None:
    found = diff(agreement, agreement)
    assert not found
    assert (found.changes, found.gradients, found.effect, found.proposal) == ((), (), None, None)
    assert found.fingerprint_before == found.fingerprint_after


@given(old=agreements, new=agreements)
@settings(max_examples=100)
def test_only_words_change_exactly_where_the_fingerprint_does_not(old: Agreement, new: Agreement) -> None:
    found = diff(old, new)
    same = fingerprint(old) == fingerprint(new)
    assert same is (found.effect in {None, "patch"})
    assert bool(found) is (old != new and found.effect is not None)


@given(old=agreements, new=agreements)
@settings(max_examples=60)
def test_the_other_way_round_everything_is_mirrored(old: Agreement, new: Agreement) -> None:
    forth, back = diff(old, new), diff(new, old)
    turned = {"added": "removed", "removed": "added", "changed": "changed"}
    mirrored = sorted((turned[item.what], item.where, item.after, item.before) for item in back.changes)
    assert sorted((item.what, item.where, item.before, item.after) for item in forth.changes) == mirrored
    assert [item.after for item in forth.weights] == [item.before for item in back.weights]
    assert [item.after for item in forth.gradients] == [item.before for item in back.gradients]


@given(content=contents(), other=contents(), seed=st.integers(0, 99))
@settings(max_examples=40)
def test_the_order_of_keys_makes_no_difference(
    content: dict[str, Any], other: dict[str, Any], seed: int
) -> None:
    def shuffled(value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        keys = list(value)
        Random(seed).shuffle(keys)  # noqa: S311 - an order, no secret
        return {key: shuffled(value[key]) for key in keys}

    one, two = Agreement.model_validate(content), Agreement.model_validate(shuffled(content))
    new = Agreement.model_validate(other)
    assert diff(one, new) == diff(two, new)
    assert not diff(one, two)


@given(old=agreements, new=agreements)
@settings(max_examples=40)
def test_a_difference_reads_back_and_can_be_shown(old: Agreement, new: Agreement) -> None:
    found = diff(old, new)
    assert AgreementDiff.model_validate_json(found.model_dump_json()) == found
    assert all(item.words in str(found) for item in found.changes)
    assert sum(item.before for item in found.weights) in {0, 1}
    assert found.to_markdown()
