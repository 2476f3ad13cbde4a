from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.tickets.codes import new_code, parse_code
from core.tickets.qr import SIDE, matrix, rectangles


def test_every_code_fits_the_smallest_symbol() -> None:
    for _ in range(20):
        symbol = matrix(new_code())
        assert len(symbol) == SIDE
        assert {len(row) for row in symbol} == {SIDE}


def test_the_symbol_has_error_correction_q() -> None:
    # Format information, row 8: level Q is 11, masked with 10 (ISO/IEC 18004, 7.9).
    row = matrix(parse_code("7K3M-Q9TX-2B4D-HHRJ"))[8]
    assert (row[0], row[1]) == (False, True)


matrices = st.integers(1, 12).flatmap(
    lambda side: st.lists(
        st.lists(st.booleans(), min_size=side, max_size=side).map(tuple),
        min_size=side,
        max_size=side,
    ).map(tuple)
)


@given(symbol=matrices)
def test_rectangles_cover_the_dark_modules_once(symbol: tuple[tuple[bool, ...], ...]) -> None:
    covered = [
        (x, y)
        for it in rectangles(symbol)
        for y in range(it.top, it.top + it.height)
        for x in range(it.left, it.left + it.width)
    ]
    dark = {(x, y) for y, row in enumerate(symbol) for x, module in enumerate(row) if module}
    assert len(covered) == len(set(covered))
    assert set(covered) == dark


def test_runs_are_merged() -> None:
    symbol = matrix(parse_code("7K3M-Q9TX-2B4D-HHRJ"))
    assert len(rectangles(symbol)) < sum(map(sum, symbol)) / 2
