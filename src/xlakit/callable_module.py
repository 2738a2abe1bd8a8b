"""A package that is also the public function of its name: ``xk.facts(desk)`` and ``xlakit.facts.Facts``.

The import system binds a subpackage to its parent's attribute, over any function of the same name and at a
time nobody controls. So where the public surface gives a function the name of a package, the package itself
is callable.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def make_callable(name: str, function: Callable[..., Any]) -> None:
    """Let the imported module `name` be called as `function`."""
    module = sys.modules[name]
    kind = type("CallableModule", (ModuleType,), {"__call__": staticmethod(function)})
    module.__class__ = kind
