"""Comparisons add up, find nothing where nothing changed, and do not depend on any order."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from xlakit.model import (
    Estimate,
    Finding,
    Judgement,
    Level,
    Levels,
    Outcome,
    Score,
    Scorecard,
    Subject,
    windows,
)
from xlakit.model.comparison import Comparison
from xlakit.model.mix_and_rate import Side, split

MONTHS = windows("month", date(2026, 1, 1), date(2026, 4, 30), "Europe/Berlin")
LEVELS = Levels(expected=Level.model_validate({"at_least": "85%"}))
TEAMS = ("East", "North", "West")


def estimate(above: int, below: int, quantum: str = "1") -> Estimate:
    if not below:
        return Estimate.nothing()
    worth = Decimal(quantum)
    return Estimate(
        value=float(Fraction(above, below) * Fraction(worth)),
        count=below,
        numerator=above,
        denominator=below,
        quantum=worth,
    )


@st.composite
def sides(draw: st.DrawFn, quantum: str) -> Side:
    """A whole with its segments, some of them withheld, and records without a segment."""
    low = -1 if quantum == "100" else 0
    cells = {}
    for name in (*TEAMS, "hidden", "none"):
        below = draw(st.integers(0, 40))
        cells[name] = (draw(st.integers(low * below, below)), below)
    whole = estimate(sum(a for a, _ in cells.values()), sum(b for _, b in cells.values()), quantum)
    withheld = draw(st.sets(st.sampled_from(TEAMS)))
    shown = {name: estimate(*cells[name], quantum) for name in TEAMS if name not in withheld}
    shown = {name: item for name, item in shown.items() if item.exact is not None}
    hidden = {name for name in withheld if cells[name][1]} | ({"hidden"} if cells["hidden"][1] else set())
    return Side(whole, shown, frozenset(hidden))


@given(data=st.data(), quantum=st.sampled_from(["1", "100", "0.001"]))
@settings(max_examples=150)
def test_mix_and_rate_add_up_to_the_change_exactly(data: st.DataObject, quantum: str) -> None:
    before, after = data.draw(sides(quantum)), data.draw(sides(quantum))
    if before.whole.exact is None or after.whole.exact is None:
        return
    found = split("team", before, after)
    if found.reason:
        assert not found.parts
        assert not (before.shown.keys() | after.shown.keys()) - before.hidden - after.hidden
        return
    assert found.mix + found.rate == after.whole.exact - before.whole.exact
    assert sum(part.share_before for part in found.parts) == 1
    assert sum(part.share_after for part in found.parts) == 1
    assert not {part.segment for part in found.parts} & (before.hidden | after.hidden)


@given(side=sides("1"))
@settings(max_examples=50)
def test_nothing_changes_between_a_window_and_itself(side: Side) -> None:
    if side.whole.exact is None:
        return
    found = split("team", side, side)
    assert all(part.mix == 0 and part.rate == 0 for part in found.parts)


@st.composite
def cards(draw: st.DrawFn) -> Scorecard:
    """A card over the first months of a year, with findings, segments and an objective that may be unmeasured."""
    count = draw(st.integers(1, 4))
    judgements, segments, findings = [], [], []
    for window in MONTHS[:count]:
        cells = {team: (draw(st.integers(0, 9)), 9) for team in TEAMS}
        whole = estimate(sum(a for a, _ in cells.values()), 27)
        measured = draw(st.booleans())
        judgements.append(judgement(window, whole if measured else Estimate.nothing()))
        for team, (above, below) in cells.items():
            withheld = draw(st.integers(0, 4)) == 0
            shown = Estimate.nothing() if withheld else estimate(above, below)
            segments.append(judgement(window, shown, (("team", team),), suppressed=withheld))
        for code in draw(st.sets(st.sampled_from(["XLA101", "XLA402"]))):
            place = draw(st.sampled_from([(), (("team", "West"),)]))
            objective = draw(st.sampled_from([None, "happy"]))
            findings.append(
                Finding(
                    code=code,
                    severity=draw(st.sampled_from(["info", "warning", "severe"])),
                    title=code,
                    message="seen",
                    objective=objective,
                    segment=place,
                    window=window,
                )
            )
    subject = Subject(
        agreement="contoso",
        title="Contoso",
        as_of=datetime(2026, 6, 1, tzinfo=UTC),
        tickets=1,
        answers=1,
        covered=1,
    )
    return Scorecard(
        subject=subject,
        judgements=tuple(judgements),
        segments=tuple(segments),
        findings=tuple(findings),
        score=Score(method="net", value=None),
    )


def judgement(window, found: Estimate, segment=(), *, suppressed: bool = False) -> Judgement:  # noqa: ANN001 - of a window
    kept = found.exact is not None
    return Judgement(
        objective="happy",
        title="Happy",
        metric="csat",
        kind="experience",
        basis="user_reported",
        unit="share",
        direction="higher",
        window=window,
        segment=segment,
        estimate=found,
        levels=LEVELS,
        outcome=Outcome.MET if kept else Outcome.NOT_MEASURED,
        suppressed=suppressed,
    )


@given(card=cards())
@settings(max_examples=60)
def test_a_card_compared_with_itself_has_nothing_new_nothing_cleared_and_no_change(card: Scorecard) -> None:
    found = card.compare(card)
    assert found.new == found.cleared == found.unchecked == ()
    assert all(item.change in {0, None} for item in found.changes)
    assert found.notes == ()


@given(old=cards(), new=cards(), seed=st.integers(0, 99))
@settings(max_examples=60)
def test_the_order_of_rows_makes_no_difference(old: Scorecard, new: Scorecard, seed: int) -> None:
    def shuffled(card: Scorecard) -> Scorecard:
        fields = {}
        for name in ("judgements", "segments", "findings"):
            items = list(getattr(card, name))
            Random(seed).shuffle(items)  # noqa: S311 - an order, no secret
            fields[name] = tuple(items)
        return card.model_copy(update=fields)

    assert shuffled(new).compare(shuffled(old)) == new.compare(old)


@given(old=cards(), new=cards())
@settings(max_examples=60)
def test_a_comparison_adds_up_reads_back_and_can_be_shown(old: Scorecard, new: Scorecard) -> None:
    found = new.compare(old)
    for item in found.changes:
        for part in item.splits:
            if part.parts:
                assert part.mix + part.rate == item.change
    assert Comparison.model_validate_json(found.model_dump_json()) == found
    assert Comparison.model_validate(found.model_dump()) == found
    assert str(found)
    assert found.to_markdown()
    assert found.to_frame().height >= len(found.changes)


@given(old=cards(), new=cards())
@settings(max_examples=60)
def test_new_of_one_direction_is_gone_in_the_other_where_windows_are_the_same(
    old: Scorecard, new: Scorecard
) -> None:
    def last(card: Scorecard) -> set[object]:
        return {max(item.window.end for item in card.judgements)}

    if last(old) != last(new):
        return
    forth, back = new.compare(old), old.compare(new)

    def topics(items: object) -> set[object]:
        return {(item.code, item.segment, item.objective) for item in items}  # type: ignore[attr-defined]

    assert topics(forth.new) == topics((*back.cleared, *back.unchecked))
