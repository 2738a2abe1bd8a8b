"""Rules made by chance: each is refused in words, or names windows inside its days, and none takes for ever."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from xlakit.errors import CalendarError
from xlakit.model import Term
from xlakit.model.clauses import Maintenance
from xlakit.model.recurrence import recurrence
from xlakit.worktime import windows_of

FIRST, LAST = date(2026, 1, 15), date(2027, 4, 2)
WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
numbers = st.integers(-60, 60).map(str)
days = st.lists(
    st.tuples(st.sampled_from(["", "1", "2", "-1", "5", "54"]), st.sampled_from(WEEKDAYS)).map("".join),
    min_size=1,
    max_size=3,
).map(",".join)
part = st.one_of(
    st.tuples(
        st.sampled_from(["INTERVAL", "COUNT"]), st.sampled_from(["0", "1", "2", "3", "7", "9999", "x"])
    ),
    st.tuples(st.sampled_from(["BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS"]), numbers),
    st.tuples(st.just("BYDAY"), days),
    st.tuples(st.just("WKST"), st.sampled_from(WEEKDAYS)),
    st.tuples(st.just("UNTIL"), st.sampled_from(["20260630", "20270101T120000Z", "99991231T235959", "2026"])),
    st.tuples(st.sampled_from(["BYHOUR", "RDATE", ""]), st.just("1")),
).map("=".join)
frequency = st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY", "HOURLY"]).map("FREQ={}".format)
rules = st.tuples(frequency, st.lists(part, max_size=4)).map(lambda pair: ";".join([pair[0], *pair[1]]))


@settings(max_examples=150, deadline=timedelta(seconds=5))
@given(rules, st.integers(0, 23), st.sampled_from(["Europe/Berlin", "Australia/Lord_Howe", "UTC"]))
def test_a_rule_is_refused_in_words_or_names_windows_inside_its_days(rule: str, hour: int, zone: str) -> None:
    try:
        recurrence(rule)
    except ValueError as refusal:
        assert str(refusal)  # noqa: PT017 - most rules made by chance are none
        return
    clause = Maintenance.model_validate(
        {"rrule": rule, "at": f"{hour:02d}:30", "for": "1h", "timezone": zone}
    )
    try:
        spans = windows_of(clause, Term(start=FIRST, end=LAST))
    except CalendarError:
        raise AssertionError(rule) from None
    assert (spans.ends - spans.starts == 3_600_000_000).all()
    assert (spans.starts[1:] > spans.starts[:-1]).all()
    for begin in spans.starts.tolist():
        shown = datetime.fromtimestamp(begin / 1e6, ZoneInfo(zone))
        assert FIRST <= shown.date() <= LAST
        assert shown.hour == hour or (shown - timedelta(hours=1)).utcoffset() != shown.utcoffset()


@given(st.text(max_size=40))
def test_any_text_is_a_rule_or_refused(text: str) -> None:
    try:
        assert recurrence(text).parts["FREQ"]
    except ValueError as refusal:
        assert str(refusal)  # noqa: PT017 - almost every text is none
