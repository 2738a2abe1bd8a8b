"""What a mapping says about a product's tables. A value: a mapping of one's own is made like a preset."""

from __future__ import annotations

from pydantic import Field

from xlakit.model import Value
from xlakit.model.text import Texts

Sources = dict[str, dict[str, Texts]]
Entries = dict[str, dict[str, str]]


class LogShape(Value):
    """The columns of an audit log that say when a row was written, in which order, and by whom."""

    at: str = "updated_at"
    seq: str = "seq"
    actor: str = "actor"


class Mapping(Value):
    """How one product names its columns and values.

    Attributes
    ----------
    name
        What the mapping is called.
    columns
        Table → canonical column → the source columns that may hold it; the first one present is taken.
        The entries of ``tickets`` hold for an audit log too.
    values
        Canonical column → source value → canonical value. In ``events`` the entries of ``status``,
        ``priority`` and ``team`` hold for the values of such events.
    log
        The shape of the product's audit log.

    Notes
    -----
    A mapping never states the order of day and month of a product whose exports follow the user's settings.

    Examples
    --------
    >>> own = Mapping(name="own", columns={"tickets": {"ticket_id": "Nr", "opened_at": ["Created", "Opened"]}})
    >>> own.columns["tickets"]["opened_at"], own.log.at
    (('Created', 'Opened'), 'updated_at')
    """

    name: str
    columns: Sources = Field(default_factory=dict)
    values: Entries = Field(default_factory=dict)
    log: LogShape = LogShape()
