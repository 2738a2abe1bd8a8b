from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import xlakit

SOURCE = Path(xlakit.__file__).parent
HEAVY = (
    "polars",
    "pandas",
    "pyarrow",
    "duckdb",
    "typer",
    "rich",
    "scipy",
    "narwhals",
    "holidays",
    "numpy",
    "pydantic",
)


def imported_after(statement: str) -> set[str]:
    code = f"import sys; {statement}; print(' '.join(name for name in {HEAVY!r} if name in sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(run.stdout.split())


def test_every_public_name_exists_and_is_listed_in_order() -> None:
    assert sorted(xlakit.__all__) == list(xlakit.__all__)
    for name in xlakit.__all__:
        assert getattr(xlakit, name) is not None, name
    assert set(xlakit._HOMES) | {"__version__"} == set(xlakit.__all__)


def test_what_is_not_public_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'evalute'"):
        xlakit.evalute  # noqa: B018 - the access is the test


@pytest.mark.parametrize("name", ["evaluate", "facts"])
def test_a_package_that_is_also_a_function_can_be_called_however_it_was_imported(name: str) -> None:
    for statement in (f"import xlakit.{name}", f"from xlakit import {name}", "import xlakit"):
        code = f"{statement}; import xlakit; assert callable(xlakit.{name}), xlakit.{name}"
        subprocess.run([sys.executable, "-c", code], check=True)


def test_importing_xlakit_imports_no_library() -> None:
    assert imported_after("import xlakit") == set()


def test_reading_an_agreement_needs_no_table() -> None:
    assert imported_after("import xlakit.agreement") <= {"pydantic"}


def test_the_command_line_starts_without_tables() -> None:
    assert "polars" not in imported_after("import xlakit.cli")


def test_no_optional_library_is_imported_by_the_main_job() -> None:
    job = (
        "import xlakit as xk;"
        "desk = xk.Desk(tickets=[{'ticket_id': '1', 'opened_at': '2026-03-02T09:00Z', 'resolved_at': None}]);"
        "xk.facts(desk)"
    )
    assert imported_after(job).isdisjoint({"pandas", "pyarrow", "duckdb", "typer", "rich"})


def test_every_package_lists_its_public_names_in_order() -> None:
    import importlib

    for folder in sorted(SOURCE.iterdir()):
        if (folder / "__init__.py").exists() and folder.name != "cli":
            package = importlib.import_module(f"xlakit.{folder.name}")
            names = list(package.__all__)
            assert len(names) == len(set(names)), folder.name  # their order is the linter's (RUF022)
            assert all(hasattr(package, name) for name in names), folder.name


def test_no_file_has_outgrown_its_room() -> None:
    long = {path.name: len(path.read_text().splitlines()) for path in SOURCE.rglob("*.py")}
    assert {name: lines for name, lines in long.items() if lines > 400} == {}
