from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import xlakit as xk
from xlakit.facts import build_facts
from xlakit.facts.families.verdicts import NOT_SOLVED, SKILLS, UNSKILLED
from xlakit.metrics.factor import find, plain

DAY = timedelta(days=1)
BEGIN = datetime(2026, 3, 2, 9, tzinfo=UTC)
COLUMNS = ("ticket_id", "cluster_id", "cluster_size", "cluster_first", "cluster_linked")


def clusters(*rows: dict[str, Any], **given: Any) -> dict[str, tuple[Any, ...]]:
    """Each ticket with its cluster; rows say day, requester, category, problem."""
    tickets = [
        {
            "ticket_id": f"t{number}",
            "opened_at": BEGIN + row.get("day", 0) * DAY,
            "requester": row.get("who", "ann"),
            "category": row.get("what"),
            "problem_id": row.get("problem"),
        }
        for number, row in enumerate(rows)
    ]
    facts = build_facts(xk.Desk(tickets=tickets), needed=COLUMNS, **given)
    return {row[0]: row[1:] for row in facts.tickets.select(COLUMNS).rows()}


def test_tickets_of_one_requester_and_category_belong_together_while_each_follows_within_seven_days() -> None:
    found = clusters(
        {"day": 0, "what": "mail"},
        {"day": 7, "what": "mail"},
        {"day": 14.001, "what": "mail"},
        {"day": 3, "what": "print"},
        {"day": 3, "what": "mail", "who": "bob", "problem": "P"},
    )
    assert found["t0"] == ("t0", 2, True, False)
    assert found["t1"] == ("t0", 2, False, False)
    assert found["t2"] == ("t2", 1, True, False)
    assert found["t3"] == ("t3", 1, True, False)
    assert found["t4"] == ("t4", 1, True, True)


def test_the_same_problem_joins_tickets_across_categories_and_two_problems_stay_apart() -> None:
    found = clusters(
        {"day": 0, "what": "mail", "problem": "P1"},
        {"day": 1, "what": "network", "problem": "P1"},
        {"day": 2, "what": "mail", "problem": "P2"},
        {"day": 3, "problem": "P2"},
    )
    assert [found[name][0] for name in ("t0", "t1", "t2", "t3")] == ["t0", "t0", "t2", "t2"]


def test_a_problem_found_at_the_third_ticket_is_that_of_the_first() -> None:
    found = clusters(
        {"day": 0, "what": "mail"},
        {"day": 1, "what": "mail"},
        {"day": 2, "what": "mail", "problem": "P1"},
        {"day": 30, "what": "mail"},
    )
    assert {found[name] for name in ("t0",)} == {("t0", 3, True, True)}
    assert found["t2"] == ("t0", 3, False, True)
    assert found["t3"] == ("t3", 1, True, False)


def test_without_a_requester_or_without_problem_and_category_there_is_no_cluster() -> None:
    found = clusters({"what": "mail", "who": None}, {"what": None}, {"what": "mail", "problem": "P"})
    assert found["t0"] == found["t1"] == (None, None, None, None)


def test_a_desk_that_names_no_problem_cannot_tell_whether_one_was_linked() -> None:
    assert clusters({"what": "mail"})["t0"] == ("t0", 1, True, None)


def test_what_is_opened_after_the_instant_looked_from_is_in_no_cluster() -> None:
    rows = ({"day": 0, "what": "mail"}, {"day": 1, "what": "mail"})
    assert clusters(*rows, as_of=BEGIN + DAY / 2) == {"t0": ("t0", 1, True, None)}


def literal(rows: list[tuple[int, str, str | None, str | None]]) -> list[int | None]:
    """Return per row the first row of its cluster: slow, and word by word as documented."""
    order = sorted(range(len(rows)), key=lambda place: (rows[place][0], f"t{place}"))

    def runs(same: Any) -> dict[int, list[int]]:
        held: dict[int, list[int]] = {}
        open_: dict[Any, list[int]] = {}
        for place in order:
            key = same(place)
            if key is None:
                continue
            run = open_.get(key)
            if run is None or rows[place][0] - rows[run[-1]][0] > 7:
                run = open_[key] = []
            run.append(place)
            held[place] = run
        return held

    known = {place for place in order if rows[place][2] or rows[place][3]}
    problems = {place: rows[place][3] for place in known}
    for place, run in runs(lambda p: (rows[p][1], rows[p][2]) if p in known and rows[p][2] else None).items():
        if problems[place] is None:
            spot = run.index(place)
            before = [rows[p][3] for p in run[:spot] if rows[p][3]]
            after = [rows[p][3] for p in run[spot:] if rows[p][3]]
            problems[place] = before[-1] if before else after[0] if after else None
    final = runs(
        lambda p: (
            None
            if p not in known
            else (rows[p][1], "problem", problems[p])
            if problems[p]
            else (rows[p][1], rows[p][2])
        )
    )
    return [final[place][0] if place in final else None for place in range(len(rows))]


@given(
    st.lists(
        st.tuples(
            st.integers(0, 40),
            st.sampled_from(["ann", "bob"]),
            st.sampled_from(["mail", "print", None]),
            st.sampled_from(["P1", "P2", None, None, None]),
        ),
        min_size=1,
        max_size=14,
    )
)
@settings(max_examples=60, deadline=None)
def test_clusters_are_those_of_a_literal_reading(rows: list[tuple[int, str, str | None, str | None]]) -> None:
    found = clusters(*({"day": d, "who": w, "what": c, "problem": p} for d, w, c, p in rows))
    firsts = literal(rows)
    assert [found[f"t{n}"][0] for n in range(len(rows))] == [None if f is None else f"t{f}" for f in firsts]
    for number, first in enumerate(firsts):
        if first is not None:
            assert found[f"t{number}"][1] == firsts.count(first)
            assert found[f"t{number}"][2] == (first == number)


@pytest.mark.parametrize(
    ("answer", "unsolved", "unskilled"),
    [
        ({"solved": "no"}, True, None),
        ({"solved": "yes", "factors": ["Not-solved"]}, True, False),
        ({"solved": "partly"}, False, None),
        ({"csat": 1, "factors": ["skills"]}, False, True),
        ({"csat": 5, "factors": ["skills"]}, False, False),
        ({"csat": 5, "factors": ["Lack of skills"]}, False, True),
        ({"csat": 5}, None, None),
        ({"solved": "no", "disposition": "refused"}, None, None),
    ],
)
def test_what_users_said_of_the_outcome(
    answer: dict[str, Any], unsolved: bool | None, unskilled: bool | None
) -> None:
    desk = xk.Desk(tickets=[{"ticket_id": "1", "opened_at": BEGIN}], surveys=[{"ticket_id": "1", **answer}])
    assert xk.facts(desk).select("said_unsolved", "doubted_skills").rows() == [(unsolved, unskilled)]


def test_one_of_several_answers_is_enough() -> None:
    answers = [{"ticket_id": "1", "solved": word} for word in ("yes", "no", None)]
    desk = xk.Desk(tickets=[{"ticket_id": "1", "opened_at": BEGIN}], surveys=answers)
    assert xk.facts(desk)["said_unsolved"].to_list() == [True]


def test_the_words_are_those_of_the_factors() -> None:
    skilled, unskilled = set(find("skills").known_by), set(find("lack_of_skills").known_by)
    assert {plain(word) for word in NOT_SOLVED} == set(find("not_solved").known_by)
    assert {plain(word) for word in SKILLS} == skilled & unskilled
    assert {plain(word) for word in UNSKILLED} == unskilled - skilled
