"""The migrated schema is the one that the models describe."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text

from core.allocation import find_drift
from core.availability import free_spots
from core.db import migrate
from core.db.database import Database
from core.db.errors import DatabaseUnavailableError, SchemaMismatchError
from core.db.schema import REVISION, check_schema
from core.db.tables import Table
from core.garage_store import find_garage, register_kiosk
from core.kiosk_lock import KioskLock
from core.vehicles import VehicleType
from tests.core.small_garage import HOUR, from_now
from tests.shots.samples import GARAGE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

CATALOGUE: Final = {
    "constraints": """
        SELECT conrelid::regclass || ' ' || conname, pg_get_constraintdef(oid)
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n'
    """,
    "indexes": """
        SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
        JOIN pg_class c ON c.oid = indexrelid WHERE c.relnamespace = 'public'::regnamespace
    """,
    "columns": """
        SELECT attrelid::regclass || '.' || attname,
            concat_ws(' ', format_type(atttypid, atttypmod), attnotnull, attidentity, attgenerated,
                pg_get_expr(adbin, adrelid))
        FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
        LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND attnum > 0
    """,
    "enums": """
        SELECT t.typname, string_agg(enumlabel, ' ' ORDER BY enumsortorder)
        FROM pg_enum JOIN pg_type t ON t.oid = enumtypid GROUP BY t.typname
    """,
    "storage": """
        SELECT relname, array_to_string(reloptions, ' ') FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
    """,
}


@pytest.fixture
def migrated(database_url: str) -> Iterator[Connection]:
    engine = create_engine(database_url)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@pytest.fixture
def modelled(empty_database_url: str) -> Iterator[Connection]:
    """A connection to a database that was made from the models alone."""
    engine = create_engine(empty_database_url)
    Table.metadata.create_all(engine)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@pytest.mark.parametrize("part", CATALOGUE)
def test_the_migrations_make_what_the_models_describe(
    migrated: Connection, modelled: Connection, part: str
) -> None:
    made, described = (_catalogue(connection, part) for connection in (migrated, modelled))

    assert made == described
    assert made


def test_the_comparison_sees_a_difference(migrated: Connection, modelled: Connection) -> None:
    modelled.execute(text("ALTER TABLE garages DROP CONSTRAINT garages_slug_check"))

    assert _catalogue(migrated, "constraints") != _catalogue(modelled, "constraints")


def test_nothing_is_left_to_migrate(migrated: Connection) -> None:
    context = MigrationContext.configure(migrated, opts={"compare_type": True})

    assert compare_metadata(context, Table.metadata) == []


def test_upgrading_twice_is_upgrading_once(empty_database_url: str) -> None:
    assert migrate.current(empty_database_url) is None
    assert migrate.upgrade(empty_database_url) is True
    assert migrate.upgrade(empty_database_url) is False
    assert migrate.current(empty_database_url) == migrate.head()


def test_what_was_sold_before_the_second_version_stays_sold(empty_database_url: str) -> None:
    with Database(empty_database_url) as database:
        _sell_with_the_first_version(database)

        assert migrate.upgrade(empty_database_url) is True

        assert find_drift(database) == []
        garage = find_garage(database, "old")
        assert free_spots(database, garage, VehicleType.COMPACT, from_now(later=2 * HOUR)) == 1
        assert free_spots(database, garage, VehicleType.COMPACT, from_now()) == 0


def test_nothing_is_upgraded_under_a_kiosk_that_runs(empty_database_url: str) -> None:
    with Database(empty_database_url) as database:
        _sell_with_the_first_version(database)
        kiosk_id = register_kiosk(database, GARAGE, "north")
        running = KioskLock(database, kiosk_id)
        running.take()

        with pytest.raises(migrate.KiosksRunningError, match=r"running \(north\); end them"):
            migrate.upgrade(empty_database_url)
        assert migrate.current(empty_database_url) == "0001"

        running.release()
        assert migrate.upgrade(empty_database_url) is True


def test_an_upgrade_of_tables_that_somebody_uses_says_that_the_database_is_busy(
    empty_database_url: str,
) -> None:
    with Database(empty_database_url) as database:
        _sell_with_the_first_version(database)
        with database.own_connection() as other:
            other.autocommit = False
            other.execute("SELECT FROM reservations")

            with pytest.raises(DatabaseUnavailableError, match="busy with other work; try again"):
                migrate.upgrade(empty_database_url)
            other.rollback()
        assert migrate.upgrade(empty_database_url) is True


def _sell_with_the_first_version(database: Database) -> None:
    """One spot that is taken now, and one that is out of service."""
    migrate.upgrade(database.url, to="0001")
    statements = """
        INSERT INTO garages (slug, name, address, zipcode, time_zone, currency, rate_compact,
                             rate_regular, rate_large)
        VALUES ('old', 'Old', 'Street 1', '20457', 'Europe/Berlin', 'EUR', 3, 4, 6);
        INSERT INTO spots (garage_id, floor, number, vehicle_type, status)
        VALUES (1, 0, 1, 'compact', 'in_service'), (1, 0, 2, 'compact', 'out_of_service');
        INSERT INTO free_intervals (spot_id, lo, hi, garage_id, vehicle_type)
        VALUES (1, now() + interval '1 h', 'infinity', 1, 'compact');
        INSERT INTO reservations (garage_id, spot_id, vehicle_type, period, status, price_minor,
                                  currency)
        VALUES (1, 1, 'compact', tstzrange(now() - interval '1 h', now() + interval '1 h'),
                'paid', 600, 'EUR');
    """
    for statement in filter(str.strip, statements.split(";")):
        database.transaction(lambda connection, sql=statement: connection.execute(text(sql)))


def test_two_upgrades_at_once_are_one(empty_database_url: str) -> None:
    with ThreadPoolExecutor() as pool:
        applied = list(pool.map(migrate.upgrade, [empty_database_url] * 3))

    assert sorted(applied) == [False, False, True]


def test_the_revision_that_is_written_down_is_the_newest() -> None:
    assert migrate.head() == REVISION


@pytest.mark.parametrize(
    ("revision", "sentence"),
    [
        ("0000", f"at revision 0000, this program needs {REVISION}; run 'kiosk db upgrade'."),
        ("9999", "at revision 9999, newer than this program; update the program."),
    ],
    ids=["behind", "ahead"],
)
def test_another_revision_is_told_with_what_to_do(
    database: Database, revision: str, sentence: str
) -> None:
    check_schema(database)
    put = text("UPDATE alembic_version SET version_num = :revision")
    database.statement(lambda connection: connection.execute(put, {"revision": revision}))

    with pytest.raises(SchemaMismatchError, match=sentence):
        check_schema(database)


def test_a_database_without_tables_is_told_with_what_to_do(empty_database_url: str) -> None:
    database = Database(empty_database_url)

    with pytest.raises(SchemaMismatchError, match="has no tables yet; run 'kiosk db upgrade'"):
        check_schema(database)
    database.close()


def _catalogue(connection: Connection, part: str) -> dict[str, str]:
    rows = connection.execute(text(CATALOGUE[part]))
    return {name: definition for name, definition in rows if "alembic_version" not in name}
