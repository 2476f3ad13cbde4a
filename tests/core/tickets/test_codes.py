from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.tickets.codes import (
    ALPHABET,
    EXAMPLE,
    LENGTH,
    BadTicketCodeError,
    TicketCode,
    grouped,
    new_code,
    parse_code,
)

codes = st.builds(new_code)


def test_a_new_code_is_sixteen_symbols_that_parse() -> None:
    code = new_code()
    assert len(code) == LENGTH
    assert set(code) <= set(ALPHABET)
    assert parse_code(code) == code


def test_new_codes_do_not_repeat() -> None:
    assert len({new_code() for _ in range(10_000)}) == 10_000


@given(code=codes)
def test_every_single_wrong_symbol_is_caught(code: TicketCode) -> None:
    for place in range(LENGTH):
        for symbol in set(ALPHABET) - {code[place]}:
            with pytest.raises(BadTicketCodeError):
                parse_code(code[:place] + symbol + code[place + 1 :])


@given(code=codes, place=st.integers(0, LENGTH - 2))
def test_a_swap_of_neighbours_is_caught_but_for_zero_and_z(code: TicketCode, place: int) -> None:
    first, second = code[place], code[place + 1]
    if first == second or {first, second} == {"0", "Z"}:
        return
    with pytest.raises(BadTicketCodeError):
        parse_code(code[:place] + second + first + code[place + 2 :])


@given(code=codes, dash=st.sampled_from(["-", " ", "\u2013", "\u00a0", "\r\n", ""]))
def test_what_a_person_types_is_the_same_code(code: TicketCode, dash: str) -> None:
    typed = dash.join(code).lower().replace("0", "o").replace("1", "l")
    assert parse_code(typed) == code
    assert parse_code(code.replace("1", "I")) == code


def test_a_code_is_read_aloud_in_groups_of_four() -> None:
    assert grouped(parse_code(EXAMPLE)) == EXAMPLE


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("", "this has 0", id="nothing"),
        pytest.param("7K3M-Q9TX", "this has 8", id="too short"),
        pytest.param(EXAMPLE + "7", "this has 17", id="too long"),
        pytest.param(EXAMPLE.replace("7", "U"), "has no 'U'", id="a letter that is never used"),
        pytest.param(EXAMPLE.replace("7", "\u0667"), "has no", id="another script's digit"),
        pytest.param("https://example.com/", "has no ':'", id="another QR code"),
        pytest.param(EXAMPLE.replace("J", "K"), "is wrong", id="a slip of the finger"),
    ],
)
def test_a_bad_code_is_refused_in_one_sentence(text: str, said: str) -> None:
    with pytest.raises(BadTicketCodeError, match=said) as refused:
        parse_code(text)
    assert "\n" not in str(refused.value)
    assert str(refused.value).endswith(".")
