"""A way of allocating, as the bench drives it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.vehicles import VehicleType
from tests.bench.allocation.garages import EPOCH, KIOSKS, SPOTS, STAY_S
from tests.bench.allocation.pgbench import Script

if TYPE_CHECKING:
    from collections.abc import Callable

ARRIVALS = {VehicleType.COMPACT: 42, VehicleType.REGULAR: 46, VehicleType.LARGE: 12}
"""Of a hundred vehicles. Chance fills up the smaller types now and then, never the largest."""

STARTS_AT, ENDS_AT = "to_timestamp(:starts_at)", "to_timestamp(:ends_at)"
"""A script's period, as SQL."""

# ``tick`` is the id of this client's last reservation, and nobody else's: when it arrives.
ARRIVAL = f"""
\\if :tick = 0
\\set tick :first + :client_id
\\endif
\\set garage_id 1 + :tick % :garages
\\set spot_id 1 + :tick % :garages * {SPOTS} + :tick / :garages % {SPOTS}
\\set kiosk_id 1 + :client_id % {KIOSKS}
\\set starts_at {EPOCH} + :tick * :step_s
\\set ends_at :starts_at + {STAY_S}
\\set got_id 0
"""
AGAIN = """
\\if :got_id = 0
{look}
\\endif
"""
# There is room for everybody. If one is sent away all the same, it is looked up at once whether a
# spot is free for that period: nothing is ever released here, so a spot that is free now was.
SENT_AWAY = """
\\if :got_id = 0
INSERT INTO sent_away (room)
SELECT EXISTS (
    SELECT FROM spots s
    WHERE s.garage_id = :garage_id AND s.vehicle_type >= CAST(:{kind} AS vehicle_type)
        AND s.id NOT IN (
            SELECT r.spot_id FROM reservations r
            WHERE r.id > CAST(:tick AS bigint) - CAST(:recent AS bigint)
                AND r.period && tstzrange({starts_at}, {ends_at})
        )
)
RETURNING nextval(pg_get_serial_sequence('reservations', 'id')) AS got_id \\gset
\\endif
\\set tick :got_id
"""


@dataclass(frozen=True, slots=True)
class Strategy:
    """A way of allocating.

    Args:
        name: what it does, in a few words.
        looks: the statements that look for a spot for a vehicle of this type, each only if the
            one before has found nothing. A row has the column ``id``, of the reservation made; no
            row, or 0, means that nothing was found. They may use the variables of ``Work`` and
            ``garage_id``, ``spot_id``, ``kiosk_id``, and the type by its own name.
        prepare: statements that make its schema out of the program's.
        options: the settings of its connections.
        tries: as in ``Work``.
    """

    name: str
    looks: Callable[[VehicleType], tuple[str, ...]]
    prepare: tuple[str, ...] = ()
    options: str = ""
    tries: int = 1

    def scripts(self) -> tuple[Script, ...]:
        """Return what a client does once, for each type of vehicle."""
        return tuple(Script(self._script(kind), weight) for kind, weight in ARRIVALS.items())

    def _script(self, kind: VehicleType) -> str:
        first, *further = (f"{look.strip()}\n\\aset got_" for look in self.looks(kind))
        sent_away = SENT_AWAY.format(kind=kind.value, starts_at=STARTS_AT, ends_at=ENDS_AT)
        again = (AGAIN.format(look=look) for look in further)
        return "".join((ARRIVAL, first, *again, sent_away))
