from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from cli_pipeline import Pipeline

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def pipeline(monkeypatch: pytest.MonkeyPatch) -> Pipeline:
    made = Pipeline()
    made.install(monkeypatch)
    return made


@pytest.fixture
def terms(tmp_path: Path) -> Path:
    file = tmp_path / "agreement.yaml"
    file.write_text("the stand-in reads nothing", encoding="utf-8")
    return file


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "desk"
    made.mkdir()
    return made
