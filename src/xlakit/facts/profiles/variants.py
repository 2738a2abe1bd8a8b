"""Clocks on other terms, run together on one reading of the desk."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from xlakit.agreement import versions
from xlakit.facts.build import build_facts
from xlakit.model.clauses import Amendment
from xlakit.model.profiles import AS_AGREED

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from xlakit.facts.frames import Facts
    from xlakit.model import Agreement, Clock
    from xlakit.model.profiles import Profile
    from xlakit.tables import Desk

Terms = tuple["Clock", ...]
"""A clock under each version of its agreement."""

STATES = ("breached", "running", "paused", "met", "cancelled")
"""The states of a cycle, in the order in which one of them speaks for the ticket."""


@dataclass(frozen=True, slots=True)
class Variants:
    """The clocks of an agreement under profiles, each by a name of its own.

    Attributes
    ----------
    dates, agreements
        When each version of the agreement takes effect, and how it reads.
    clocks
        Name → clock under each version. The clocks as agreed have their own names; a clock on terms that are there
        already is not added again.
    """

    dates: tuple[date, ...]
    agreements: tuple[Agreement, ...]
    clocks: dict[str, tuple[str, Terms]] = field(default_factory=dict)

    @classmethod
    def of(cls, agreement: Agreement) -> Variants:
        """Return the clocks of `agreement`, as agreed."""
        every = versions(agreement)
        variants = cls(
            tuple(version.effective for version in every), tuple(version.agreement for version in every)
        )
        for name in agreement.clocks:
            variants.clocks[name] = (name, variants.terms(name, AS_AGREED))
        return variants

    def terms(self, name: str, profile: Profile) -> Terms:
        """Return the clock `name` under `profile`, in each version."""
        return tuple(profile.apply(agreement.clocks[name]) for agreement in self.agreements)

    def add(self, name: str, profile: Profile) -> str:
        """Add the clock `name` under `profile`, and return what it is called here."""
        terms = self.terms(name, profile)
        for known, clock in self.clocks.items():
            if clock == (name, terms):
                return known
        called = f"{name} as {profile.title}"
        while called in self.clocks:
            called += "'"
        self.clocks[called] = (name, terms)
        return called

    def agreement(self) -> Agreement:
        """Return the agreement with all these clocks, and with amendments that change them as theirs did."""
        first, *later = (
            {called: terms[place] for called, (_, terms) in self.clocks.items()}
            for place in range(len(self.dates))
        )
        amendments = tuple(
            Amendment(effective=effective, set=_texts(agreement, clocks))
            for effective, agreement, clocks in zip(self.dates[1:], self.agreements[1:], later, strict=True)
        )
        return self.agreements[0].model_copy(update={"clocks": first, "amendments": amendments})

    def run(self, desk: Desk, as_of: datetime | None, names: Iterable[str] | None = None) -> Facts:
        """Return the facts of the desk with these clocks; only those of `names` run, where they are stated."""
        return build_facts(desk, self.agreement(), as_of=as_of, clocks=names, needed=())


def verdicts(cycles: pl.DataFrame) -> pl.DataFrame:
    """Return ticket_id, clock, verdict and elapsed: one row a ticket and clock.

    Examples
    --------
    >>> cycles = pl.DataFrame(
    ...     {
    ...         "ticket_id": ["1", "1", "2"],
    ...         "clock": ["fix", "fix", "fix"],
    ...         "cycle": [1, 2, 1],
    ...         "state": ["breached", "met", "cancelled"],
    ...         "elapsed": [9, 1, None],
    ...     }
    ... )
    >>> verdicts(cycles).rows()
    [('1', 'fix', 'breached', 9), ('2', 'fix', 'cancelled', None)]
    """
    rank = pl.col("state").replace_strict(STATES, range(len(STATES)), return_dtype=pl.Int64)
    place = pl.when(pl.col("state") == "breached").then("cycle").otherwise(-pl.col("cycle"))
    return (
        cycles.with_columns(rank=rank, place=place)
        .sort("ticket_id", "clock", "rank", "place")
        .unique(["ticket_id", "clock"], keep="first", maintain_order=True)
        .select("ticket_id", "clock", verdict="state", elapsed="elapsed")
    )


def _texts(agreement: Agreement, clocks: dict[str, Clock]) -> dict[str, object]:
    """Return what an amendment sets: these clocks and the calendars of `agreement`, as a file writes them."""
    stated: dict[str, object] = {}
    for name, values in (("clocks", clocks), ("calendars", agreement.calendars)):
        if values:
            stated[name] = {
                key: value.model_dump(mode="json", by_alias=True, exclude_unset=True)
                for key, value in values.items()
            }
    return stated
