"""``xlakit template``: listed, printed, written, never over what is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from cli_pipeline import run

from xlakit.review import template, templates

if TYPE_CHECKING:
    from pathlib import Path


def test_the_templates_are_listed_with_a_line_each() -> None:
    lines = run("template").stdout.splitlines()
    assert [line.split(maxsplit=1) for line in lines[1:]] == [[*item] for item in templates().items()]
    assert lines[0].split(maxsplit=1) == ["template", "what it is"]


@pytest.mark.parametrize("name", list(templates()))
def test_a_template_is_printed_as_it_is(name: str) -> None:
    assert run("template", name).stdout == template(name)


def test_what_is_written_passes_the_check(tmp_path: Path) -> None:
    file = tmp_path / "agreement.yaml"
    assert run("template", "classic_csl_pool", "--out", file).exit_code == 0
    assert file.read_text(encoding="utf-8") == template("classic_csl_pool")
    checked = run("check", file)
    assert checked.exit_code == 0
    assert "no mistakes found" in checked.stdout
    assert "not evaluated" not in checked.stdout


def test_a_file_is_written_over_only_by_force(tmp_path: Path) -> None:
    file = tmp_path / "agreement.yaml"
    file.write_text("mine", encoding="utf-8")
    refused = run("template", "balanced", "--out", file)
    assert refused.exit_code == 2
    assert "exists; name another file, or add --force" in refused.stderr.replace("\n", " ")
    assert file.read_text(encoding="utf-8") == "mine"
    assert run("template", "balanced", "--out", file, "--force").exit_code == 0
    assert file.read_text(encoding="utf-8") == template("balanced")


def test_an_unknown_template_ends_with_the_nearest_name() -> None:
    unknown = run("template", "balancd")
    assert (unknown.exit_code, unknown.stdout) == (2, "")
    assert (
        unknown.stderr
        == "template: there is no such template; got 'balancd'. Hint: did you mean 'balanced'?\n"
    )


def test_a_file_without_a_name_is_a_question(tmp_path: Path) -> None:
    asked = run("template", "--out", tmp_path / "x.yaml")
    assert asked.exit_code == 2
    assert "which one?" in asked.stderr
    assert not (tmp_path / "x.yaml").exists()
