"""Money: what an agreement pays, exact to the minor unit, with a reason for every line."""

from xlakit.settlement.front_door import Around, for_windows, settle, settle_marks
from xlakit.settlement.invoices import invoices_of
from xlakit.settlement.judged import marks_of_judgements
from xlakit.settlement.life import seal, verify
from xlakit.settlement.payoff import payoff
from xlakit.settlement.supposed import supposed, unrounded

__all__ = [
    "Around",
    "for_windows",
    "invoices_of",
    "marks_of_judgements",
    "payoff",
    "seal",
    "settle",
    "settle_marks",
    "supposed",
    "unrounded",
    "verify",
]
