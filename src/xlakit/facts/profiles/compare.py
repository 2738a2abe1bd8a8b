"""Every clock of an agreement as agreed and as each product would judge it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from xlakit.errors import MeasureError, message
from xlakit.facts.profiles.comparison import Comparison
from xlakit.facts.profiles.variants import Variants, verdicts
from xlakit.facts.profiles.why import with_reasons
from xlakit.model.profiles import AS_AGREED, Profile, profile

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from xlakit.model import Agreement
    from xlakit.tables import Desk

KEYS = ("ticket_id", "clock")


def compare_profiles(
    desk: Desk,
    agreement: Agreement,
    profiles: Iterable[Profile | str],
    *,
    as_of: datetime | None = None,
) -> Comparison:
    """Return the verdict of every clock on every ticket, as agreed and under each profile.

    A profile changes the conventions of the agreement's clocks, not their calendars and limits; see
    ``Profile.choices`` for what a product documents and what it leaves open.

    Parameters
    ----------
    desk, agreement
        The records, and the promise.
    profiles
        Names (``servicenow``, ``zendesk``, ``jira``) or profiles of your own. The clocks as agreed always come first.
    as_of
        Aware instant; the last instant in the records unless stated.

    Raises
    ------
    MeasureError
        There is no such profile, or two of them have the same name.
    DataError, CalendarError
        As `build_facts`.

    Examples
    --------
    >>> from xlakit.model import Agreement
    >>> from xlakit.tables import Desk
    >>> agreement = Agreement.model_validate(
    ...     {
    ...         "apiVersion": "xlakit/v1",
    ...         "kind": "Agreement",
    ...         "metadata": {"name": "small"},
    ...         "term": {"start": "2026-01-01", "end": "2026-12-31"},
    ...         "clocks": {"fix": {"stop": "resolved", "within": "4h"}},
    ...         "objectives": [
    ...             {"name": "fix", "metric": {"name": "within", "clock": "fix"}, "expected": {"at_least": "90%"}}
    ...         ],
    ...     }
    ... )
    >>> monday = {"opened_at": "2026-03-02T09:00Z"}
    >>> desk = Desk(
    ...     tickets=[
    ...         {**monday, "ticket_id": "1", "resolved_at": "2026-03-02T13:00Z"},
    ...         {**monday, "ticket_id": "2", "resolved_at": "2026-03-02T10:00Z"},
    ...         {**monday, "ticket_id": "3", "resolved_at": None},
    ...     ]
    ... )
    >>> found = compare_profiles(desk, agreement, ["servicenow", "jira"])
    >>> found.frame.select("ticket_id", "as_agreed", "servicenow", "jira", "differs").rows()[:2]
    [('1', 'met', 'breached', 'met', True), ('2', 'met', 'met', 'met', False)]
    >>> found.frame.select("as_agreed", "servicenow", "as_agreed_elapsed").row(2)
    ('running', 'breached', datetime.timedelta(seconds=14400))
    >>> found.differing["why"][0]
    'ServiceNow: exactly the limit (a breach: 100 % is reached)'
    """
    chosen = _chosen(profiles)
    variants = Variants.of(agreement)
    names = {(name, item.name): variants.add(name, item) for item in chosen for name in agreement.clocks}
    facts = variants.run(desk, as_of)
    frame = _side_by_side(verdicts(facts.cycles), names, list(agreement.clocks), chosen)
    rows = frame.filter("differs").drop("differs")
    return Comparison(
        as_of=facts.as_of,
        profiles=chosen,
        frame=frame,
        differing=with_reasons(desk, agreement, rows, chosen[1:], facts.as_of),
        summary=_summary(frame, list(agreement.clocks), chosen),
        notes=facts.notes,
    )


def _chosen(profiles: Iterable[Profile | str]) -> tuple[Profile, ...]:
    asked = [profiles] if isinstance(profiles, str | Profile) else profiles
    found = [profile(item) if isinstance(item, str) else item for item in asked]
    chosen = (AS_AGREED, *(item for item in found if item != AS_AGREED))
    taken: set[str] = set()
    for item in chosen:
        clash = {item.name, f"{item.name}_elapsed"} & {*taken, *KEYS, "differs", "why"}
        if clash:
            raise MeasureError(
                message(
                    "profiles", "two columns would have one name", got=min(clash), hint="rename a profile"
                )
            )
        taken |= {item.name, f"{item.name}_elapsed"}
    return chosen


def _side_by_side(
    verdict: pl.DataFrame,
    names: Mapping[tuple[str, str], str],
    clocks: Sequence[str],
    chosen: Sequence[Profile],
) -> pl.DataFrame:
    """Return one row a ticket and clock with the verdict of each profile."""
    columns = [
        pl.concat(
            [
                verdict.filter(pl.col("clock") == names[name, item.name]).with_columns(clock=pl.lit(name))
                for name in clocks
            ]
            or [verdict]
        ).rename({"verdict": item.name, "elapsed": f"{item.name}_elapsed"})
        for item in chosen
    ]
    frame = pl.concat([part.select(KEYS) for part in columns]).unique()
    for part in columns:
        frame = frame.join(part, on=KEYS, how="left")
    agreed, *others = (pl.col(item.name) for item in chosen)
    differs = [other.ne_missing(agreed) for other in others] or [pl.lit(value=False)]
    order = pl.col("clock").replace_strict(list(clocks), range(len(clocks)), return_dtype=pl.Int64)
    return frame.sort("ticket_id", order).with_columns(differs=pl.any_horizontal(differs))


def _summary(frame: pl.DataFrame, clocks: Sequence[str], chosen: Sequence[Profile]) -> pl.DataFrame:
    rows = []
    for name in clocks:
        own = frame.filter(pl.col("clock") == name)
        for item in chosen:
            states = own.get_column(item.name)
            met, breached = (int((states == word).sum()) for word in ("met", "breached"))
            rows.append(
                {
                    "clock": name,
                    "profile": item.name,
                    "met": met,
                    "decided": met + breached,
                    "attainment": met / (met + breached) if met + breached else None,
                    "breached": breached,
                    "undecided": int(states.is_in(["running", "paused"]).sum()),
                    "cancelled": int((states == "cancelled").sum()),
                }
            )
    return pl.DataFrame(
        rows,
        schema={
            "clock": pl.String,
            "profile": pl.String,
            "met": pl.Int64,
            "decided": pl.Int64,
            "attainment": pl.Float64,
            "breached": pl.Int64,
            "undecided": pl.Int64,
            "cancelled": pl.Int64,
        },
    )
