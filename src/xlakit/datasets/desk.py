"""A whole synthetic desk, from a seed."""

from __future__ import annotations

import zlib
from datetime import UTC, date, datetime

import numpy as np

from xlakit.datasets.callers import dropped, feelings, newcomers, returners
from xlakit.datasets.desk_data import DeskData
from xlakit.datasets.extract import DAY, WATCHED, extracted
from xlakit.datasets.frames import canonical, drafted
from xlakit.datasets.office import SECOND, arrivals, midnight, office
from xlakit.datasets.service import people
from xlakit.datasets.story import StoryName, story_of
from xlakit.datasets.trail import events
from xlakit.datasets.voice import surveys
from xlakit.datasets.work import repeats, share_of_repeats, work_on
from xlakit.errors import DataError, message
from xlakit.model.window import add_months

NEW_YEAR = date(2026, 1, 1)


def synthetic_desk(
    story: StoryName = "healthy",
    *,
    tickets: int = 2_000,
    seed: int = 1,
    start: date = NEW_YEAR,
    months: int = 6,
) -> DeskData:
    """Return the records of a made-up service desk that tells a known story.

    Told against `example_agreement`, month by month:

    - ``healthy``: in time, and users are content;
    - ``watermelon``: in time, yet users are not content; most clearly those of the teams "Field West", which
      closes early, and "Applications", which passes on;
    - ``red``: late, and users are not content;
    - ``inverse``: late by the contract, and users are content all the same.

    The stories hold from some 300 tickets a month on; a smaller desk may happen to tell another one.

    Parameters
    ----------
    story
        Which story.
    tickets
        How many tickets, at least 1. A million takes seconds.
    seed
        The same arguments give the same tables, another seed gives other ones. Not negative.
    start
        A day of the first month; tickets are opened from it on, in Europe/Berlin.
    months
        In how many calendar months tickets are opened. Only repeat contacts are opened after them.

    Returns
    -------
    DeskData
        Tickets, events and surveys as exported eight days after the last month, when some tickets are still
        open. Nothing needs cleaning: no damage is built in.

    Raises
    ------
    DataError
        An unknown story, fewer than one ticket or month, or a negative seed.

    Examples
    --------
    >>> data = synthetic_desk("watermelon", tickets=50, months=1)
    >>> data.tickets.height, data.tickets["team"].n_unique() <= 7
    (50, True)
    >>> data.surveys["csat"].null_count() > 0                # not everyone answers
    True
    >>> synthetic_desk(tickets=1).tickets.height
    1
    """
    told = story_of(story)
    for name, value, least in (("tickets", tickets, 1), ("months", months, 1), ("seed", seed, 0)):
        if value < least:
            raise DataError(message(f"synthetic_desk.{name}", f"must be at least {least}", got=str(value)))
    streams = np.random.SeedSequence([seed, zlib.crc32(story.encode())]).spawn(5)
    coming, working, returning, feeling, telling = map(np.random.default_rng, streams)
    calendar, users, end = office(), people(tickets, months, coming), midnight(add_months(start, months))
    expected = share_of_repeats(told)
    returns = round(tickets * expected / (1 + expected))
    opened = arrivals(tickets - returns, start, months, calendar, coming)
    first = work_on(newcomers(opened, users, calendar, coming), told, calendar, working)
    chosen, again = repeats(first, returns, end, told, calendar, returning)
    parents = {name: column[chosen] for name, column in first.items()}
    second = work_on(returners(parents, again, calendar, returning), told, calendar, returning)
    until = max(end + WATCHED, int(again.max(initial=0)) + DAY)
    whole = {name: np.concatenate([column, second[name]]) for name, column in first.items()}
    whole["came_back"] = np.isin(np.arange(tickets), chosen)
    order = np.argsort(whole["opened"], kind="stable")
    found = dropped({name: column[order] for name, column in whole.items()}, feeling)
    mood = feelings(found, users, told, feeling)
    drafts = drafted(extracted({**found, "mood": mood}, until), until, telling)
    return DeskData(
        story=story,
        seed=seed,
        until=datetime.fromtimestamp(until // SECOND, UTC),
        tickets=canonical(drafts, "tickets"),
        events=canonical(events(drafts, until), "events"),
        surveys=canonical(surveys(drafts, told, until, feeling), "surveys"),
    )
