"""Conditions as an agreement writes them, read into the same values that Python builds."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from xlakit.rules.conditions.condition import all_of, any_of, not_
from xlakit.rules.conditions.named import objective
from xlakit.rules.conditions.shaded import shade
from xlakit.rules.conditions.side import SideIs

if TYPE_CHECKING:
    from xlakit.model.rule_terms import When
    from xlakit.rules.conditions.condition import Condition
    from xlakit.rules.conditions.side import SideName, State


def condition_of(when: When) -> Condition:
    """Return the condition that `when` writes; ``condition_of(condition.data()) == condition``.

    Examples
    --------
    >>> from xlakit.model.rule_terms import When
    >>> data = {"all_of": ["efficiency.met", {"objective": "happy-users", "outcome": "BELOW_MINIMUM"}]}
    >>> str(condition_of(When.model_validate(data)))
    'efficiency met and happy-users BELOW_MINIMUM'
    """
    if when.all_of is not None:
        return all_of(*(condition_of(part) for part in when.all_of))
    if when.any_of is not None:
        return any_of(*(condition_of(part) for part in when.any_of))
    if when.not_ is not None:
        return not_(condition_of(when.not_))
    if when.for_windows is not None and when.of is not None:
        return condition_of(when.of).for_windows(when.for_windows)
    if when.objective is not None and when.outcome is not None:
        return objective(when.objective).outcome(*when.outcome)
    if when.shade is not None:
        return shade(*when.shade)
    side, _, state = (when.word or "").partition(".")
    return SideIs(cast("SideName", side), cast("State", state))
