"""Whether a database's address can be used at all, told without showing any of it."""

from __future__ import annotations

from typing import Final

import psycopg
from psycopg.conninfo import make_conninfo
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from core.db.errors import BadAddressError

_WRONG: Final = (
    "database.url is no address; it looks like postgresql://user:password@host/name, and in a "
    "password the characters @ : / ? # [ ] % are written as %40 %3A %2F %3F %23 %5B %5D %25."
)


def check_address(url: str) -> None:
    """Check that SQLAlchemy can read the address, and that psycopg knows all its options.

    Raises:
        BadAddressError: with one sentence. Neither it nor its cause holds the password, which a
            parser may have taken for something else.
    """
    try:
        address = make_url(url)
        words, options = address.get_dialect()().create_connect_args(address)
    except (ArgumentError, ValueError, TypeError):
        raise BadAddressError(_WRONG) from None
    try:
        make_conninfo(*words, **options)
    except psycopg.Error:
        unknown = [option for option in address.query if not _is_known(option)]
        if not unknown:
            raise BadAddressError(_WRONG) from None
        raise BadAddressError(
            f"database.url has the unknown option {', '.join(unknown)}; 'sslmode' is one that "
            "exists."
        ) from None


def _is_known(option: str) -> bool:
    try:
        make_conninfo(**{option: ""})
    except psycopg.Error:
        return False
    return True
