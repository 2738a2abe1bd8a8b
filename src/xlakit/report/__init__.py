"""Results as people look at them: one summary, many renderers. Reads the model only."""

from xlakit.report.escape import clean as plain
from xlakit.report.frames import COLUMNS, to_frame
from xlakit.report.sheet import write_csv, write_frame
from xlakit.report.summary import Summary, summarize
from xlakit.report.terminal import parts
from xlakit.report.verdict import verdict
from xlakit.report.views import to_html, to_json, to_markdown, to_text

__all__ = [
    "COLUMNS",
    "Summary",
    "parts",
    "plain",
    "summarize",
    "to_frame",
    "to_html",
    "to_json",
    "to_markdown",
    "to_text",
    "verdict",
    "write_csv",
    "write_frame",
]
