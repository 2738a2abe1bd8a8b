"""What an agreement says of rules: those the parties wrote themselves, and those they do not want to hear."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    SerializerFunctionWrapHandler,
    WithJsonSchema,
    field_validator,
    model_serializer,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue  # noqa: TC002 - pydantic reads the annotation at run time
from pydantic_core import CoreSchema  # noqa: TC002 - as above

from xlakit.model.base import Value
from xlakit.model.finding import Severity, Shade
from xlakit.model.text import Integer, Sequence, as_list

RESERVED = "XLA"
CODE_PATTERN = r"^[A-Z]{2,12}[0-9]{3}$"
SIDES = ("efficiency", "experience", "observed", "combined")
STATES = ("met", "missed", "unmeasured")
WORDS = tuple(f"{side}.{state}" for side in SIDES for state in STATES)
"""The conditions that are one word: ``efficiency.met``."""

LONGEST_RUN = 60

Word = Literal[
    "efficiency.met",
    "efficiency.missed",
    "efficiency.unmeasured",
    "experience.met",
    "experience.missed",
    "experience.unmeasured",
    "observed.met",
    "observed.missed",
    "observed.unmeasured",
    "combined.met",
    "combined.missed",
    "combined.unmeasured",
]
JudgedOutcome = Literal["EXCEEDED", "MET", "BELOW_EXPECTED", "BELOW_MINIMUM", "NOT_MEASURED", "EXCUSED"]
_FORMS = ("word", "all_of", "any_of", "not_", "for_windows", "objective", "shade")
_TOGETHER = {"objective": "outcome", "for_windows": "of"}


def _one_or_more(choices: tuple[str, ...]) -> WithJsonSchema:
    one = {"type": "string", "enum": list(choices)}
    return WithJsonSchema({"anyOf": [one, {"type": "array", "items": one, "minItems": 1}]})


Outcomes = Annotated[
    tuple[JudgedOutcome, ...],
    BeforeValidator(as_list),
    Field(min_length=1),
    _one_or_more(("EXCEEDED", "MET", "BELOW_EXPECTED", "BELOW_MINIMUM", "NOT_MEASURED", "EXCUSED")),
]
Shades = Annotated[
    tuple[Shade, ...],
    BeforeValidator(as_list),
    Field(min_length=1),
    _one_or_more(("CONFIRMED", "SUSPECTED", "POSSIBLE", "HEALTHY", "RED", "INVERSE", "UNKNOWN")),
]


_SOME = Field(min_length=1, json_schema_extra={"minItems": 1})


class When(Value):
    """A condition of a rule, as data: one word, or a mapping of exactly one of these forms.

    ========================================================= =================================================
    ``efficiency.met``                                        also missed, unmeasured; and the sides experience
                                                              (what users reported), observed, combined
    ``{objective: happy-users, outcome: BELOW_MINIMUM}``      one outcome or several
    ``{shade: CONFIRMED}``                                    the watermelon class, one or several
    ``{all_of: […]}``, ``{any_of: […]}``, ``{not: …}``        conditions of conditions
    ``{for_windows: 3, of: …}``                               so in this window and the two before it
    ========================================================= =================================================

    Examples
    --------
    >>> When.model_validate({"all_of": ["efficiency.met", {"not": "experience.met"}]}).model_dump()
    {'all_of': ('efficiency.met', {'not': 'experience.met'})}
    """

    model_config = ConfigDict(serialize_by_alias=True)

    word: Word | None = Field(default=None)
    all_of: Annotated[tuple[When, ...], Sequence, _SOME] | None = None
    any_of: Annotated[tuple[When, ...], Sequence, _SOME] | None = None
    not_: When | None = Field(default=None, alias="not")
    for_windows: Integer | None = None
    of: When | None = None
    objective: str | None = None
    outcome: Outcomes | None = None
    shade: Shades | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:  # noqa: ANN401 - a before-validator sees whatever the file holds
        return {"word": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _is_one_form(self) -> When:
        said = [name for name in _FORMS if getattr(self, name) is not None]
        if len(said) != 1:
            msg = "a condition says exactly one of all_of, any_of, not, for_windows, objective and shade"
            raise ValueError(msg)
        for form, other in _TOGETHER.items():
            if (form in said) != (getattr(self, other) is not None):
                msg = f"'{form}' and '{other}' are written together"
                raise ValueError(msg)
        return self

    @field_validator("for_windows")
    @classmethod
    def _some_windows(cls, value: int | None) -> int | None:
        return value if value is None else windows_in_a_row(value)

    @model_serializer(mode="wrap")
    def _to_file(self, handler: SerializerFunctionWrapHandler) -> Any:  # noqa: ANN401 - a text or a mapping
        if self.word is not None:
            return self.word
        return {key: item for key, item in handler(self).items() if item is not None}

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        reference = handler(core_schema)
        whole = handler.resolve_ref_schema(reference)
        form = {key: whole.pop(key) for key in ("type", "properties", "additionalProperties") if key in whole}
        form.get("properties", {}).pop("word", None)
        whole["anyOf"] = [{"type": "string", "enum": list(WORDS)}, form]
        return reference


def windows_in_a_row(value: int) -> int:
    """Return a number of windows that may follow each other.

    Raises
    ------
    ValueError
        It is not from 1 to 60.
    """
    if not 1 <= value <= LONGEST_RUN:
        msg = f"a number of windows from 1 to {LONGEST_RUN} is expected"
        raise ValueError(msg)
    return value


class OwnRule(Value):
    """A rule the parties wrote themselves: what it watches for, and what to say and do then.

    Attributes
    ----------
    code
        Letters and three digits, such as ``OWN001``. Codes that begin with XLA are the catalogue's.
    title, severity
        What it is called, and how loud it is.
    when, for_windows
        The condition, and in how many windows in a row it has to be true.
    message, advice
        What to say, beside the window and the part of the desk; the condition in words unless stated.
        What to do.
    """

    code: Annotated[str, WithJsonSchema({"type": "string", "pattern": CODE_PATTERN})]
    title: Annotated[str, Field(min_length=1)]
    severity: Severity = "warning"
    when: When
    for_windows: Integer = 1
    message: str | None = None
    advice: str = ""

    @field_validator("code")
    @classmethod
    def _own_code(cls, value: str) -> str:
        fault = code_fault(value)
        if fault is not None:
            raise ValueError(fault)
        return value

    @field_validator("for_windows")
    @classmethod
    def _some_windows(cls, value: int) -> int:
        return windows_in_a_row(value)


def code_fault(code: str) -> str | None:
    """Return what is wrong with `code` as the code of a rule of one's own, or None.

    Examples
    --------
    >>> code_fault("OWN001") is None, code_fault("XLA901"), code_fault("own-1")
    (True, 'codes that begin with XLA are reserved', 'a code such as OWN001 is expected')
    """
    if code.upper().startswith(RESERVED):
        return f"codes that begin with {RESERVED} are reserved"
    return None if re.fullmatch(CODE_PATTERN, code) else "a code such as OWN001 is expected"


class IgnoredRule(Value):
    """A rule the parties do not want to hear, and why not. The reason is reported."""

    code: str
    reason: Annotated[str, Field(min_length=1)]


class RuleTerms(Value):
    """Rules of the parties' own, and rules that are ignored."""

    own: Annotated[tuple[OwnRule, ...], Sequence] = ()
    ignore: Annotated[tuple[IgnoredRule, ...], Sequence] = ()
