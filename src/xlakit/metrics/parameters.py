"""Parameters of metrics as an agreement writes them, read."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal, InvalidOperation

from xlakit.errors import MeasureError, message
from xlakit.model import Duration, Percent


def read(where: str, how: str, value: object) -> object:
    """Return the parameter that `value` writes.

    Parameters
    ----------
    where
        What an error calls it.
    how
        ``duration`` (a timedelta), ``share`` (a fraction, written ``20%``), ``number`` (a Decimal), ``whole``,
        ``words`` (separated by ``|``), ``choice:a|b``, or ``text``.

    Raises
    ------
    MeasureError
        It cannot be read.

    Examples
    --------
    >>> read("follow_up", "duration", "14d").days, read("share", "share", "20%"), read("k", "whole", "3")
    (14, Fraction(1, 5), 3)
    """
    text = str(value)
    if how == "duration":
        return _duration(where, text)
    if how == "share":
        return _share(where, text)
    if how == "number":
        return _number(where, text)
    if how == "whole":
        number = _number(where, text)
        if number != int(number):
            raise MeasureError(message(where, "is not a whole number", got=text))
        return int(number)
    if how == "words":
        return tuple(word.strip() for word in text.split("|"))
    if how.startswith("choice:") and text not in (choices := how.removeprefix("choice:").split("|")):
        raise MeasureError(message(where, "is not one of its values", got=text, hint=", ".join(choices)))
    return value


def _duration(where: str, text: str) -> timedelta:
    try:
        duration = Duration.parse(text)
    except ValueError:
        duration = None
    if duration is None or duration.microseconds is None or duration.microseconds <= 0:
        raise MeasureError(message(where, "is not a length of time", got=text, hint="7d"))
    return timedelta(microseconds=duration.microseconds)


def _share(where: str, text: str) -> object:
    try:
        return Percent.parse(text).exact
    except ValueError:
        raise MeasureError(message(where, "is not a share", got=text, hint="20%")) from None


def _number(where: str, text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("nan")
    if not number.is_finite():
        raise MeasureError(message(where, "is not a number", got=text))
    return number
