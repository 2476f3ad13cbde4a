"""Connections, transactions, and how failures of the database are named."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, Self, TypeVar

from psycopg import Connection as PsycopgConnection
from psycopg import Error as PsycopgError
from psycopg.errors import (
    DeadlockDetected,
    ExclusionViolation,
    InsufficientPrivilege,
    InvalidCatalogName,
    InvalidPassword,
    InvalidTextRepresentation,
    LockNotAvailable,
    QueryCanceled,
    ReadOnlySqlTransaction,
    SerializationFailure,
    UndefinedColumn,
    UndefinedTable,
    UniqueViolation,
)
from sqlalchemy import create_engine
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.pool import QueuePool

from core.db.address import check_address
from core.db.errors import (
    DatabaseUnavailableError,
    DriftError,
    RolledBackError,
    SchemaMismatchError,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection, Engine

T = TypeVar("T")

CLOSE_WITHIN_S: Final = 3.0
REPEATS: Final = 5
"""How often a transaction is repeated that PostgreSQL chose as the victim of a deadlock."""

_BUSY: Final = "The database is too busy to finish; try again in a moment."

CONNECT_ARGS: Final[dict[str, object]] = {
    "connect_timeout": 3,
    "keepalives_idle": 10,
    "keepalives_interval": 3,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
    "application_name": "garage-kiosk",
    # READ COMMITTED is part of the allocation's design, and a payment's decision must be on disk
    # before it has an effect: neither may depend on how a server happens to be configured.
    "options": "-c default_transaction_isolation=read\\ committed -c synchronous_commit=on "
    # All statements are probes of an index: planning each anew would cost more than it finds.
    "-c plan_cache_mode=force_generic_plan "
    "-c statement_timeout=10000 -c lock_timeout=5000 -c timezone=UTC "
    "-c idle_in_transaction_session_timeout=10000 "
    # The server, too, must notice soon that a kiosk has lost its power: it holds that kiosk's lock.
    "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=3 -c tcp_keepalives_count=3",
}


class Database:
    """The central PostgreSQL. Safe to share between threads; connects when first used.

    Raises:
        BadAddressError: if the address cannot be used.
    """

    def __init__(self, url: str, *, pool_size: int = 4) -> None:
        check_address(url)
        self.url = url
        self._engine = create_engine(
            url,
            poolclass=QueuePool,
            pool_size=pool_size,
            max_overflow=2,
            pool_timeout=5,
            pool_pre_ping=True,
            pool_recycle=1800,
            connect_args=CONNECT_ARGS,
            query_cache_size=200,
            hide_parameters=True,  # they hold ticket codes and card data, and errors are logged
        )
        self._autocommit = self._engine.execution_options(isolation_level="AUTOCOMMIT")

    def transaction(self, work: Callable[[Connection], T]) -> T:
        """Run ``work`` in one transaction and return its value.

        ``work`` is run again if PostgreSQL ended it to break a deadlock, so it must not have other
        effects than statements on its connection.

        Raises:
            DatabaseUnavailableError: also when the outcome of the commit is unknown.
        """
        return self._run(self._engine, work)

    def statement(self, work: Callable[[Connection], T]) -> T:
        """Run ``work``, whose one statement is a transaction by itself: one round trip.

        Raises:
            DatabaseUnavailableError: also when the outcome of the statement is unknown.
        """
        return self._run(self._autocommit, work)

    @contextmanager
    def own_connection(self) -> Iterator[PsycopgConnection[Any]]:
        """Lend a connection outside the pool, for listening and for locks that last a session.

        Raises:
            DatabaseUnavailableError: also while the connection is in use.
        """
        with translated_errors():
            lent = self._engine.raw_connection()
        connection = lent.driver_connection
        lent.detach()
        if not isinstance(connection, PsycopgConnection):
            raise TypeError("The database is not reached through psycopg.")
        try:
            connection.autocommit = True
            with translated_errors():
                yield connection
        finally:
            connection.close()

    def __enter__(self) -> Self:
        """Lend the database to a block, which closes it."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Close all connections, waiting a little for those that a thread still works with."""
        give_up_at = time.monotonic() + CLOSE_WITHIN_S
        pool = self._engine.pool
        while isinstance(pool, QueuePool) and pool.checkedout() and time.monotonic() < give_up_at:
            threading.Event().wait(0.02)
        self._engine.dispose()

    @staticmethod
    def _run(engine: Engine, work: Callable[[Connection], T]) -> T:
        for repeat in range(REPEATS):
            try:
                with translated_errors(), engine.begin() as connection:
                    return work(connection)
            except RolledBackError:
                if repeat == REPEATS - 1:
                    raise
        raise AssertionError  # pragma: no cover


