"""Step 13, earn-back: credits that later performance wins back, never more than was paid."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from xlakit.model import Outcome
from xlakit.scoring import whole_units

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xlakit.model import Window
    from xlakit.model.clauses import RoundingMode
    from xlakit.model.commercial_terms import EarnBack
    from xlakit.settlement.mark import Mark


@dataclass(slots=True, eq=False)
class Claim:
    """A credit that may come back.

    Attributes
    ----------
    name, category
        The objective it was paid for, and its category.
    window
        The window it was paid for.
    base, paid
        What of it counts, and what was paid, in minor units.
    good
        Good windows since.
    tranches, back
        How many parts of it have come back, and how much that was.
    """

    name: str
    category: str
    window: Window
    base: Fraction
    paid: int
    good: int = 0
    tranches: int = 0
    back: int = 0

    def take(self, part: Fraction, mode: RoundingMode) -> int:
        """Return what comes back of `part` in whole minor units: never more than is left of what was paid.

        Examples
        --------
        >>> from datetime import date
        >>> from xlakit.model import windows
        >>> march = windows("month", date(2026, 3, 1), date(2026, 3, 1), "UTC")[0]
        >>> claim = Claim("fix", "", march, Fraction(7), 7)
        >>> [claim.take(Fraction(7, 2), "half_up") for _ in range(2)]
        [4, 3]
        """
        found = min(whole_units(part.numerator, part.denominator, mode), self.paid - self.back)
        self.back += found
        self.tranches += 1
        return found


@dataclass(slots=True)
class Claims:
    """The credits that may come back, by objective, oldest first."""

    open: dict[str, list[Claim]] = field(default_factory=dict)

    def add(self, claim: Claim) -> None:
        """Remember one more."""
        self.open.setdefault(claim.name, []).append(claim)

    def after(self, mark: Mark, terms: EarnBack, mode: RoundingMode) -> list[tuple[Claim, int]]:
        """Return which claims a window of their objective completes, and what comes back of each, in minor units.

        A failure ends a claim; a window that is excused or not measured neither counts nor ends it.
        """
        done: list[tuple[Claim, int]] = []
        stays = []
        for claim in self.open.pop(mark.name, ()):
            if claim.window.end > mark.window.start:
                stays.append(claim)
                continue
            if mark.outcome.kept is not None:
                if not _is_good(mark, terms):
                    continue
                claim.good += 1
            part = _part(claim, terms)
            if part:
                done.append((claim, claim.take(part, mode)))
            if not (part and _is_last(claim, terms)):
                stays.append(claim)
        if stays:
            self.open[mark.name] = stays
        return done

    def at_year_end(
        self, terms: EarnBack, marks: Sequence[Mark], mode: RoundingMode
    ) -> list[tuple[Claim, int]]:
        """Return what comes back of the year's credits of one objective: all, where its mean reached the level.

        Parameters
        ----------
        marks
            The windows of the objective in the contract year, oldest first.
        """
        windows = {mark.window.label for mark in marks}
        mine = [claim for claim in self.open.pop(marks[0].name, ()) if claim.window.label in windows]
        if not mine or not _kept_on_average(marks, weighted=terms.average == "volume_weighted"):
            return []
        return [(claim, claim.take(claim.base * terms.share.exact, mode)) for claim in mine]


def _is_good(mark: Mark, terms: EarnBack) -> bool:
    if terms.needs == "met":
        return bool(mark.outcome.kept)
    if mark.levels.stretch is not None or mark.value is None:
        return mark.outcome is Outcome.EXCEEDED
    level = mark.levels.expected
    return bool(mark.outcome.kept) and mark.value.exact != level.exact and level.holds(mark.value)


def _part(claim: Claim, terms: EarnBack) -> Fraction:
    if terms.form == "E4":
        due = claim.good // terms.windows > claim.tranches and claim.good > 0
        return claim.base * terms.share.exact / 2 if due else Fraction(0)
    return claim.base * terms.share.exact if claim.good == terms.windows else Fraction(0)


def _is_last(claim: Claim, terms: EarnBack) -> bool:
    return claim.tranches >= (2 if terms.form == "E4" else 1)


def _kept_on_average(marks: Iterable[Mark], *, weighted: bool) -> bool:
    """Return whether the mean of a year's windows is at or above the level that held in the last of them."""
    measured = [mark for mark in marks if mark.value is not None]
    if not measured:
        return False
    weights = [Fraction(mark.volume) if weighted else Fraction(1) for mark in measured]
    whole = sum(weights, Fraction(0))
    if not whole:
        return False
    pairs = zip(measured, weights, strict=True)
    mean = (
        sum((mark.value.exact * weight for mark, weight in pairs if mark.value is not None), Fraction(0))
        / whole
    )
    level = measured[-1].levels.expected
    return mean >= level.exact if level.higher else mean <= level.exact
