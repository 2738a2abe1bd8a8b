"""All tables of whole numbers that look the same, one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

Sums = list[tuple[list[Any], int]]


def tables(cells: list[Any], sums: Sums, most: int) -> Iterator[dict[Any, int]]:
    """Yield every table of whole numbers from 0 to `most` in which all `sums` (members, value) hold."""
    yield from _filled({}, cells, sums, most)


def _filled(begun: dict[Any, int], cells: list[Any], sums: Sums, most: int) -> Iterator[dict[Any, int]]:
    if len(begun) == len(cells):
        yield dict(begun)
        return
    cell = cells[len(begun)]
    roof = min([most, *(total for members, total in sums if cell in members)])
    for value in range(roof + 1):
        begun[cell] = value
        if all(_can_hold(begun, members, total) for members, total in sums if cell in members):
            yield from _filled(begun, cells, sums, most)
        del begun[cell]


def _can_hold(begun: dict[Any, int], members: list[Any], total: int) -> bool:
    """Whether the cells filled in so far leave the sum possible: exact once all its members are."""
    so_far = sum(begun[cell] for cell in members if cell in begun)
    return so_far == total if all(cell in begun for cell in members) else so_far <= total
