"""Text → agreement, with every mistake found at once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlakit.agreement.amendments import amended, amendment_places
from xlakit.agreement.json_tree import json_tree
from xlakit.agreement.levels import levels_and_weights
from xlakit.agreement.money_figures import money_figures
from xlakit.agreement.money_references import money_references
from xlakit.agreement.references import names_and_words
from xlakit.agreement.source import TEXT, from_text
from xlakit.agreement.tree import Fault, problems
from xlakit.agreement.validate import validate
from xlakit.agreement.yaml_tree import yaml_tree
from xlakit.errors import AgreementError

if TYPE_CHECKING:
    from xlakit.agreement.source import Source
    from xlakit.agreement.tree import Node
    from xlakit.errors import Problem
    from xlakit.model import Agreement

_LOOKS_LIKE_JSON = re.compile(r'\s*\{\s*["}]')


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading a source found: the tree, the mistakes, and the agreement when there are none."""

    file: str
    tree: Node | None
    faults: tuple[Fault, ...]
    agreement: Agreement | None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The mistakes with their lines, one a place, in the order of the file."""
        return problems(self.file, self.tree, self.faults)


def parse(text: str, file: str = TEXT) -> Agreement:
    """Return the agreement that `text` says. The catalogue of metrics is not asked; ``load_agreement`` does.

    Parameters
    ----------
    text
        YAML or JSON, at most 1 MiB. A `file` that ends in ``.json`` promises JSON; otherwise text that
        looks like JSON is read as JSON, and everything else as YAML.
    file
        What messages call it. It is not opened.

    Raises
    ------
    AgreementError
        With every mistake found, in the order of the lines.

    Examples
    --------
    >>> parse("kind: Agrement", "desk.yaml")
    Traceback (most recent call last):
        ...
    xlakit.errors.AgreementError: desk.yaml:1: apiVersion: is missing.
    desk.yaml:1: kind: is not 'Agreement'; got 'Agrement'. Hint: did you mean 'Agreement'?
    desk.yaml:1: metadata: is missing.
    desk.yaml:1: objectives: is missing.
    desk.yaml:1: term: is missing.
    """
    reading = examine(from_text(text, file))
    if reading.agreement is None:
        raise AgreementError(reading.problems)
    return reading.agreement


def examine(source: Source) -> Reading:
    """Return everything that reading `source` finds. Raises nothing."""
    tree, faults = _tree(source)
    if tree is None or not tree.entries:
        faults = faults or [Fault((), "a mapping is expected, with the key apiVersion first")]
        return Reading(source.file, tree, tuple(faults), None)
    agreement, found = _whole(tree)
    faults += found
    if not faults:
        faults += amended(tree, lambda changed: _whole(changed)[1])
    return Reading(source.file, tree, tuple(faults), None if faults else agreement)


def _whole(tree: Node) -> tuple[Agreement | None, list[Fault]]:
    agreement, faults = validate(tree)
    checks = (names_and_words, levels_and_weights, money_references, money_figures, amendment_places)
    return agreement, [*faults, *(fault for check in checks for fault in check(tree))]


def _tree(source: Source) -> tuple[Node | None, list[Fault]]:
    if source.format == "json":
        return json_tree(source.text)
    if source.format is None and _LOOKS_LIKE_JSON.match(source.text):
        tree, faults = json_tree(source.text)
        if tree is not None:
            return tree, faults
        # `{"a": b}` is YAML in flow style; only what is neither is told what JSON expects.
        other, others = yaml_tree(source.text)
        return (other, others) if other is not None else (None, faults)
    return yaml_tree(source.text)
