from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from xlakit.errors import DataError, MeasureError
from xlakit.stats import drivers, lmg, relative_weights


def made(rows: int = 240, seed: int = 4) -> tuple[dict[str, np.ndarray], np.ndarray]:
    draw = np.random.default_rng(seed)
    speed, tone, noise = draw.normal(size=(3, rows))
    return {"speed": speed, "tone": tone, "noise": noise}, 2 * speed + tone + draw.normal(size=rows)


def test_the_published_decomposition_is_reproduced_by_both_methods() -> None:
    for decompose in (lmg, relative_weights):
        parts = decompose([[1, 0.5], [0.5, 1]], [0.6, 0.4])
        assert [round(part, 6) for part in parts] == [0.286667, 0.086667]
        assert sum(parts) == pytest.approx(0.373333, abs=1e-6)


def test_one_driver_brings_its_squared_correlation_and_none_brings_nothing() -> None:
    for decompose in (lmg, relative_weights):
        assert decompose([[1]], [-0.7]) == pytest.approx((0.49,))
        assert decompose([], []) == ()


def test_drivers_that_say_the_same_share_alike() -> None:
    for decompose in (lmg, relative_weights):
        parts = decompose([[1, 1, 0.2], [1, 1, 0.2], [0.2, 0.2, 1]], [0.5, 0.5, 0.3])
        assert parts[0] == pytest.approx(parts[1])
        both = decompose([[1, 0.2], [0.2, 1]], [0.5, 0.3])
        assert sum(parts) == pytest.approx(sum(both))


def test_the_weights_add_up_to_r_squared_and_the_bars_hold_them() -> None:
    attributes, outcome = made()
    found = drivers(attributes, outcome, seed=1, draws=300)
    assert sum(one.weight for one in found.drivers) == pytest.approx(found.r2)
    assert sum(one.share for one in found.drivers) == pytest.approx(1)
    design = np.column_stack([np.ones(240), *attributes.values()])
    _, rest, *_ = np.linalg.lstsq(design, outcome)
    assert found.r2 == pytest.approx(1 - rest[0] / ((outcome - outcome.mean()) ** 2).sum())
    assert list(found.weights.items()) == [(one.name, one.weight) for one in found.drivers]
    assert list(found.weights) == ["speed", "tone", "noise"]
    for one in found.drivers[:2]:
        assert one.low < one.weight < one.high
        assert one.share_low < one.share < one.share_high
    assert found["speed"].correlation == pytest.approx(np.corrcoef(attributes["speed"], outcome)[0, 1])
    assert found.note == "association, not cause"
    assert (found.method, found.count, found.clusters, found.draws) == ("lmg", 240, 240, 300)


def test_frames_arrays_and_columns_give_the_same_drivers() -> None:
    attributes, outcome = made()
    found = drivers(attributes, outcome, draws=20)
    assert drivers(pl.DataFrame(attributes), pl.Series(outcome), draws=20) == found
    plain = drivers(np.column_stack(list(attributes.values())), list(outcome), draws=20)
    assert [one.name for one in plain.drivers] == ["x1", "x2", "x3"]
    assert [one.weight for one in plain.drivers] == [one.weight for one in found.drivers]


def test_rows_with_an_unknown_part_are_left_out_and_counted() -> None:
    attributes, outcome = made()
    longer = {name: [*column, None, 1.0] for name, column in attributes.items()}
    found = drivers(longer, [*outcome, 3.0, None], draws=0)
    assert found.left_out == 2
    assert found.drivers == drivers(attributes, outcome, draws=0).drivers


def test_neither_the_order_of_rows_nor_the_names_of_clusters_move_a_bar() -> None:
    attributes, outcome = made(90)
    clusters = [f"user {place // 3:03}" for place in range(88)] + [None, None]
    mixed = np.random.default_rng(0).permutation(90)
    shuffled = {name: column[mixed] for name, column in attributes.items()}
    found = drivers(attributes, outcome, clusters=clusters, draws=50, seed=9)
    assert found == drivers(
        shuffled, outcome[mixed], clusters=[clusters[place] for place in mixed], draws=50, seed=9
    )
    assert found.clusters == 32
    assert found != drivers(attributes, outcome, clusters=clusters, draws=50, seed=10)
    alone = drivers(attributes, outcome, draws=50, seed=9)
    assert alone == drivers(shuffled, outcome[mixed], draws=50, seed=9)


