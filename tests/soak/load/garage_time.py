"""A garage's time that runs faster than ours, for the program and for its database alike.

The database is given a ``now()`` and a ``clock_timestamp()`` of its own, which its connections find
before PostgreSQL's. Whatever the program asks the database about the time, it is told the garage's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import psycopg
from psycopg import sql

from tests.bench.allocation.garages import address_of

_MAKE: Final = """
CREATE SCHEMA garage_time;
CREATE FUNCTION garage_time.at(ours timestamptz) RETURNS timestamptz LANGUAGE sql STABLE AS $$
    SELECT ours + {faster} * (ours - {began}::timestamptz)
$$;
CREATE FUNCTION garage_time.now() RETURNS timestamptz LANGUAGE sql STABLE AS $$
    SELECT pg_catalog.now() + {faster} * (pg_catalog.now() - {began}::timestamptz)
$$;
CREATE FUNCTION garage_time.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE AS $$
    SELECT garage_time.at(pg_catalog.clock_timestamp())
$$;
ALTER DATABASE {database} SET search_path = garage_time, pg_catalog, public;
"""


@dataclass(frozen=True, slots=True)
class GarageTime:
    """Time that was ours when it ``began``, and is ``speed`` times as fast since."""

    began: datetime
    speed: int

    def now(self) -> datetime:
        """Return the garage's time; this makes it a ``Clock``."""
        return self.at(datetime.now(UTC))

    def at(self, ours: datetime) -> datetime:
        """Return the garage's time at a moment of ours."""
        return ours + (self.speed - 1) * (ours - self.began)

    def install(self, url: str) -> None:
        """Let all connections to this database from now on live in the garage's time."""
        with psycopg.connect(address_of(url), autocommit=True) as connection:
            connection.execute(
                sql.SQL(_MAKE).format(
                    faster=sql.Literal(self.speed - 1),
                    began=sql.Literal(self.began.isoformat()),
                    database=sql.Identifier(connection.info.dbname),
                )
            )