_DRIFTED: Final = (
    "Two reservations would share a spot: free_intervals has drifted; call the operator."
)
FREE_TIME_KEY: Final = "free_intervals_fit_key"
"""The unique index that refuses to write one stretch of a spot's free time twice."""

# What an SQLSTATE means to this program, and the sentence for whoever reads it.
_MEANINGS: Final[tuple[tuple[tuple[type[Exception], ...], type[Exception], str], ...]] = (
    (
        (LockNotAvailable, QueryCanceled),
        DatabaseUnavailableError,
        "The database is busy with other work; try again in a moment.",
    ),
    (
        (ReadOnlySqlTransaction,),
        DatabaseUnavailableError,
        "The database only lets itself be read; check that the address is the primary's.",
    ),
    (
        (ExclusionViolation,),
        DriftError,
        _DRIFTED,
    ),
    (
        (UndefinedTable, UndefinedColumn, InvalidTextRepresentation),  # the last of an enum
        SchemaMismatchError,
        "The database's schema is out of date; run 'kiosk db upgrade'.",
    ),
    (
        (InsufficientPrivilege,),
        SchemaMismatchError,
        "The database's user may not use the tables; grant them to it or let it own them.",
    ),
)


@contextmanager
def translated_errors() -> Iterator[None]:
    """Turn the driver's errors into this program's, by their SQLSTATE."""
    try:
        yield
    except PoolTimeoutError as error:
        raise DatabaseUnavailableError(
            "The database is busy with other work; try again in a moment."
        ) from error
    except PsycopgError as error:  # from a connection that is used without SQLAlchemy
        _raise_meaning(error, error)
        raise DatabaseUnavailableError(_sentence(error)) from error
    except DBAPIError as error:
        _raise_meaning(error.orig, error)
        if isinstance(error, OperationalError | InterfaceError) or error.connection_invalidated:
            raise DatabaseUnavailableError(_sentence(error.orig)) from error
        raise


def _raise_meaning(cause: BaseException | None, error: Exception) -> None:
    if isinstance(cause, DeadlockDetected | SerializationFailure):
        raise RolledBackError(_BUSY) from error
    for causes, meaning, sentence in _MEANINGS:
        if isinstance(cause, causes):
            raise meaning(sentence) from error
    if isinstance(cause, UniqueViolation) and cause.diag.constraint_name == FREE_TIME_KEY:
        raise DriftError(_DRIFTED) from error


def _sentence(cause: BaseException | None) -> str:
    # Indented lines are the driver's advice; of several attempts, the last one counts.
    lines = [line for line in str(cause or "").splitlines() if line and not line[0].isspace()]
    said = lines[-1] if lines else ""
    refused = "password authentication failed" in said or 'role "' in said
    if isinstance(cause, InvalidPassword) or refused:
        return "The database refuses the user or password; correct database.url in the settings."
    if isinstance(cause, InvalidCatalogName) or "does not exist" in said:
        return "The server has no such database; create it or correct database.url."
    return f"The database cannot be reached ({said}); check that PostgreSQL is up and the address."
