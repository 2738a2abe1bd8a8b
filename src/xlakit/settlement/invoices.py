"""Invoices from any kind of table: exact amounts by the local day they begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlakit.errors import DataError, message
from xlakit.model.records import Invoice
from xlakit.settlement.charges import invoiced
from xlakit.tables import read_records

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xlakit.model import Agreement
    from xlakit.model.records import Record
    from xlakit.settlement.charges import Invoiced


def read_invoices(invoices: object, agreement: Agreement) -> Invoiced:
    """Return what was invoiced from which local date on; nothing where no table is given.

    Raises
    ------
    DataError
        It is no table of invoices, one of its rows is in doubt, or one is in another currency.
    """
    if invoices is None:
        return ()
    records, doubts = read_records(invoices, "invoices", timezone=agreement.term.timezone)
    bad = [f"{doubt.where}: {doubt.reason}; {doubt.example}" for doubt in doubts]
    if bad:
        raise DataError(message("invoices", "money is not computed from rows in doubt", got="; ".join(bad)))
    return invoices_of(records, agreement)


def invoices_of(records: Iterable[Record], agreement: Agreement) -> Invoiced:
    """Return what was invoiced from which local date on, from the records of a desk."""
    terms = agreement.commercials
    found = [item for item in records if isinstance(item, Invoice)]
    return () if terms is None else invoiced(found, terms.currency, agreement.term.timezone)
