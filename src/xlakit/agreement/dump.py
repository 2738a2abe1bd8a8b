"""Agreement → text that reads back as the same agreement."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from xlakit.model import Agreement

_WIDTH = 110
_PLAIN = {
    "tag:yaml.org,2002:timestamp": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    "tag:yaml.org,2002:int": re.compile(r"-?[1-9][0-9]{0,14}|0"),
}


def dump(agreement: Agreement) -> str:
    """Return `agreement` as YAML, with what it states and without what it leaves to the defaults.

    ``parse(dump(agreement)) == agreement``. Texts that another YAML reader could take for something else
    (``NO``, ``08:00``, ``0.10``) are quoted. For JSON: ``agreement.model_dump_json()``.

    Examples
    --------
    >>> from xlakit.model import Agreement, Level, MetricRef, Objective
    >>> promise = Objective(
    ...     name="happy", metric=MetricRef(name="csat"), expected=Level.model_validate({"at_least": "85%"})
    ... )
    >>> term = {"start": "2026-01-01", "end": "2026-12-31"}
    >>> print(dump(Agreement(
    ...     apiVersion="xlakit/v1", kind="Agreement", metadata={"name": "demo"}, term=term, objectives=[promise]
    ... )), end="")
    apiVersion: xlakit/v1
    kind: Agreement
    metadata: {name: demo}
    term: {start: 2026-01-01, end: 2026-12-31}
    objectives:
    - name: happy
      metric: csat
      expected: {at_least: 85%}
    """
    value = agreement.model_dump(mode="json", by_alias=True, exclude_unset=True)
    return yaml.dump(
        value,
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        default_flow_style=None,
        width=_WIDTH,
    )


class _Dumper(yaml.SafeDumper):
    """Repeats a value instead of pointing at it, and leaves dates and whole numbers unquoted."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ANN401, ARG002 - PyYAML's signature
        return True

    def represent_text(self, text: str) -> yaml.ScalarNode:
        for tag, pattern in _PLAIN.items():
            if pattern.fullmatch(text):
                return self.represent_scalar(tag, text)
        # PyYAML writes some line breaks (NEL, for one) as they are, and then reads them as spaces.
        style = None if text.isprintable() else '"'
        return self.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _Dumper.represent_text)
