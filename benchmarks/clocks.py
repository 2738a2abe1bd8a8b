"""The clocks of a whole desk against the same promise in pandas and in SQL.

Response until the first public reply by an agent (a resolution is one), resolution with pauses and, after a
reopening, going on; both in Berlin office hours with lunch breaks and holidays. All three must come to the same
microseconds and verdicts before anything is timed.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import polars as pl

import xlakit as xk
from benchmarks.say import rate, say, seconds, table
from xlakit.datasets import synthetic_desk

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

    from xlakit.datasets import DeskData

TICKETS, FEW, SAMPLE = 1_000_000, 100_000, 5_000
BERLIN = ZoneInfo("Europe/Berlin")
FIRST, LAST = date(2026, 1, 1), date(2026, 7, 31)
HOLIDAYS = ("2026-01-01", "2026-04-03", "2026-04-06", "2026-05-01", "2026-05-14", "2026-05-25")
HOURS = ((time(8), time(12)), (time(13), time(17)))
RESPONSE = {"P1": 15, "P2": 60, "P3": 240, "P4": 480}
RESOLUTION = {"P1": 240, "P2": 480, "P3": 1440, "P4": 2400}
PROMISE = f"""
apiVersion: xlakit/v1
kind: Agreement
metadata: {{name: measured, customer: Contoso, provider: Fabrikam}}
term: {{start: 2026-01-01, end: 2026-12-31, timezone: Europe/Berlin}}
window: month
calendars:
  office:
    timezone: Europe/Berlin
    hours: {{mon-fri: ["08:00-12:00", "13:00-17:00"]}}
    holidays: [{", ".join(HOLIDAYS)}]
clocks:
  response:
    calendar: office
    stop: first-reply
    reopen: ignore
    within: {{P1: 15m, P2: 1h, P3: 4h, P4: 8h}}
  resolution:
    calendar: office
    stop: resolved
    pause: [pending, on-hold]
    reopen: continue
    within: {{P1: 4h, P2: 8h, P3: 24h, P4: 40h}}
objectives:
  - {{name: fix, metric: {{name: within, clock: resolution}}, expected: {{at_least: 90%}}, weight: 100}}
