"""Every block of Python in README and docs is run, each file from top to bottom in an empty folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
LOG = "uci_incident_event_log.csv.gz"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_block_runs(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    # The recipe speaks of a file the reader has at hand; this one stands in for it.
    Path(LOG).symlink_to(ROOT / "tests" / "data" / LOG)
    document = Sybil(parsers=[PythonCodeBlockParser()]).parse(page)
    for example in document.examples():
        example.evaluate()


def test_the_agreement_of_the_readme_loads() -> None:
    import re

    import xlakit as xk

    (text,) = re.findall(r"```yaml\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    assert xk.check(xk.load_agreement(text)).classification == "XLA"
