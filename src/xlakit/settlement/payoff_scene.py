"""The scene of a payoff: one window, the objective whose figure varies, and results for all that stand still."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from xlakit.errors import DataError, message, near_miss
from xlakit.model.payoff import figure_of
from xlakit.model.results import Result, Results
from xlakit.scoring import Course
from xlakit.settlement.front_door import Around, settle_marks
from xlakit.settlement.measured import read_results
from xlakit.settlement.placing import TermWindows
from xlakit.settlement.supposed import FINE, parts_of, with_terms

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction

    from xlakit.agreement import Version
    from xlakit.model import Agreement, Levels, Objective, Statement, Window
    from xlakit.settlement.charges import Invoiced
    from xlakit.settlement.mark import Span

Others = Literal["met"] | Mapping[str, object]
BY_HAND: dict[str, object] = {"adjustments": ()}
"""Lines made by hand are left out: no figure moves them."""


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """What stands still while the figure of one objective varies.

    Attributes
    ----------
    held, fine
        The versions of the agreement; the same with amounts that are hardly rounded.
    name, objective, levels
        What varies: its name with its part, and its terms and levels in the window.
    window, number
        The window, and the version that holds in it.
    rows
        The results of the others.
    volume
        Records the figure rests on; None where the figure is stated by itself.
    invoices
        What was invoiced, where charges are those of the table.
    """

    held: Sequence[Version]
    fine: Sequence[Version]
    name: str
    objective: Objective
    levels: Levels
    window: Window
    number: int
    rows: tuple[Result, ...]
    volume: int | None
    invoices: Invoiced

    def settled(self, figure: Fraction, *, fine: bool = False) -> Statement:
        """Return the statement of the window if the figure of the objective is this one."""
        held = self.fine if fine else self.held
        good = None if self.volume is None else self._count(figure, self.volume)
        own = Result(self.name, self.window.label, good, self.volume, figure if self.volume is None else None)
        reading = read_results(Results((own, *self.rows)), held, self.window.end)
        around = Around(as_of=reading.as_of, invoices=self.invoices)
        return settle_marks(held, reading.marks, around)

    def _count(self, figure: Fraction, volume: int) -> int:
        whole = figure * volume
        if whole.denominator != 1 or not 0 <= whole <= volume:
            what = f"no whole number of {volume} records comes to this figure"
            near = min(max(round(whole), 0), volume)
            raise DataError(message("payoff", what, got=str(figure), hint=f"{near}/{volume}"))
        return int(whole)


def scene(
    agreement: Agreement,
    held: Sequence[Version],
    name: str,
    *,
    window: str | None,
    volume: int | None,
    others: Others,
    invoices: Invoiced,
) -> Scene:
    """Return the scene of a payoff.

    Raises
    ------
    DataError
        The objective, its part, the window or an objective among `others` is not one of the agreement.
    """
    term = TermWindows(held)
    at, number, span, objective = _place(agreement, held, term, name, window)
    part = _part(objective, name, held[number].agreement)
    stated = objective.levels_for(part)
    if stated is None:
        hint = ", ".join(objective.levels)
        raise DataError(message("payoff", "has no levels for this part", got=name, hint=hint))
    if volume is None and objective.gate is not None:
        what = f"its gate {objective.gate} decides on an interval, which a figure alone has not"
        raise DataError(message(f"payoff: {name}", what, hint="state volume="))
    levels = Course(held[0].agreement.term.start).levels(objective, stated, at)
    return Scene(
        held=tuple(with_terms(version, BY_HAND) for version in held),
        fine=tuple(with_terms(version, {**BY_HAND, "minor_unit": FINE}) for version in held),
        name=name,
        objective=objective,
        levels=levels,
        window=at,
        number=number,
        rows=tuple(_standing(held[number].agreement, number, term, span, name, others)),
        volume=volume,
        invoices=invoices,
    )


def _place(
    agreement: Agreement, held: Sequence[Version], term: TermWindows, name: str, label: str | None
) -> tuple[Window, int, Span, Objective]:
    """Return the window with its version and span, and the objective as that version states it."""
    base = name.split("/", 1)[0]
    known = {item.name: item for version in held for item in version.agreement.objectives}
    if base not in known:
        hint = near_miss(base, known) or ", ".join(known)
        raise DataError(message("payoff", "there is no such objective", got=name, hint=hint))
    for number, version in enumerate(held):
        mine = next((item for item in version.agreement.objectives if item.name == base), None)
        kind = None if mine is None else mine.window or version.agreement.window
        for found, holds, span in term.of(kind) if kind is not None else ():
            chosen = label == found.label if label is not None else _pays(agreement, held, span)
            if mine is not None and holds == number and chosen:
                return found, number, span, mine
    hint = "one of the term, such as " + held[0].agreement.term.start.strftime("%Y-%m")
    raise DataError(message(f"payoff: {name}", "there is no such window", got=str(label), hint=hint))


def _pays(agreement: Agreement, held: Sequence[Version], span: Span) -> bool:
    """Whether the burn-in is over in a window."""
    start, terms = held[0].agreement.term.start, agreement.commercials
    months = (span.first.year - start.year) * 12 + span.first.month - start.month
    return terms is None or months >= terms.burn_in


def _part(objective: Objective, name: str, agreement: Agreement) -> str | None:
    _, _, part = name.partition("/")
    if objective.each is None and part:
        raise DataError(
            message("payoff", "the objective has no parts", got=name, hint=f"write {objective.name}")
        )
    if objective.each is not None and not part:
        parts = parts_of(objective, agreement)
        hint = f"write {objective.name}/{parts[0] if parts else '…'}"
        raise DataError(
            message("payoff", f"the objective is judged by {objective.each}", got=name, hint=hint)
        )
    return part or None


def _standing(
    agreement: Agreement, number: int, term: TermWindows, span: Span, name: str, others: Others
) -> Iterator[Result]:
    """Yield a result for every other objective in every window of its own that lies in the window looked at."""
    figures = {} if isinstance(others, str) else {key: figure_of(value) for key, value in others.items()}
    found = [
        (full, objective, part)
        for objective in agreement.objectives
        for part in ((None,) if objective.each is None else parts_of(objective, agreement))
        for full in (objective.name if part is None else f"{objective.name}/{part}",)
        if full != name
    ]
    for unknown in sorted(set(figures) - {full for full, _, _ in found}):
        hint = near_miss(unknown, [full for full, _, _ in found])
        raise DataError(message("payoff: others", "there is no such other objective", got=unknown, hint=hint))
    for full, objective, part in found:
        levels = objective.levels_for(part)
        course = Course(term.held[0].agreement.term.start)
        for window, holds, own in term.of(objective.window or agreement.window):
            if levels is None or holds != number or not (own == span or span.holds(own)):
                continue
            level = course.levels(objective, levels, window).expected.exact
            yield Result(full, window.label, value=figures.get(full, level))