"""


def read_by_clocks(data: DeskData) -> pl.DataFrame:
    """Return the events that any of the three reads."""
    return data.events.filter(pl.col("kind").is_in(["opened", "status", "reply"]))


def in_xlakit(data: DeskData, events: pl.DataFrame) -> tuple[xk.Desk, xk.Agreement]:
    """Return the desk and the promise."""
    return xk.Desk(tickets=data.tickets, events=events), xk.load_agreement(PROMISE)


def verdicts(frame: pl.DataFrame) -> pl.DataFrame:
    """Return ticket, clock, open microseconds and whether it was kept (null: not yet decided), in order."""
    return frame.select(
        pl.col("ticket_id").cast(pl.String),
        pl.col("clock").cast(pl.String),
        pl.col("elapsed").cast(pl.Int64),
        pl.col("met").cast(pl.Boolean),
    ).sort("ticket_id", "clock")


def of_xlakit(frame: pl.DataFrame) -> pl.DataFrame:
    """Return our cycles in the common form; cancelled ones count for nobody."""
    kept = frame.filter(pl.col("state") != "cancelled")
    met = pl.when(pl.col("state") == "breached").then(statement=False)
    met = met.when(pl.col("state") == "met").then(statement=True)
    return verdicts(kept.with_columns(met=met, elapsed=pl.col("elapsed").dt.total_microseconds()))


# --- pandas, as a user would write it -------------------------------------------------------------------


def open_time(start: datetime, end: datetime) -> int:
    """Return the open microseconds between two instants, day by day."""
    begin, finish, found = start.astimezone(BERLIN), end.astimezone(BERLIN), timedelta(0)
    day = begin.date()
    while day <= finish.date():
        if day.weekday() < 5 and day.isoformat() not in HOLIDAYS:  # noqa: PLR2004 - Saturday
            for opening, closing in HOURS:
                low = max(start, datetime.combine(day, opening, BERLIN).astimezone(UTC))
                high = min(end, datetime.combine(day, closing, BERLIN).astimezone(UTC))
                found += max(high - low, timedelta(0))
        day += timedelta(days=1)
    return found // timedelta(microseconds=1)


def in_pandas(tickets: pd.DataFrame, events: pd.DataFrame, until: datetime) -> pd.DataFrame:
    """Return ticket, clock, elapsed, met."""
    import pandas as pd

    statuses = events[events["kind"] == "status"]
    cancelled = set(statuses.loc[statuses["value"] == "cancelled", "ticket_id"])
    tickets = tickets[~tickets["ticket_id"].isin(cancelled)].set_index("ticket_id")
    solved = statuses["value"].isin(["resolved", "closed"])
    replies = events[(events["kind"] == "reply") & (events["role"] == "agent") & events["public"].eq(True)]  # noqa: FBT003
    answered = pd.concat([replies, statuses[solved]]).groupby("ticket_id")["at"].min()
    answered = answered.reindex(tickets.index)
    response = pd.DataFrame({"start": tickets["opened_at"], "end": answered.fillna(until)})
    response["elapsed"] = [
        open_time(start, end) for start, end in zip(response["start"], response["end"], strict=True)
    ]
    response["done"] = answered.notna()

    opened = pd.DataFrame({"ticket_id": tickets.index, "at": tickets["opened_at"], "value": "new", "seq": 0})
    steps = pd.concat([opened, statuses[["ticket_id", "at", "value", "seq"]]])
    steps = steps[steps["ticket_id"].isin(tickets.index)].sort_values(["ticket_id", "at", "seq"])
    steps["next"] = steps.groupby("ticket_id")["at"].shift(-1).fillna(until)
    running = steps[~steps["value"].isin(["pending", "on-hold", "resolved", "closed"])].copy()
    running["elapsed"] = [
        open_time(start, end) for start, end in zip(running["at"], running["next"], strict=True)
    ]
    resolution = pd.DataFrame(index=tickets.index)
    resolution["elapsed"] = running.groupby("ticket_id")["elapsed"].sum()
    resolution["done"] = steps.groupby("ticket_id")["value"].last().isin(["resolved", "closed"])

    found = []
    for name, frame, limits in (("response", response, RESPONSE), ("resolution", resolution, RESOLUTION)):
        limit = tickets["priority"].map(limits) * 60_000_000
        late = frame["elapsed"] > limit
        met = (~late).astype("boolean").where(late | frame["done"])
        columns = {
            "ticket_id": tickets.index,
            "clock": name,
            "elapsed": frame["elapsed"].array,
            "met": met.array,
        }
        found.append(pd.DataFrame(columns))
    return pd.concat(found)


# --- DuckDB, by hand ------------------------------------------------------------------------------------

TOTALS = """
create or replace temp table hours as
with days as (
    select unnest(generate_series(date '2026-01-01', date '2026-07-31', interval 1 day))::date as day
), spans as (
    select timezone('Europe/Berlin', day + opens) as opens, timezone('Europe/Berlin', day + closes) as closes
    from days, (values (time '08:00', time '12:00'), (time '13:00', time '17:00')) as part(opens, closes)
    where isodow(day) < 6 and day not in ({holidays})
), numbered as (
    select epoch_us(opens) as opens, epoch_us(closes) as closes from spans
)
select opens, closes, coalesce(sum(closes - opens) over (
    order by opens rows between unbounded preceding and 1 preceding), 0)::bigint as before
from numbered
"""
SPANS = """
create or replace temp table spans as
with gone as (
    select distinct ticket_id from events where kind = 'status' and value = 'cancelled'
), live as (
    select * from tickets anti join gone using (ticket_id)
), answered as (
    select ticket_id, min("at") as reply from events
    where (kind = 'reply' and role = 'agent' and public) or (kind = 'status' and value in ('resolved', 'closed'))
    group by ticket_id
), steps as (
    select ticket_id, "at" as moment, value, seq from events where kind = 'status'
    union all
    select ticket_id, opened_at, 'new', 0 from live
), following as (
    select ticket_id, value, moment, lead(moment) over ticket as until, last_value(value) over (ticket
        rows between unbounded preceding and unbounded following) as last
    from steps semi join live using (ticket_id)
    window ticket as (partition by ticket_id order by moment, seq)
)
select ticket_id, 'response' as clock, epoch_us(opened_at) as opens,
    epoch_us(coalesce(answered.reply, $until::timestamptz)) as closes, answered.reply is not null as done
from live left join answered using (ticket_id)
union all
select ticket_id, 'resolution', epoch_us(moment), epoch_us(coalesce(until, $until::timestamptz)),
    last in ('resolved', 'closed')
from following where value not in ('pending', 'on-hold', 'resolved', 'closed')
"""
VERDICTS = """
create or replace temp table verdicts as
with measured as (
    select ticket_id, clock, done,
        coalesce(b.before + least(s.closes, b.closes) - b.opens, 0)
            - coalesce(a.before + least(s.opens, a.closes) - a.opens, 0) as elapsed
    from spans s
    asof left join hours a on s.opens >= a.opens
    asof left join hours b on s.closes >= b.opens
), summed as (
    select ticket_id, clock, bool_and(done) as done, sum(elapsed)::bigint as elapsed
    from measured group by ticket_id, clock
), limits(priority, clock, minutes) as (values {limits})
select ticket_id, clock, elapsed,
    case when elapsed > minutes::bigint * 60000000 then false when done then true end as met
