"""An estimate whose strata count as much as they should, not as much as they answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from xlakit.errors import DataError, message
from xlakit.stats import arguments
from xlakit.stats.weighting.design_effect import design_effect
from xlakit.stats.weighting.stratified import stratified
from xlakit.stats.weighting.stratum import read

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence
    from typing import Any

    from xlakit.model import Estimate
    from xlakit.stats.weighting.stratum import Stratum

WITHOUT = ("leave_out", "refuse")


@dataclass(frozen=True, slots=True)
class Poststratified:
    """A post-stratified estimate and what it took.

    Attributes
    ----------
    estimate
        The weighted value with its interval. From integer sums its ``exact`` is the weighted value to the
        last digit.
    standard_error
        In the unit of the value; None where a stratum's single answer says nothing of its spread.
    raw
        The unweighted value of the same answers.
    deff
        Kish's design effect of the weights: answers divided by it are the answers they are worth.
    left_out, left_out_share
        Strata without an answer, which the value does not speak of, and their share of the population.
    """

    estimate: Estimate
    standard_error: float | None
    raw: float | None
    deff: float | None
    left_out: tuple[Hashable, ...]
    left_out_share: float

    @property
    def value(self) -> float | None:
        """The weighted value."""
        return self.estimate.value


def poststratify(
    strata: Mapping[Hashable, Stratum | Mapping[str, Any] | Sequence[Any]]
    | Iterable[Stratum | Mapping[str, Any] | Sequence[Any]],
    *,
    without_answers: Literal["leave_out", "refuse"] = "leave_out",
    quantum: Decimal | int = Decimal(1),
    level: float = 0.95,
) -> Poststratified:
    """Return the share or the mean that the strata give when each counts by its population.

    Parameters
    ----------
    strata
        By name, or just one after the other. Each is a `Stratum`, a mapping with its fields, or a tuple:
        ``(tickets, answers, hits)``, ``(tickets, answers, sum, sum of squares)``, or with a float in third
        place ``(tickets, answers, share)``, ``(tickets, answers, mean, variance)``. All of one kind.
    without_answers
        A stratum that has tickets but no answer: ``leave_out`` (default) lets the value speak of the other
        strata only, and says so in the result; ``refuse`` raises. It is never given its neighbours' value.
    quantum
        What one unit of a mean's sums is worth in the unit of the result; 100 for a net share.
    level
        Confidence of the two-sided interval.

    Raises
    ------
    DataError
        A stratum that cannot be, answers without a population, shares mixed with means, or a stratum
        without answers where they are refused.

    Notes
    -----
    ``Σ W_h x_h`` with ``Var = Σ W_h² s_h²/n_h``; s² is ``p(1 - p)`` for shares, the sample variance for
    means. Shares: Wilson's limits of the strata, joined by Zou and Donner's rule (Statistics in Medicine 27,
    2008), so that strata whose answers all agree keep a width. Means: t with Satterthwaite's degrees of
    freedom. Answers are taken as independent. It repairs what the strata explain and nothing else: see
    `break_even_shift` and `manski_bounds`.

    Examples
    --------
    >>> found = poststratify({"fast": (500, 30, 18), "slow": (500, 170, 153)})
    >>> found.value, found.raw, round(found.standard_error, 6), round(found.deff, 6)
    (0.75, 0.855, 0.046177, 1.960784)
    >>> found = poststratify({"fast": (500, 30, 18), "slow": (300, 0, 0), "new": (0, 0, 0)})
    >>> found.value, found.left_out, found.left_out_share
    (0.6, ('slow',), 0.375)
    >>> poststratify([]).value is None
    True
    """
    arguments.one_of("poststratify.without_answers", without_answers, WITHOUT)
    level, quantum = arguments.confidence(level), arguments.unit("poststratify", quantum)
    given_strata = strata if isinstance(strata, Mapping) else arguments.each("poststratify.strata", strata)
    named = given_strata.items() if isinstance(given_strata, Mapping) else enumerate(given_strata)
    every = [read(given, name) for name, given in named]
    silent = [stratum for stratum in every if stratum.population and not stratum.answers]
    if silent and without_answers == "refuse":
        raise DataError(
            message(
                "poststratify",
                "has strata without an answer",
                got=str([stratum.name for stratum in silent]),
                hint="join them with a stratum that resembles them, or without_answers='leave_out'",
            )
        )
    known = [stratum for stratum in every if stratum.answers]
    if len({stratum.hits for stratum in known}) > 1:
        raise DataError(
            message("poststratify", "mixes shares with means", hint="give squares to all strata or to none")
        )
    if len({type(stratum.value) for stratum in known}) > 1:
        raise DataError(
            message("poststratify", "mixes whole sums with shares", hint="give every stratum in one form")
        )
    estimate, error = stratified(known, quantum, level)
    answers = sum(stratum.answers for stratum in known)
    raw = sum((Fraction(stratum.value) * stratum.answers for stratum in known), Fraction(0))
    everyone = sum(stratum.population for stratum in every)
    return Poststratified(
        estimate=estimate,
        standard_error=error,
        raw=float(raw / answers * Fraction(quantum)) if answers else None,
        deff=design_effect(
            [stratum.population / stratum.answers for stratum in known],
            [stratum.answers for stratum in known],
        ),
        left_out=tuple(stratum.name for stratum in silent),
        left_out_share=sum(stratum.population for stratum in silent) / everyone if everyone else 0.0,
    )
