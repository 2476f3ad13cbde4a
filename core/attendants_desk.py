"""The attendants' side of a call: heard, shown, and only then answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from sqlalchemy import text

from core.attendants import ANSWERS, CALLED, CALLS, QUESTION

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from datetime import datetime

    from sqlalchemy import Row

    from core.db.database import Database

RECENT: Final = timedelta(minutes=10)
"""How old a call may be that is shown to somebody who begins to listen."""
LONGEST_WAIT_S: Final = 0.5
"""How long it may take to notice that listening should end; costs no statement."""

_CALL: Final = """
SELECT a.id, a.at, g.slug, g.name AS garage, g.time_zone, k.name AS kiosk
FROM audit_log a JOIN kiosks k ON k.id = a.kiosk_id JOIN garages g ON g.id = k.garage_id
WHERE a.action = :called AND
"""
_RECENT: Final = text(f"{_CALL} a.at > now() - :recent ORDER BY a.id")
_ONE: Final = text(f"{_CALL} a.id = :id")
_ANSWER: Final = text("SELECT pg_notify(:channel, :message)")


@dataclass(frozen=True, slots=True)
class Call:
    """A driver asks for a person."""

    id: int
    at: datetime
    """In the garage's time zone."""
    garage: str
    kiosk: str
    fresh: bool
    """Whether the driver called just now, as opposed to before anybody listened."""


class Desk:
    """Where attendants hear of calls.

    Args:
        database: the central one.
        slugs: the garages whose calls are heard; none for all garages.
    """

    def __init__(self, database: Database, slugs: Collection[str] = ()) -> None:
        self._database = database
        self._slugs = frozenset(slugs)
        self._shown: set[int] = set()

    def calls(
        self,
        *,
        ended: Callable[[], bool] = lambda: False,
        ready: Callable[[], object] = lambda: None,
    ) -> Iterator[Call]:
        """Yield the calls of the last minutes, then each new one, for as long as there is a line.

        A call is answered when the next one is asked for: so it has been shown by then. Begun
        anew after a loss, it yields what was missed, and nothing twice. ``ended`` is asked now and
        then whether to stop; ``ready`` is called when what was missed
        has been shown.

        Raises:
            DatabaseUnavailableError: when the line is lost.
        """
        with self._database.own_connection() as connection:
            connection.execute(f"LISTEN {CALLS}".encode())
            for row in self._database.statement(
                lambda own: own.execute(_RECENT, {"called": CALLED, "recent": RECENT}).all()
            ):
                yield from self._new(row, fresh=False)
            ready()
            while not ended():
                for notice in connection.notifies(timeout=LONGEST_WAIT_S):
                    yield from self._heard(notice.payload)

    def _heard(self, message: str) -> Iterator[Call]:
        if message.startswith(QUESTION):
            self._answer(message)
        elif message.isdecimal():
            row = self._database.statement(
                lambda own: own.execute(_ONE, {"called": CALLED, "id": int(message)}).one_or_none()
            )
            if row is not None and self._is_ours(row):
                yield from self._new(row, fresh=True)
                self._answer(message)

    def _new(self, row: Row[tuple[object, ...]], *, fresh: bool) -> Iterator[Call]:
        if row.id in self._shown or not self._is_ours(row):
            return
        yield Call(row.id, row.at.astimezone(ZoneInfo(row.time_zone)), row.garage, row.kiosk, fresh)
        self._shown.add(row.id)

    def _is_ours(self, row: Row[tuple[object, ...]]) -> bool:
        return not self._slugs or row.slug in self._slugs

    def _answer(self, message: str) -> None:
        self._database.statement(
            lambda own: own.execute(_ANSWER, {"channel": ANSWERS, "message": message})
        )