from summed join tickets using (ticket_id) join limits using (priority, clock)
"""


def connected(tickets: pl.DataFrame, events: pl.DataFrame) -> duckdb.DuckDBPyConnection:
    """Return a database that holds the two tables."""
    import duckdb

    connection = duckdb.connect()
    connection.execute("set timezone = 'UTC'")
    for name, frame in (("tickets", tickets.to_arrow()), ("events", events.to_arrow())):
        connection.register("given", frame)
        connection.execute(f"create table {name} as from given")
        connection.unregister("given")
    return connection


def in_sql(connection: duckdb.DuckDBPyConnection, until: datetime) -> None:
    """Fill the table `verdicts`."""
    limits = [
        f"('{priority}', '{clock}', {minutes})"
        for clock, each in (("response", RESPONSE), ("resolution", RESOLUTION))
        for priority, minutes in each.items()
    ]
    connection.execute(TOTALS.format(holidays=", ".join(f"date '{day}'" for day in HOLIDAYS)))
    connection.execute(SPANS, {"until": until.isoformat()})
    connection.execute(VERDICTS.format(limits=", ".join(limits)))


# --- the comparison -------------------------------------------------------------------------------------


def check(ours: pl.DataFrame, theirs: pl.DataFrame, whose: str) -> None:
    """Raise unless both come to the same microseconds and verdicts."""
    one, other = of_xlakit(ours), verdicts(theirs)
    if not one.equals(other):
        differing = one.join(other, on=["ticket_id", "clock"], how="full", suffix="_theirs").filter(
            pl.col("elapsed").ne_missing(pl.col("elapsed_theirs"))
            | pl.col("met").ne_missing(pl.col("met_theirs"))
        )
        msg = f"{whose} comes to other results in {differing.height} rows:\n{differing.head()}"
        raise SystemExit(msg)
    say(f"{whose}: the same {one.height:,} results to the microsecond")


def measured(tickets: int) -> tuple[int, float, float]:
    """Return the number of events, and the seconds of our clocks and of DuckDB's, after comparing them."""
    data = synthetic_desk(tickets=tickets, seed=3)
    events = read_by_clocks(data)
    desk, promise = in_xlakit(data, events)
    ours = xk.clocks(desk, promise, as_of=data.until)
    connection = connected(data.tickets, events)
    in_sql(connection, data.until)
    check(ours, connection.sql("from verdicts").pl(), f"DuckDB, {tickets:,} tickets")
    del ours
    quick = seconds(lambda: xk.clocks(desk, promise, as_of=data.until))
    return events.height, quick, seconds(lambda: in_sql(connection, data.until))


def measured_pandas() -> tuple[float, float]:
    """Return the seconds of our clocks and of pandas on a small sample, after comparing them."""
    data = synthetic_desk(tickets=SAMPLE, seed=3)
    events = read_by_clocks(data)
    desk, promise = in_xlakit(data, events)
    frames = data.tickets.to_pandas(), events.to_pandas()
    theirs = pl.from_pandas(in_pandas(*frames, data.until))
    check(xk.clocks(desk, promise, as_of=data.until), theirs, f"pandas, {SAMPLE:,} tickets")
    return (
        seconds(lambda: xk.clocks(desk, promise, as_of=data.until)),
        seconds(lambda: in_pandas(*frames, data.until)),
    )


def main() -> None:
    """Print the ratios."""
    say("## Two clocks of a whole desk")
    say()
    small, pandas = measured_pandas()
    _, few, _ = measured(FEW)
    count, ours, sql = measured(TICKETS)
    scaled = pandas * TICKETS / SAMPLE
    say()
    rows: list[tuple[object, ...]] = [
        ("xlakit.clocks", f"{TICKETS:,} tickets, {count:,} events", f"{ours:.2f}", rate(TICKETS / ours), 1),
        ("DuckDB, by hand", "the same", f"{sql:.2f}", rate(TICKETS / sql), f"{sql / ours:.2f}"),
        (
            "pandas",
            f"{SAMPLE:,} tickets, scaled to {TICKETS:,}",
            f"{scaled:.0f}",
            rate(SAMPLE / pandas),
            f"{scaled / ours:.0f}",
        ),
    ]
    table(("", "data", "seconds", "tickets a second", "times ours"), rows)
    say(f"10 times the data in {ours / few:.1f} times the time (a sample of {SAMPLE:,}: {small:.2f} s).")
    say()


if __name__ == "__main__":
    main()
