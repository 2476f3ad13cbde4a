"""Bringing a database's schema up to date: ``kiosk db upgrade``.

Safe to run twice and by two people at once: an advisory lock lets one in. Not while kiosks run:
each of them was written for the schema that it started with.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, pool, text

from core.db.address import check_address
from core.db.database import CONNECT_ARGS, translated_errors
from core.db.errors import SchemaMismatchError
from core.kiosk_lock import LOCK_SPACE

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

MIGRATIONS: Final = Path(__file__).parent / "migrations"
LOCK: Final = 7_701_001
"""Key of the advisory lock that only one upgrade holds at a time."""
LOCK_TIMEOUT: Final = "3s"
"""Whoever else is at work is not made to wait behind a migration that waits itself."""
STATEMENT_TIMEOUT: Final = "15min"
# Every kiosk holds its lock as long as it lives.
_RUNNING: Final = text("""
SELECT k.name FROM kiosks k JOIN pg_locks l ON l.objid = k.id::bigint::oid
WHERE l.locktype = 'advisory' AND l.classid = CAST(:space AS bigint)::oid AND l.objsubid = 2
    AND l.granted AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
ORDER BY k.name
""")


class KiosksRunningError(RuntimeError):
    """An upgrade would change the tables under kiosks that know the old ones."""


def upgrade(url: str, *, to: str = "head") -> bool:
    """Apply the migrations that the database lacks, up to ``to``; return whether there were any.

    Raises:
        DatabaseUnavailableError: if the database cannot be reached, or is busy.
        SchemaMismatchError: if the database is newer than this program.
        KiosksRunningError: if there is something to apply, and kiosks run.
    """
    engine = _engine(url)
    try:
        with translated_errors(), engine.connect() as connection:
            # The session's lock waits for another upgrade as long as that takes.
            connection.execute(text("SELECT set_config('lock_timeout', '0', false)"))
            connection.execute(
                text("SELECT set_config('statement_timeout', :limit, false)"),
                {"limit": STATEMENT_TIMEOUT},
            )
            connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": LOCK})
            connection.execute(
                text("SELECT set_config('lock_timeout', :limit, false)"), {"limit": LOCK_TIMEOUT}
            )
            connection.commit()
            before = MigrationContext.configure(connection).get_current_revision()
            connection.rollback()
            if before is not None and before > head():
                raise SchemaMismatchError(
                    f"The database is at revision {before}, newer than this program; "
                    "update the program."
                )
            if before is not None and before != head():
                _refuse_while_kiosks_run(connection)
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, to)
            return before != head()
    finally:
        engine.dispose()


def _refuse_while_kiosks_run(connection: Connection) -> None:
    kiosks = connection.scalars(_RUNNING, {"space": LOCK_SPACE}).all()
    connection.rollback()
    if kiosks:
        raise KiosksRunningError(
            f"Kiosks are running ({', '.join(kiosks)}); end them, upgrade, and start them again "
            "with this version."
        )


def current(url: str) -> str | None:
    """Return the revision that the database is at, or None if it was never migrated.

    Raises:
        DatabaseUnavailableError: if the database cannot be reached.
    """
    engine = _engine(url)
    try:
        with translated_errors(), engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    finally:
        engine.dispose()


def head() -> str:
    """Return the newest revision that this program knows."""
    revision = ScriptDirectory.from_config(_config()).get_current_head()
    if revision is None:
        raise RuntimeError("The program was packaged without its migrations.")
    return revision


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    return config


def _engine(url: str) -> Engine:
    check_address(url)
    return create_engine(
        url, poolclass=pool.NullPool, connect_args=CONNECT_ARGS, hide_parameters=True
    )
