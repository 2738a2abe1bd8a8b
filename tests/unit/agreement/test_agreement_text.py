"""YAML and JSON: every scalar is its text, and what is dangerous or broken is refused with its line."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from xlakit.agreement import parse
from xlakit.agreement.json_tree import json_tree
from xlakit.agreement.tree import DEEPEST
from xlakit.agreement.yaml_tree import yaml_tree
from xlakit.errors import AgreementError

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlakit.agreement.tree import Fault, Node

    Read = Callable[[str], tuple[Node | None, list[Fault]]]


def refused(text: str, file: str = "desk.yaml") -> tuple[int | None, str]:
    with pytest.raises(AgreementError) as caught:
        parse(text, file)
    (problem,) = caught.value.problems
    return problem.line, f"{problem.what}; {problem.got}; {problem.hint}"


@pytest.mark.parametrize(
    "word", ["NO", "no", "on", "08:00", "1_000", "0x10", "1e3", ".5", "2026-01-01", "=", "NULL"]
)
def test_every_scalar_is_the_text_it_is_written_as(word: str) -> None:
    tree, faults = yaml_tree(f"key: {word}\n{word}: key")
    assert faults == []
    assert tree.plain() == {"key": word, word: "key"}


@pytest.mark.parametrize("word", ["~", "null"])
def test_null_is_nothing_unless_it_is_quoted(word: str) -> None:
    assert yaml_tree(f"a: {word}\nb: '{word}'")[0].plain() == {"a": None, "b": word}


def test_json_numbers_and_flags_stay_their_text() -> None:
    tree, faults = json_tree('{"a": [0.10, -1E+2, true, false, null, "\\u00e4\\ud83d\\ude00"]}')
    assert faults == []
    assert tree.plain() == {"a": ["0.10", "-1E+2", "true", "false", None, "ä😀"]}


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("a: 1\n\tb: 2", 2, "tab"),
        ("a: 1\nb: [1, 2", 2, "not closed"),
        ("a: 1\nb: 'x", 2, "not closed"),
        ("a: b: c", 1, "in"),
        ("a: 1\n b: 2", 2, "indent"),
        ("a: 1\nb: @x", 2, "quotes"),
        ("a: 1\n- b", 2, "indent"),
        ("a: 1\nb: *none", 2, "an alias has no anchor"),
        ("a: 1\nb: &b [*b]", 2, "an alias stands inside what it repeats"),
        ("a: 1\nb: \x00", 2, "U+0000"),
        ('a: "\\U00110000"', None, "out of range"),
        ("%YAML " + "9" * 5000 + ".1\n---\na: 1", None, "out of range"),
        ("", 1, "is empty"),
        ("# nothing\n", 1, "is empty"),
        ("- a\n- b", 1, "a mapping is expected"),
        ("just text", 1, "a mapping is expected"),
        ("{}", 1, "a mapping is expected"),
    ],
)
def test_text_that_is_no_yaml_is_refused_with_its_line(text: str, line: int | None, says: str) -> None:
    found, words = refused(text)
    assert found == line
    assert says in words


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ('{"a": 1,\n"b" 2}', 2, "':' is expected"),
        ('{"a": 1,\nb: 2}', 2, "a key in double quotes"),
        ('{"a": 1,\n}', 2, "a key in double quotes"),
        ('{"a":\n\nNaN}', 3, "a value is expected"),
        ('{"a": 01}', 1, "',' or '}' is expected"),
        ('{"a": [1\n2]}', 2, "',' or ']' is expected"),
        ('{"a": 1}\n}', 2, "nothing is expected"),
        ('{"a": "x\ny"}', 1, "Invalid control character"),
        ('{"a": "x', 1, "Unterminated string"),
        ('{\n"a": "\\q"}', 2, "Invalid \\escape"),
        ("", 1, "a value is expected"),
        ("[1]", 1, "a mapping is expected"),
    ],
)
def test_text_that_is_no_json_is_refused_with_its_line(text: str, line: int, says: str) -> None:
    found, words = refused(text, "desk.json")
    assert found == line
    assert says in words


@pytest.mark.parametrize("tag", ["!!python/object/apply:os.system", "!!binary", "!!str", "!own", "!"])
def test_tags_are_never_read(tag: str) -> None:
    _, faults = yaml_tree(f"a: 1\nb: {tag} x")
    assert [(fault.line, fault.path) for fault in faults] == [(2, ("b",))]


def test_merge_keys_are_refused_and_a_quoted_one_is_a_key() -> None:
    _, faults = yaml_tree("a: &a {x: 1}\nb:\n  <<: *a\n  '<<': 2")
    assert [(fault.line, fault.path) for fault in faults] == [(3, ("b", "<<"))]


def test_a_mapping_or_nothing_as_a_key_is_a_problem() -> None:
    assert [(fault.line, fault.what) for fault in yaml_tree("a: 1\n? [x]\n: 2")[1]] == [
        (2, "a key is a text")
    ]
    assert [fault.line for fault in yaml_tree("a: 1\n~: 2")[1]] == [2]


def test_a_second_document_is_a_problem_on_its_line() -> None:
    _, faults = yaml_tree("a: 1\n---\nb: 2")
    assert [(fault.line, fault.path) for fault in faults] == [(2, ())]


@pytest.mark.parametrize("read", [yaml_tree, json_tree])
def test_half_a_character_is_a_problem(read: Read) -> None:
    _, faults = read('{"a": "\\ud800"}')
    assert [(fault.line, fault.path) for fault in faults] == [(1, ("a",))]


def test_an_alias_repeats_a_value() -> None:
    tree, faults = yaml_tree("a: &x [1, {b: 2}]\nc: *x")
    assert faults == []
    assert tree.plain()["c"] == ["1", {"b": "2"}]


def test_a_billion_laughs_are_refused_before_they_are_laughed() -> None:
    lines = ["l0: &l0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    lines += [f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 10)}]" for n in range(1, 10)]
    began = time.perf_counter()
    line, words = refused("\n".join(lines))
    assert time.perf_counter() - began < 1
    assert line == 5
    assert "once its aliases are written out" in words


def test_aliases_cannot_nest_deeper_than_brackets() -> None:
    text = "l0: &l0 [x]\n" + "\n".join(f"l{n}: &l{n} [*l{n - 1}]" for n in range(1, 200))
    assert "is nested deeper" in refused(text)[1]


@pytest.mark.parametrize(
    ("text", "file"),
    [
        ("[" * 100_000, "desk.yaml"),
        ("{a: " * 100_000, "desk.yaml"),
        ("- " * 10_000, "desk.yaml"),
        ("".join(f"{' ' * n}a:\n" for n in range(1000)), "desk.yaml"),
        ("[" * 100_000, "desk.json"),
        ('{"a":' * 100_000, "desk.json"),
    ],
)
def test_deep_nesting_is_refused(text: str, file: str) -> None:
    began = time.perf_counter()
    assert f"deeper than {DEEPEST} levels" in refused(text, file)[1]
    assert time.perf_counter() - began < 2


@pytest.mark.parametrize("file", ["desk.yaml", "desk.json"])
def test_more_values_than_an_agreement_can_need_are_refused(file: str) -> None:
    assert "holds more than 50000 values" in refused('{"a": [' + "1," * 60_000 + "1]}", file)[1]


def test_five_megabytes_are_refused_unread() -> None:
    began = time.perf_counter()
    assert refused("a: " + "x" * 5_000_000) == (None, "is larger than 1 MiB; None; None")
    assert time.perf_counter() - began < 0.5


def test_text_in_braces_may_be_json_or_yaml() -> None:
    assert refused('{"kind": Agreement, "nested": "yes"') == refused('{"kind": Agreement, "nested": "yes"')
    with pytest.raises(AgreementError, match="apiVersion: is missing"):
        parse('{"kind": Agreement}', "<text>")
    with pytest.raises(AgreementError, match="is not JSON"):
        parse('{"kind": "Agreement",', "<text>")
