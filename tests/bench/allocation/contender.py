"""A strategy in a database of its own, measured round by round."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import psycopg

from core.vehicles import VehicleType
from tests.bench.allocation import pgbench
from tests.bench.allocation.garages import address_of
from tests.bench.allocation.processor import postmaster_of, seconds_used

if TYPE_CHECKING:
    from tests.bench.allocation.garages import Fullness
    from tests.bench.allocation.strategy import Strategy

WARM_UP_S = 1
WARM_UP_CLIENTS = 16
RECENT = 4
"""Ids of stays that are not over yet are less than this many times the taken spots old."""
NOTHING = (pgbench.Script("SELECT 1;"),)
COUNTED = (
    "CREATE SEQUENCE collisions",
    "CREATE TABLE sent_away (room boolean NOT NULL)",
)
NEXT_IDS = """
SELECT setval(name, currval + %(clients)s) - %(clients)s + 1
FROM pg_get_serial_sequence('reservations', 'id') AS name,
    LATERAL (SELECT nextval(name)) AS t (currval)
"""
FINDINGS = """
SELECT (
    SELECT count(*) FROM (
        SELECT lower(period) < max(upper(period)) OVER (
            PARTITION BY spot_id ORDER BY lower(period), id
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS doubled
        FROM reservations WHERE status IN ('held', 'paid')
    ) live WHERE doubled
) AS double_bookings,
(SELECT count(*) FROM sent_away WHERE room) AS false_none_free,
(SELECT count(*) FROM sent_away WHERE NOT room) AS none_free,
(SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM collisions) AS collisions,
(SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()) AS deadlocks,
(SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()) AS transactions
"""


@dataclass(frozen=True, slots=True)
class Round:
    """One run of pgbench, and what it cost the server for each transaction."""

    report: pgbench.Report
    processor_us: float


@dataclass(frozen=True, slots=True)
class Findings:
    """What a contender did wrong, or twice, since its database was made.

    Args:
        double_bookings: reservations that overlap an earlier one of their spot.
        false_none_free: drivers who were sent away although a spot was free.
        none_free: drivers who were sent away rightly.
        collisions: attempts that the constraint refused, within a transaction.
        deadlocks: which PostgreSQL broke.
        transactions: all that were committed; one for each look of each claim, and few others.
    """

    double_bookings: int
    false_none_free: int
    none_free: int
    collisions: int
    deadlocks: int
    transactions: int


class Contender:
    """Makes its strategy's schema in a database that is given to it, and keeps the counts."""

    def __init__(self, url: str, strategy: Strategy, fullness: Fullness) -> None:
        self.url = url
        self.strategy = strategy
        self.claims = 0
        self.retries = 0
        self.failed = 0
        self._fullness = fullness
        self._connecting_s: dict[int, float] = {}
        with psycopg.connect(address_of(url), autocommit=True) as connection:
            for statement in (*COUNTED, *strategy.prepare):
                connection.execute(statement)
            connection.execute("VACUUM ANALYZE")
        self._postmaster = postmaster_of(address_of(url))
        self._transactions_before = self.findings().transactions
        self._claim(WARM_UP_CLIENTS, WARM_UP_S)

    def round(self, clients: int, seconds: int, *, timed: bool = False) -> Round:
        """Allocate for so long; the processor's time is without that of connecting."""
        if clients not in self._connecting_s:
            connecting = pgbench.Work(NOTHING, clients, each=1, options=self.strategy.options)
            _, self._connecting_s[clients] = self._run(connecting)
        report, used_s = self._claim(clients, seconds, timed=timed)
        claiming_s = used_s - self._connecting_s[clients]
        return Round(report, claiming_s / max(report.processed, 1) * 1e6)

    def findings(self) -> Findings:
        """Look at what is in the database now."""
        with psycopg.connect(address_of(self.url), autocommit=True) as connection:
            return Findings(*connection.execute(FINDINGS).fetchone() or ())

    def looks(self) -> float:
        """Return how many statements a claim took on the average."""
        return (self.findings().transactions - self._transactions_before) / self.claims

    def _run(self, work: pgbench.Work) -> tuple[pgbench.Report, float]:
        before_s = seconds_used(self._postmaster)
        report = pgbench.run(self.url, work)
        used_s = seconds_used(self._postmaster) - before_s
        return report, used_s

    def _claim(
        self, clients: int, seconds: int, *, timed: bool = False
    ) -> tuple[pgbench.Report, float]:
        work = pgbench.Work(
            self.strategy.scripts(),
            clients,
            seconds=seconds,
            variables=self._variables(clients),
            options=self.strategy.options,
            tries=self.strategy.tries,
            timed=timed,
        )
        report, used_s = self._run(work)
        self.claims += report.processed
        self.retries += report.retries
        self.failed += report.failed
        return report, used_s

    def _variables(self, clients: int) -> dict[str, str | float]:
        return {
            **{kind.value: kind.value for kind in VehicleType},
            "tick": 0,
            "first": self._first_ticks(clients),
            "garages": self._fullness.garages,
            "step_s": self._fullness.step_s,
            "recent": RECENT * self._fullness.taken * self._fullness.garages,
            "hold_for": "1 day",
            "price_minor": 300,
            "currency": "EUR",
        }

    def _first_ticks(self, clients: int) -> int:
        """Return the first of as many ids as there are clients, which no reservation will get."""
        with psycopg.connect(address_of(self.url), autocommit=True) as connection:
            row = connection.execute(NEXT_IDS, {"clients": clients}).fetchone()
        return int(row[0]) if row else 1
