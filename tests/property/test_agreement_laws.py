"""Laws of agreement files: what is written back reads the same, and no text raises anything but AgreementError."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from xlakit.agreement import dump, examine, parse
from xlakit.agreement.json_tree import json_tree
from xlakit.agreement.source import from_text
from xlakit.agreement.yaml_tree import yaml_tree
from xlakit.errors import AgreementError
from xlakit.model import Agreement
from xlakit.review import fingerprint, load_agreement, not_evaluated

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlakit.errors import Problem

FILES = sorted((Path(__file__).parents[1] / "data" / "agreements").glob("*.yaml"))
TEXTS = [path.read_text(encoding="utf-8") for path in FILES]

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
names = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,8}", fullmatch=True)
keys = words.filter(lambda word: word not in {"by", "choices", "params", "name"})
numbers = st.decimals(0, 10**9, places=3).map(lambda number: f"{number:f}")
wholes = st.integers(1, 10**6).map(str)
percents = st.decimals(0, 100, places=2).map(lambda share: f"{share:f}%")
durations = st.one_of(
    st.tuples(st.integers(0, 900), st.sampled_from(["w", "d", "h", "m", "s"])).map(
        lambda it: f"{it[0]}{it[1]}"
    ),
    st.tuples(st.integers(0, 99), st.integers(0, 10**6)).map(lambda it: f"{it[0]}h{it[1] / 1000}s"),
)
limits = st.one_of(
    durations.filter(lambda text: any(digit in "123456789" for digit in text)),
    st.integers(1, 99).map(lambda days: f"{days}bd"),
    st.integers(0, 9).map(lambda days: f"eod+{days}"),
)
conditions = st.dictionaries(keys, st.lists(words, min_size=1, max_size=3), max_size=2)
plain = st.recursive(
    words | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=5,
)


@st.composite
def levels(draw: st.DrawFn) -> dict[str, str]:
    side = draw(st.sampled_from(["at_least", "at_most"]))
    return {side: draw(percents | durations | numbers)}


def optional(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=fields)


objectives = st.fixed_dictionaries(
    {
        "name": names,
        "metric": names
        | st.builds(lambda name, rest: {"name": name, **rest}, names, st.dictionaries(keys, words)),
        "expected": levels(),
    },
    optional={
        "title": words,
        "where": conditions,
        "window": st.sampled_from(["month", "quarter", "week", "rolling-3-months", "contract-year"]),
        "each": words,
        "wished": levels(),
        "weight": numbers,
        "min_count": wholes,
        "low_volume": st.fixed_dictionaries({"allow": wholes, "below": wholes}),
        "service_credit": st.fixed_dictionaries(
            {"allocation": percents},
            optional={
                "severity": st.sampled_from(["step", "two-step", "two_step", "linear"])
                | st.fixed_dictionaries(
                    {"points": st.just([{"below": "99%", "points": "1"}, {"below": "9%", "points": "2.5"}])}
                ),
                "multiplier": st.sampled_from(
                    [["1", "1.5"], {"steps": ["1", "2"], "count": "rolling", "in": "6"}]
                ),
                "of": st.sampled_from(["at_risk", "charges"]),
            },
        ),
        "bonus": st.fixed_dictionaries(
            {"max": percents | numbers}, optional={"only_if": st.sampled_from(["no_miss", ["no_watermelon"]])}
        ),
    },
)
clocks = st.fixed_dictionaries(
    {},
    optional={
        "calendar": st.just("always")
        | st.builds(
            lambda by, rest: {"by": by, **rest}, words, st.dictionaries(keys, st.just("always"), min_size=1)
        ),
        "stop": st.sampled_from(["first-reply", "next-reply", "resolved", "closed"]) | conditions,
        "pause": st.lists(words, max_size=3) | words,
        "inclusive": st.sampled_from(["true", "false"]),
    },
).flatmap(
    lambda clock: st.one_of(
        limits.map(lambda within: {**clock, "within": within}),
        st.dictionaries(keys, limits, min_size=1, max_size=3).map(lambda within: {**clock, "within": within}),
        st.lists(
            st.fixed_dictionaries({"within": limits}, optional={"when": conditions}), min_size=1, max_size=2
        ).map(lambda lines: {**clock, "limits": lines}),
    )
)
agreements = st.fixed_dictionaries(
    {
        "apiVersion": st.just("xlakit/v1"),
        "kind": st.just("Agreement"),
        "metadata": st.builds(
            lambda name, rest: {"name": name, **rest}, names, optional(title=words, customer=words)
        ),
        "term": st.just({"start": "2026-01-01", "end": "2026-12-31"}),
        "objectives": st.lists(objectives, min_size=1, max_size=3, unique_by=lambda item: item["name"]),
    },
    optional={
        "scope": conditions,
        "priorities": st.dictionaries(words, st.lists(words, max_size=2), max_size=2),
        "clocks": st.dictionaries(words, clocks, max_size=2),
        "segments": st.lists(words, max_size=2),
        "surveys": optional(
            csat=st.sampled_from(
                [{"scale": "1..10", "satisfied": "8 .. 10"}, {"scale": "-2..2", "satisfied": "1..2"}]
            ),
            anonymity=st.integers(5, 50).map(str),
        ),
        "commercials": st.builds(
            lambda extra, amount: {**extra, "currency": "EUR", "charges": {"amount": amount, "per": "month"}},
            optional(
                at_risk=percents, pool=percents, annual_cap=percents | numbers, rounding=st.just("half_even")
            ),
            numbers.map(lambda text: text.lstrip("-")),
        ),
        "settlement": st.dictionaries(words.map("x{}".format), plain, max_size=2),
    },
)


@settings(max_examples=100, deadline=None)
@given(agreements)
def test_what_is_dumped_reads_back_as_the_same_agreement(values: dict[str, Any]) -> None:
    agreement = Agreement.model_validate(values)
    for text in (
        dump(agreement),
        agreement.model_dump_json(),
        agreement.model_dump_json(indent=1, exclude_unset=True),
    ):
        tree, faults = (yaml_tree if text.startswith("api") else json_tree)(text)
        assert faults == []
        again = Agreement.model_validate(tree.plain())
        assert again == agreement
        assert fingerprint(again) == fingerprint(agreement)
        assert not_evaluated(again) == not_evaluated(agreement)
    assert dump(Agreement.model_validate(yaml_tree(dump(agreement))[0].plain())) == dump(agreement)


@settings(max_examples=150, deadline=None)
@given(plain)
def test_yaml_and_json_read_the_same_tree(value: object) -> None:
    text = json.dumps({"key": value})
    tree, faults = json_tree(text)
    assert faults == []
    assert tree.plain() == {"key": value}
    pretty = yaml.safe_dump({"key": value})
    assert yaml_tree(pretty)[0].plain() == {"key": value}


def refusal(read: Callable[..., Agreement], *arguments: str) -> tuple[Problem, ...]:
    """Return the problems for which `read` refuses; anything else it raises fails the test."""
    try:
        read(*arguments)
    except AgreementError as error:
        return error.problems
    return ()


def only_agreement_errors(text: str, file: str) -> None:
    lines = text.count("\n") + 1
    reading = examine(from_text(text, file))
    assert (reading.agreement is None) == bool(reading.problems)
    assert all(problem.line is None or 1 <= problem.line <= lines for problem in reading.problems)
    assert refusal(parse, text, file) == reading.problems


@settings(max_examples=200, deadline=None)
@given(
    st.text(st.sampled_from("{}[]:,-&*!|>'\"%@`#?~<=. \n\tab01\\é\x00\x85\u2028\ud800"), max_size=60),
    st.sampled_from(["<text>", "desk.yaml", "desk.json"]),
)
def test_no_text_raises_anything_but_an_agreement_error(text: str, file: str) -> None:
    only_agreement_errors(text.replace("\x85", " ").replace("\u2028", " "), file)
    examine(from_text(text, file))


@settings(max_examples=80, deadline=None)
@given(
    st.sampled_from(TEXTS),
    st.lists(
        st.tuples(
            st.floats(0, 1),
            st.integers(0, 30),
            st.text(st.sampled_from("{}[]:,-&*!'\"%#~ \nabP1950hm"), max_size=6)
            | st.sampled_from(["null", "95", "P1", "\n  ", "{a: b}", "[]", "- ", ": "]),
        ),
        min_size=1,
        max_size=4,
    ),
)
def test_no_damaged_file_raises_anything_but_an_agreement_error(
    text: str, changes: list[tuple[float, int, str]]
) -> None:
    for place, length, new in changes:
        at = int(place * len(text))
        text = text[:at] + new + text[at + length :]
    only_agreement_errors(text, "desk.yaml")
    assert set(refusal(parse, text + "\n", "<text>")) <= set(refusal(load_agreement, text + "\n"))


@pytest.mark.parametrize("text", TEXTS, ids=[path.stem for path in FILES])
@settings(max_examples=40, deadline=None)
@given(st.data())
def test_any_value_replaced_by_any_other_raises_nothing_but_an_agreement_error(
    text: str, data: st.DataObject
) -> None:
    tree = yaml_tree(text)[0].plain()
    place: Any = tree
    while True:
        part = data.draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
        if not isinstance(place[part], dict | list) or not place[part] or data.draw(st.booleans()):
            break
        place = place[part]
    place[part] = data.draw(plain | percents | durations | numbers | names)
    assert all(problem.line == 1 for problem in refusal(load_agreement, json.dumps(tree)))
