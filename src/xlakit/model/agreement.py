"""The agreement: pure data, the same in YAML, JSON and Python."""

from __future__ import annotations

import re
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, field_validator, model_validator

from xlakit.model.base import Value
from xlakit.model.calendar_spec import CalendarSpec, zone
from xlakit.model.clauses import Amendments, Maintenances, Settlement
from xlakit.model.clock import Clock
from xlakit.model.commercial_terms import Commercials
from xlakit.model.condition import Condition
from xlakit.model.objective import Objective
from xlakit.model.quantity import TextValue
from xlakit.model.rule_terms import RuleTerms
from xlakit.model.scoring_terms import Scoring
from xlakit.model.text import Day, Integer, Name, Sequence, Texts
from xlakit.model.window import WindowKind

ALWAYS = "always"
LOWEST_ANONYMITY = 5


class Scale(TextValue):
    """An ordered answer scale ``low..high``.

    Examples
    --------
    >>> Scale.parse("1..5")
    Scale(low=1, high=5)
    >>> str(Scale.parse("-3 .. 3"))
    '-3..3'
    """

    pattern: ClassVar[str] = r"^[+-]?[0-9]{1,4}\s*\.\.\s*[+-]?[0-9]{1,4}$"
    expected: ClassVar[str] = "a scale such as 1..5"
    low: int
    high: int

    @classmethod
    def fields_of(cls, text: str) -> dict[str, Any] | None:
        """Return the ends that `text` states."""
        if not re.fullmatch(cls.pattern, text):
            return None
        low, _, high = text.partition("..")
        return {"low": int(low), "high": int(high)}

    @model_validator(mode="after")
    def _rises(self) -> Scale:
        if self.high < self.low:
            msg = "a scale rises: its first figure is the lower one"
            raise ValueError(msg)
        return self

    def __str__(self) -> str:
        return f"{self.low}..{self.high}"


def _has_two_ends(scale: Scale) -> None:
    if scale.low == scale.high:
        msg = f"the scale {scale} has one answer only"
        raise ValueError(msg)


class CsatScale(Value):
    """The satisfaction question: its scale and which answers count as satisfied. Stated, never guessed."""

    scale: Scale = Scale(low=1, high=5)
    satisfied: Scale = Scale(low=4, high=5)

    @model_validator(mode="after")
    def _satisfied_is_on_the_scale(self) -> CsatScale:
        _has_two_ends(self.scale)
        if self.scale != Scale(low=1, high=5) and "satisfied" not in self.model_fields_set:
            msg = f"'satisfied' is missing: which answers on the scale {self.scale} count as satisfied"
            raise ValueError(msg)
        if not self.scale.low <= self.satisfied.low <= self.satisfied.high <= self.scale.high:
            msg = f"'satisfied' ({self.satisfied}) reaches beyond the scale {self.scale}"
            raise ValueError(msg)
        return self


class EffortScale(Value):
    """The effort question: its scale and which end means easy."""

    scale: Scale = Scale(low=1, high=7)
    high_is: Literal["easy", "hard"] = "easy"

    @model_validator(mode="after")
    def _scale_has_two_ends(self) -> EffortScale:
        _has_two_ends(self.scale)
        return self


class SurveyTerms(Value):
    """How the surveys are to be read and who may see what of them."""

    csat: CsatScale = CsatScale()
    effort: EffortScale = EffortScale()
    confidentiality: Literal["confidential", "identified"] = "confidential"
    anonymity: Integer = 10

    @field_validator("anonymity")
    @classmethod
    def _floor(cls, value: int) -> int:
        if value < LOWEST_ANONYMITY:
            msg = f"the anonymity threshold is at least {LOWEST_ANONYMITY}"
            raise ValueError(msg)
        return value


class Metadata(Value):
    """Who agreed what, under which name."""

    name: Name
    title: str | None = None
    customer: str | None = None
    provider: str | None = None
    version: str | None = None
    description: str | None = None


class Term(Value):
    """The dates the agreement holds, first and last included, and the zone its windows are cut in.

    ``review`` is the date on which the parties look at the promises again; it changes no figure.
    """

    start: Day
    end: Day
    timezone: str = "UTC"
    review: Day | None = None

    _zone = field_validator("timezone")(zone)

    @model_validator(mode="after")
    def _runs_forward(self) -> Term:
        if self.end < self.start:
            msg = "the term ends before it starts"
            raise ValueError(msg)
        return self


class Agreement(Value):
    """A whole agreement. Immutable; two agreements are equal when they say the same."""

    apiVersion: Literal["xlakit/v1"]  # noqa: N815 - the envelope's customary spelling
    kind: Literal["Agreement"]
    metadata: Metadata
    term: Term
    window: WindowKind = "month"
    scope: Condition = {}
    priorities: dict[str, Texts] = {}
    statuses: dict[str, Texts] = {}
    surveys: SurveyTerms = SurveyTerms()
    calendars: dict[str, CalendarSpec] = {}
    maintenance: Maintenances = ()
    clocks: dict[str, Clock] = {}
    objectives: Annotated[
        tuple[Objective, ...], Sequence, Field(min_length=1, json_schema_extra={"minItems": 1})
    ]
    segments: Texts = ()
    scoring: Scoring = Scoring()
    commercials: Commercials | None = None
    settlement: Settlement = Settlement()
    amendments: Amendments = ()
    rules: RuleTerms = RuleTerms()

    def objective(self, name: str) -> Objective:
        """Return the objective of that name.

        Raises
        ------
        KeyError
            There is none.
        """
        for objective in self.objectives:
            if objective.name == name:
                return objective
        raise KeyError(name)

    def priority_of(self) -> dict[str, str]:
        """Return the map from a source's words to the agreement's priorities, each also mapping to itself."""
        return {word: name for name, words in self.priorities.items() for word in (name, *words)}
