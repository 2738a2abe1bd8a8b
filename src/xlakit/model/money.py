"""An amount of money in one currency: Decimal, never a float, never mixed."""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints

from xlakit.model.base import Value
from xlakit.model.text import Number

Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
"""An ISO 4217 currency code."""


class Money(Value):
    """An amount with its ISO 4217 currency.

    Examples
    --------
    >>> Money(amount="0.10", currency="EUR") + Money(amount="0.20", currency="EUR")
    Money(amount=Decimal('0.30'), currency='EUR')
    >>> Money(amount=1, currency="EUR") + Money(amount=1, currency="USD")
    Traceback (most recent call last):
        ...
    TypeError: money: two currencies do not add; got 'EUR and USD'. Hint: settle each currency by itself.
    """

    amount: Number
    currency: Currency

    def __add__(self, other: Money) -> Money:
        if self.currency != other.currency:
            from xlakit.errors import message

            raise TypeError(
                message(
                    "money",
                    "two currencies do not add",
                    got=f"{self.currency} and {other.currency}",
                    hint="settle each currency by itself",
                )
            )
        return Money(amount=self.amount + other.amount, currency=self.currency)

    def __str__(self) -> str:
        return f"{self.amount:,} {self.currency}"
