"""What moves are planned on: spots in service and the stays on them, as read at one moment."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import text

from core.allocation.moves import SMALL, Stay, Wanted, plan_moves
from core.ids import ReservationId, SpotId
from core.periods import Period
from core.vehicles import VehicleType

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sqlalchemy import Connection, TextClause

    from core.allocation.claim import Claim
    from core.allocation.moves import Plan

AROUND: Final = timedelta(hours=12)
"""How long before and after the stay others are looked at; what reaches beyond is not moved."""
MOST_SPOTS: Final = 400
"""How many spots are looked at: reading them and their stays costs more than the search."""

# The spots that moves may help with, the longest free during the stay first: those with free time
# then, and those that a smaller vehicle could leave. In a small garage, where every arrangement may
# be tried, also the others: what makes way for the stay may push something else there.
_WORTH_A_LOOK: Final = """
    SELECT spot_id FROM (
        SELECT spot_id, least(hi, :ends_at) - greatest(lo, :starts_at) AS free
        FROM free_intervals
        WHERE garage_id = :garage_id AND status = 'in_service'
            AND lo < :ends_at AND hi > :starts_at AND lo < hi
        UNION ALL
        SELECT r.spot_id, interval '0' FROM reservations r JOIN spots ON spots.id = r.spot_id
        WHERE r.garage_id = :garage_id AND NOT r.spot_promised AND r.status IN ('held', 'paid')
            AND lower(r.period) < :ends_at AND upper(r.period) > :starts_at
            AND lower(r.period) > now() AND r.vehicle_type < spots.vehicle_type
        UNION ALL
        SELECT id, interval '0' FROM spots
        WHERE garage_id = :garage_id AND status = 'in_service' AND (
            SELECT count(*) <= :small FROM spots
            WHERE garage_id = :garage_id AND status = 'in_service'
        )
    ) AS helpful
    GROUP BY spot_id ORDER BY sum(free) DESC, spot_id LIMIT :most_spots
"""
# OFFSET 0 keeps the stays of each spot a question of its own, which the constraint's index answers.
_SEE: Final = """
SELECT s.id AS spot_id, s.vehicle_type AS spot_type,
    stay.id, stay.vehicle_type, stay.starts_at, stay.ends_at,
    NOT stay.spot_promised AND stay.starts_at > clock_timestamp() AS movable
FROM spots s
LEFT JOIN LATERAL (
    SELECT r.id, r.vehicle_type, r.spot_promised,
        lower(r.period) AS starts_at, upper(r.period) AS ends_at
    FROM reservations r
    WHERE r.spot_id = s.id AND r.status IN ('held', 'paid')
        AND int4range(r.spot_id, r.spot_id, '[]') && int4range(s.id, s.id, '[]')
        AND r.period && tstzrange(:known_from, :known_until)
    OFFSET 0
) stay ON true
WHERE s.status = 'in_service' AND s.id = ANY({spots})
ORDER BY s.distance, stay.starts_at
"""
_SEE_ALL: Final = text(_SEE.format(spots=f"ARRAY({_WORTH_A_LOOK})"))
_SEE_AGAIN: Final = text(_SEE.format(spots=":spot_ids"))
_ANY_MOVABLE: Final = text("""
SELECT EXISTS (
    SELECT FROM reservations
    WHERE garage_id = :garage_id AND NOT spot_promised AND status IN ('held', 'paid')
        AND lower(period) < :ends_at AND upper(period) > :starts_at AND lower(period) > now()
)
""")


@dataclass(frozen=True, slots=True)
class Scene:
    """Spots in service, the nearest first, and the stays on them around the wanted one."""

    spots: Mapping[SpotId, VehicleType]
    stays: tuple[Stay, ...]

    def of(self, spot_ids: Collection[SpotId]) -> Scene:
        """The same of some spots only."""
        return Scene(
            {spot_id: kind for spot_id, kind in self.spots.items() if spot_id in spot_ids},
            tuple(stay for stay in self.stays if stay.spot_id in spot_ids),
        )

    @property
    def movable(self) -> frozenset[ReservationId]:
        """The bookings that may move."""
        return frozenset(stay.reservation_id for stay in self.stays if stay.movable)

    def moving_only(self, reservation_ids: Collection[ReservationId]) -> Scene:
        """The same with no other movable bookings than these."""
        return Scene(
            self.spots,
            tuple(
                replace(stay, movable=stay.movable and stay.reservation_id in reservation_ids)
                for stay in self.stays
            ),
        )

    def plan(self, claim: Claim) -> Plan | None:
        """The moves that make room for the claim, if any are found."""
        wanted = Wanted(claim.period, claim.vehicle_type)
        return plan_moves(wanted, self.spots, self.stays, known=_known(claim))


def any_movable(connection: Connection, claim: Claim) -> bool:
    """Whether any booking that may move is in the claim's way: one small question."""
    return bool(connection.scalar(_ANY_MOVABLE, _parameters(claim)))


def see(connection: Connection, claim: Claim) -> Scene:
    """Read the spots that moves may help with, ``MOST_SPOTS`` at most."""
    limits = {"most_spots": MOST_SPOTS, "small": SMALL}
    return _read(connection, _SEE_ALL, _parameters(claim) | limits)


def see_again(connection: Connection, claim: Claim, spot_ids: Collection[SpotId]) -> Scene:
    """Read these spots."""
    return _read(connection, _SEE_AGAIN, _parameters(claim) | {"spot_ids": list(spot_ids)})


def _read(connection: Connection, statement: TextClause, parameters: dict[str, object]) -> Scene:
    rows = connection.execute(statement, parameters).all()
    spots = {SpotId(row.spot_id): VehicleType(row.spot_type) for row in rows}
    stays = tuple(
        Stay(
            ReservationId(row.id),
            SpotId(row.spot_id),
            Period(row.starts_at, row.ends_at),
            VehicleType(row.vehicle_type),
            row.movable,
        )
        for row in rows
        if row.id is not None
    )
    return Scene(spots, stays)


def _known(claim: Claim) -> Period:
    return Period(claim.period.starts_at - AROUND, claim.period.ends_at + AROUND)


def _parameters(claim: Claim) -> dict[str, object]:
    known = _known(claim)
    return {
        "garage_id": claim.garage_id,
        "starts_at": claim.period.starts_at,
        "ends_at": claim.period.ends_at,
        "known_from": known.starts_at,
        "known_until": known.ends_at,
    }
