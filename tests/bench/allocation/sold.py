"""What is sold: the program's own claim and count, as pgbench and psycopg can run them.

The one place that knows their form. Their text is the program's, with names for its parameters
exchanged and nothing else.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from core.allocation.claim import Claim, Look, claim_statement
from core.allocation.drift import find_drift
from core.allocation.expiry import _EXPIRED, BATCH
from core.availability import _DAY, _FREE, QUARTER, QUARTERS_A_DAY
from core.db.database import CONNECT_ARGS, Database
from core.ids import GarageId
from core.money import Money, currency
from core.periods import Period
from core.vehicles import VehicleType
from tests.bench.allocation.strategy import ENDS_AT, STARTS_AT, Strategy

OPTIONS = str(CONNECT_ARGS["options"])
"""The settings of the program's connections."""
PARAMETER = re.compile(r"(?<![:\w]):([a-z_]+)")
LOOKS = (*Look, Look.WAITING, Look.WAITING)
"""As the program looks, which has no bound."""


def ours(*, arrives_now: bool = True) -> Strategy:
    """Return the program's claim, of walk-ins or of bookings."""

    def looks(kind: VehicleType) -> tuple[str, ...]:
        claim = _any_claim(kind, arrives_now=arrives_now)
        return tuple(_look(claim, look) for look in LOOKS)

    return Strategy("ours: free intervals, one statement", looks, options=OPTIONS, tries=5)


def count_for_pgbench(kind: VehicleType) -> str:
    """Return the statement of ``free_spots``, for the variables of a strategy's script."""
    return _for_pgbench(_FREE.text, kind)


def day_for_pgbench() -> str:
    """Return the statement of ``day_curve``, for the period of a script."""
    statement = _for_pgbench(_DAY.text, next(iter(VehicleType)))
    seconds = f"{QUARTER.total_seconds():.0f}"
    return statement.replace(":seconds", seconds).replace(":quarters", f"{QUARTERS_A_DAY}")


def drifted(url: str) -> int:
    """Return how many spots the program itself finds to have drifted."""
    with Database(url) as database:
        return len(find_drift(database))


def claim_for_psycopg(claim: Claim) -> str:
    """Return the claim's first look, for psycopg and the program's own parameters."""
    return PARAMETER.sub(r"%(\1)s", claim_statement(claim, next(iter(Look))).text)


def _look(claim: Claim, look: Look) -> str:
    statement = _for_pgbench(claim_statement(claim, look).text, claim.vehicle_type)
    if look is not Look.WAITING:
        return statement
    return f"{_EXPIRED.text.replace(':batch', str(BATCH))};\n{statement}"


def _for_pgbench(statement: str, kind: VehicleType) -> str:
    bound = {
        "starts_at": STARTS_AT,
        "ends_at": ENDS_AT,
        "vehicle_type": f":{kind.value}",
        "hold_for": "CAST(:hold_for AS interval)",
        "spot_promised": "true",
        "garage_version": "1",
    }
    return PARAMETER.sub(lambda match: bound.get(match[1], match[0]), statement)


def _any_claim(kind: VehicleType, *, arrives_now: bool) -> Claim:
    # The statement depends on the type and on whether the driver is here, not on the rest.
    now = datetime.now(UTC)
    return Claim(
        garage_id=GarageId(1),
        garage_version=1,
        vehicle_type=kind,
        period=Period(now, now + timedelta(hours=2)),
        price=Money(300, currency("EUR")),
        hold_for=timedelta(minutes=2),
        arrives_now=arrives_now,
    )
