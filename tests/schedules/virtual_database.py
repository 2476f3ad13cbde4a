"""The real PostgreSQL with a time of its own, and transactions that are cut off.

An own ``now()`` stands before PostgreSQL's in the search path, and tells the time that each
transaction is given when it begins.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, TypeVar

from psycopg import Connection as PsycopgConnection
from psycopg.rows import class_row
from sqlalchemy.engine import make_url

from core.db.database import Database
from core.db.errors import DatabaseUnavailableError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy import Connection

    from tests.schedules.actors import Actors, VirtualClock
    from tests.schedules.fate import Fate

T = TypeVar("T")

_OWN_TIME: Final = """
CREATE SCHEMA own_time;
CREATE FUNCTION own_time.now() RETURNS timestamptz STABLE LANGUAGE sql
    AS $$ SELECT current_setting('own_time.now')::timestamptz $$;
DO $$
DECLARE place record;
BEGIN
    FOR place IN SELECT table_name, column_name FROM information_schema.columns
        WHERE table_schema = 'public' AND column_default = 'now()'
    LOOP
        EXECUTE 'ALTER TABLE ' || place.table_name || ' ALTER ' || place.column_name
            || ' SET DEFAULT own_time.now()';
    END LOOP;
END $$;
CREATE TABLE own_time.free_at_first AS TABLE free_intervals;
"""
_SET_TIME: Final = "SELECT set_config('own_time.now', %s, false)"
_STORIES: Final = """
SELECT r.id AS reservation, r.status, r.price_minor, r.waiver, t.code, p.id AS payment, p.state,
    p.intent_id, coalesce(
        (SELECT jsonb_agg(f ORDER BY f.id) FROM refunds f WHERE f.payment_id = p.id), '[]'
    ) AS refunds
FROM reservations r LEFT JOIN payments p ON p.reservation_id = r.id
    LEFT JOIN tickets t ON t.reservation_id = r.id
ORDER BY r.id, p.id
"""
_NOTHING_SOLD: Final = """
TRUNCATE payments, tickets, reservations, refunds RESTART IDENTITY CASCADE;
DELETE FROM free_intervals;
INSERT INTO free_intervals SELECT * FROM own_time.free_at_first
"""


@dataclass(frozen=True, slots=True)
class Story:
    """One reservation, with one of its payments and all that belongs to it."""

    reservation: int
    status: str
    price_minor: int
    waiver: str | None
    code: str | None
    payment: int | None
    state: str | None
    intent_id: str | None
    refunds: Sequence[Mapping[str, Any]]
    """The payment's rows of ``refunds``."""


def own_time(database: Database) -> None:
    """Let this database tell its own time from the next connection on."""
    name = make_url(database.url).database
    path = "own_time, public, pg_catalog"
    database.transaction(lambda connection: connection.exec_driver_sql(_OWN_TIME))
    database.statement(
        lambda connection: connection.exec_driver_sql(
            f'ALTER DATABASE "{name}" SET search_path = {path}'
        )
    )


class VirtualDatabase(Database):
    """Transactions at the virtual time, some of which fail; a step of its actor each."""

    actors: Actors
    fate: Fate
    clock: VirtualClock
    down: bool
    """Whether nothing gets through at the moment."""
    stories: Sequence[Story]
    """All reservations with what belongs to them, as the last transaction left them."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self._engine.pool._pre_ping = False  # a question less for each transaction

    def begin(self, actors: Actors, fate: Fate, clock: VirtualClock) -> None:
        """Begin a schedule with nothing sold."""
        self.actors, self.fate, self.clock = actors, fate, clock
        self.down, self.stories = False, ()
        self._run(self._engine, lambda connection: connection.exec_driver_sql(_NOTHING_SOLD))

    def transaction(self, work: Callable[[Connection], T]) -> T:
        """See ``Database``; may be cut off before it begins, before its commit, or in it."""
        faults = ("database: refused", "database: cut before commit", "database: cut in commit")
        return self._faulty(super().transaction, work, faults)

    def statement(self, work: Callable[[Connection], T]) -> T:
        """See ``Database``; may be cut off before or after it is done."""
        faults = ("database: refused", "database: cut in commit")
        return self._faulty(super().statement, work, faults)

    def _faulty(
        self,
        run: Callable[[Callable[[Connection], T]], T],
        work: Callable[[Connection], T],
        faults: tuple[str, ...],
    ) -> T:
        self.actors.step(work.__qualname__.replace(".<locals>", ""))
        fault = self._fault(faults)
        left: Sequence[Story] = ()

        def timed(connection: Connection) -> T:
            nonlocal left
            driver = _driver(connection)
            driver.execute(_SET_TIME, (self.clock.now().isoformat(),))
            answer = work(connection)
            if fault == "database: cut before commit":
                raise DatabaseUnavailableError(fault)  # rolls back
            if answer == []:  # nothing was to be taken up, so nothing has changed
                left = self.stories
                return answer
            left = driver.cursor(row_factory=class_row(Story)).execute(_STORIES).fetchall()
            return answer

        if fault == "database: refused":
            raise DatabaseUnavailableError(fault)
        answer = run(timed)
        self.stories = left
        if fault is not None:
            raise DatabaseUnavailableError(fault)
        self.actors.breathe()  # while the answer is on its way
        return answer

    def _fault(self, faults: tuple[str, ...]) -> str | None:
        if self.actors.calm:
            return None
        if self.down:
            self.fate.meet("database: down")
            return faults[0]
        if not self.fate.chance(self.fate.database_faults):
            return None
        fault = self.fate.one_of(faults)
        self.fate.meet(fault)
        self.actors.note(f"... {fault}")
        return fault

    def jump(self, seconds: float) -> None:
        """Set the database's clock forward or back."""
        self.clock.ahead += timedelta(seconds=seconds)


def _driver(connection: Connection) -> PsycopgConnection[Any]:
    """Return the driver's connection, which asks in a third of the time."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, PsycopgConnection)
    return driver
