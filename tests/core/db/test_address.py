"""A database's address: used as it is written, or refused without showing the password."""

from __future__ import annotations

import traceback

import pytest

from core.db.address import check_address
from core.db.errors import BadAddressError

PASSWORD = "hunter2"


@pytest.mark.parametrize(
    "rest",
    [
        "kiosk:p%40ss@127.0.0.1:5432/kiosk?sslmode=verify-full",
        "kiosk@/kiosk?host=/run/postgresql",
        "kiosk:p@[::1]/kiosk",
        "kiosk:p@/kiosk?host=a:5432&host=b:5433&target_session_attrs=read-write",
    ],
)
def test_an_address_that_can_be_used_is_taken(rest: str) -> None:
    check_address(f"postgresql+psycopg://{rest}")


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        (f"postgresql+psycopg://kiosk:p@{PASSWORD}:w@127.0.0.1:5432/kiosk", "is no address"),
        (f"postgresql+psycopg://kiosk:{PASSWORD}@host:port/kiosk", "is no address"),
        (f"nonsense {PASSWORD}", "is no address"),
        (f"sqlite://{PASSWORD}", "is no address"),
        (
            f"postgresql+psycopg://kiosk:{PASSWORD}@host/kiosk?sslmod=require",
            "has the unknown option sslmod; 'sslmode' is one",
        ),
    ],
)
def test_one_that_cannot_is_one_sentence_and_no_trace_shows_the_password(
    url: str, sentence: str
) -> None:
    with pytest.raises(BadAddressError, match=sentence) as caught:
        check_address(url)
    assert PASSWORD not in "".join(traceback.format_exception(caught.value))
    assert "\n" not in str(caught.value)
