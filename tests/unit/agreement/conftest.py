"""The file whose lines the tests count, and a way to damage it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from xlakit.agreement import Source, examine

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlakit.errors import Problem

AGREEMENTS = Path(__file__).parents[2] / "data" / "agreements"


@pytest.fixture(scope="session")
def agreements() -> Path:
    return AGREEMENTS


@pytest.fixture(scope="session")
def numbered() -> str:
    return (AGREEMENTS / "numbered.yaml").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def damaged(numbered: str) -> Callable[..., tuple[Problem, ...]]:
    """Return the problems of the numbered file after each (old, new) was replaced once."""

    def problems(*changes: tuple[str, str]) -> tuple[Problem, ...]:
        text = numbered
        for old, new in changes:
            assert text.count(old) >= 1, f"{old!r} is not in the file"
            text = text.replace(old, new, 1)
        return examine(Source(text, "desk.yaml")).problems

    return problems
