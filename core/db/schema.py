"""Whether the database's schema is the one that this program was written for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import text

from core.db.errors import SchemaMismatchError

if TYPE_CHECKING:
    from core.db.database import Database

REVISION: Final = "0006"
"""The newest migration. Written down, so that a kiosk starts without the migration library."""

_REVISION: Final = text("SELECT version_num FROM alembic_version")


def check_schema(database: Database) -> None:
    """Check that the database is at this program's revision.

    Raises:
        SchemaMismatchError: saying whether the database or the program is behind.
        DatabaseUnavailableError: if it cannot be asked.
    """
    try:
        found = database.statement(
            lambda connection: connection.execute(_REVISION).scalar_one_or_none()
        )
    except SchemaMismatchError:
        found = None
    if found == REVISION:
        return
    if found is None:
        raise SchemaMismatchError("The database has no tables yet; run 'kiosk db upgrade'.")
    if found > REVISION:
        raise SchemaMismatchError(
            f"The database is at revision {found}, newer than this program; update the program."
        )
    raise SchemaMismatchError(
        f"The database is at revision {found}, this program needs {REVISION}; "
        "run 'kiosk db upgrade'."
    )