def test_rows_of_few_people_have_wider_bars_than_independent_rows() -> None:
    attributes, outcome = made(60)
    many = {name: np.tile(column, 10) for name, column in attributes.items()}
    people = list(range(60)) * 10
    same = drivers(many, np.tile(outcome, 10), clusters=people, draws=200, seed=2)["tone"]
    naive = drivers(many, np.tile(outcome, 10), draws=200, seed=2)["tone"]
    assert same.high - same.low > 2 * (naive.high - naive.low)


def test_one_person_alone_has_no_bars() -> None:
    attributes, outcome = made(60)
    found = drivers(attributes, outcome, clusters=["ann"] * 60, draws=50)
    assert found.draws == 0
    assert found["tone"].low is None


def test_constant_and_collinear_attributes_do_not_disturb_the_others() -> None:
    attributes, outcome = made()
    plain = drivers(attributes, outcome, draws=0)
    for method in ("lmg", "relative_weights"):
        odd = {
            **attributes,
            "floor": np.full(240, 0.1),
            "copy": 3 * attributes["speed"] + 1,
        }
        found = drivers(odd, outcome, draws=20, method=method)
        assert found["floor"].weight == pytest.approx(0)
        assert found["floor"].correlation is None
        assert found["copy"].weight == pytest.approx(found["speed"].weight)
        assert found.r2 == pytest.approx(plain.r2)


def test_an_outcome_that_nothing_explains_has_no_shares() -> None:
    found = drivers({"x": [0, 0, 1, 1] * 5}, [0, 1, 0, 1] * 5, draws=0)
    assert found.r2 == pytest.approx(0)
    assert found["x"].share is None


def test_more_than_twelve_drivers_are_weighed_by_johnson() -> None:
    draw = np.random.default_rng(3)
    table = draw.normal(size=(200, 13))
    found = drivers(table, table.sum(axis=1), draws=5)
    assert found.method == "relative_weights"
    assert found.r2 == pytest.approx(1)
    with pytest.raises(DataError, match="lmg takes at most 12"):
        drivers(table, table.sum(axis=1), method="lmg")
    with pytest.raises(DataError, match="at most 12"):
        lmg(np.eye(13), np.zeros(13))


@pytest.mark.parametrize(
    ("attributes", "outcome", "says"),
    [
        ({"x": range(9)}, range(9), "needs 10 complete cases for 1 attributes"),
        ({"x": range(19), "y": range(19)}, range(19), "needs 20 complete cases"),
        ({"x": range(20)}, range(19), "columns of one length"),
        ({}, range(20), "at least one attribute"),
        ({"x": range(20)}, [1] * 20, r"drivers.outcome: must vary"),
        ({"x": ["a"] * 20}, range(20), r"drivers.attributes\['x'\]: must hold finite numbers"),
        (range(20), range(20), "one row a case"),
    ],
)
def test_what_cannot_be_decomposed_is_refused(attributes: object, outcome: object, says: str) -> None:
    with pytest.raises(DataError, match=says):
        drivers(attributes, outcome)


def test_what_are_no_correlations_is_refused() -> None:
    for between, last in (
        ([[1, 0.5]], [0.1]),
        ([[1, 0.5], [0.4, 1]], [0.1, 0.1]),
        ([[2]], [0.1]),
        ([[1]], [1.5]),
        ([[1, 0.99], [0.99, 1]], [0.9, -0.9]),
        ([["a"]], [0.1]),
    ):
        with pytest.raises(DataError, match="lmg: needs"):
            lmg(between, last)


def test_a_driver_that_was_not_asked_about_is_not_found() -> None:
    attributes, outcome = made()
    with pytest.raises(MeasureError, match="did you mean 'speed'"):
        drivers(attributes, outcome, draws=0)["sped"]
