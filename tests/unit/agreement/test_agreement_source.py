"""A path is a file, a text is a text, and neither is guessed from the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from xlakit.agreement import read
from xlakit.errors import AgreementError

if TYPE_CHECKING:
    from pathlib import Path


def refused(path_or_text: str | Path) -> str:
    with pytest.raises(AgreementError) as caught:
        read(path_or_text)
    (problem,) = caught.value.problems
    return f"{problem.what}; {problem.hint}"


@pytest.mark.parametrize("name", ["desk.yaml", "desk.yml", "desk.YAML", "desk.json"])
def test_a_file_is_read_by_path_and_by_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("{}", encoding="utf-8")
    assert read(path) == read(str(path))
    assert read(path).file == str(path)
    assert read(path).format == ("json" if name.endswith("json") else "yaml")


@pytest.mark.parametrize("text", ["kind: Agreement\n", '{"kind": "Agreement"}', "  {a: 1}", "a\nb.yaml"])
def test_a_text_with_a_line_break_or_a_brace_is_no_path(text: str) -> None:
    assert read(text).text == text
    assert read(text).file == "<text>"


def test_a_file_that_is_not_there_is_named_with_its_neighbour(tmp_path: Path) -> None:
    (tmp_path / "desk.yaml").touch()
    assert refused(tmp_path / "dsk.yaml") == "no such file; did you mean 'desk.yaml'?"
    assert refused(str(tmp_path / "nowhere" / "x.yaml")) == "no such file; None"
    assert refused("kind: Agreement") == "no such file; None"


def test_what_is_no_agreement_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "desk.txt").write_text("a: 1")
    (tmp_path / "desk.yaml").write_bytes(b"a: 1\nb: \xff\xfe")
    assert "is a folder" in refused(tmp_path)
    assert "ends in .yaml" in refused(tmp_path / "desk.txt")
    assert refused(tmp_path / "desk.yaml") == "is not UTF-8 text; save it as UTF-8"
    assert "no such file" in refused("a" * 300 + "/x.yaml") + "no such file"
    assert refused("") == "is empty; None"
    assert refused("a\x00.yaml") == "is empty; None"


def test_the_line_of_a_byte_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "desk.yaml").write_bytes(b"a: 1\nb: \xff")
    with pytest.raises(AgreementError) as caught:
        read(tmp_path / "desk.yaml")
    assert caught.value.problems[0].line == 2


def test_a_file_of_five_megabytes_is_refused(tmp_path: Path) -> None:
    (tmp_path / "desk.yaml").write_bytes(b"#" * 5_000_000)
    assert refused(tmp_path / "desk.yaml") == "is larger than 1 MiB; None"


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    (tmp_path / "desk.yaml").write_bytes(b"\xef\xbb\xbfa: 1")
    assert read(tmp_path / "desk.yaml").text == "a: 1"


def test_a_name_inside_a_file_is_never_followed(tmp_path: Path) -> None:
    (tmp_path / "other.yaml").write_text("kind: Agreement")
    (tmp_path / "desk.yaml").write_text("include: other.yaml\nkind: !include other.yaml")
    assert "kind: Agreement" not in read(tmp_path / "desk.yaml").text
