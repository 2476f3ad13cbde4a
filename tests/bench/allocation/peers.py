"""What others do, as well as it can be done: each in one round trip, on a schema of its own.

All of them look for a spot that no live reservation overlaps, the smallest fitting type first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bench.allocation.strategy import ENDS_AT, STARTS_AT, Strategy

if TYPE_CHECKING:
    from core.vehicles import VehicleType

# Only as many rows are read as there are stays that are not over at the start.
INDEX = """
CREATE INDEX reservations_live_ix ON reservations (garage_id, upper(period))
    INCLUDE (spot_id, period) WHERE status IN ('held', 'paid')
"""
FREE = """
    SELECT s.id FROM spots s
    WHERE s.garage_id = wanted_garage AND s.status = 'in_service' AND s.vehicle_type >= wanted_type
        AND NOT EXISTS (
            SELECT FROM reservations r
            WHERE r.garage_id = wanted_garage AND r.spot_id = s.id
                AND r.status IN ('held', 'paid')
                AND upper(r.period) > starts_at AND lower(r.period) < ends_at
        )
    ORDER BY s.vehicle_type, {order} LIMIT 1"""
FUNCTION = """
CREATE FUNCTION take(
    wanted_garage integer, wanted_type vehicle_type, starts_at timestamptz, ends_at timestamptz,
    hold_for interval, price_minor bigint, currency text, kiosk integer
) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    spot integer;
    taken bigint;
BEGIN
{body}
END $$
"""
INSERT = """
    INSERT INTO reservations (garage_id, spot_id, vehicle_type, period, hold_expires_at,
        price_minor, currency, kiosk_id)
    VALUES (wanted_garage, spot, wanted_type, tstzrange(starts_at, ends_at), now() + hold_for,
        take.price_minor, take.currency, kiosk)"""
CALL = f"""
SELECT coalesce(take(CAST(:garage_id AS integer), CAST(:{{kind}} AS vehicle_type), {STARTS_AT},
    {ENDS_AT}, CAST(:hold_for AS interval), :price_minor, :currency, CAST(:kiosk_id AS integer)),
    0) AS id
"""
NOTHING = "IF NOT FOUND THEN RETURN NULL; END IF;"
READ_THEN_WRITE = f"""
    {FREE.format(order="s.id")} INTO spot;
    {NOTHING}
    {INSERT} RETURNING id INTO taken;
    RETURN taken;
"""
IN_GARAGES_TURN = "PERFORM pg_advisory_xact_lock(wanted_garage);"
IN_GARAGES_ROWS_TURN = "PERFORM FROM garages WHERE id = wanted_garage FOR NO KEY UPDATE;"
UNTIL_ACCEPTED = """
    LOOP
        {free} INTO spot;
        {nothing}
        BEGIN
            {insert} RETURNING id INTO taken;
            RETURN taken;
        EXCEPTION WHEN exclusion_violation THEN
            PERFORM nextval('collisions');
        END;
    END LOOP;
"""
UNTIL_INSERTED = """
    LOOP
        {free} INTO spot;
        {nothing}
        {insert} ON CONFLICT DO NOTHING RETURNING id INTO taken;
        IF FOUND THEN RETURN taken; END IF;
        PERFORM nextval('collisions');
    END LOOP;
"""
AT_RANDOM = FREE.format(order="random()")
FIRST = FREE.format(order="s.id")
NOBODYS = FIRST + " FOR NO KEY UPDATE OF s SKIP LOCKED"


def peers() -> tuple[Strategy, ...]:
    """Return the six that are in use, and a seventh: the strongest of its kind."""
    return (
        _peer("read, then write", READ_THEN_WRITE, guarded=False),
        _peer("select, insert, constraint, retry", _until(UNTIL_ACCEPTED, FIRST)),
        _peer("select at random, ON CONFLICT, retry", _until(UNTIL_INSERTED, AT_RANDOM)),
        _peer("advisory lock per garage", IN_GARAGES_TURN + READ_THEN_WRITE, guarded=False),
        _peer("row lock on the garage", IN_GARAGES_ROWS_TURN + READ_THEN_WRITE, guarded=False),
        _peer(
            "SERIALIZABLE, retry",
            READ_THEN_WRITE,
            guarded=False,
            options="-c default_transaction_isolation=serializable",
        ),
        _peer("SKIP LOCKED with NOT EXISTS, constraint, retry", _until(UNTIL_ACCEPTED, NOBODYS)),
    )


def _until(loop: str, free: str) -> str:
    return loop.format(free=free, nothing=NOTHING, insert=INSERT)


def _peer(name: str, body: str, *, guarded: bool = True, options: str = "") -> Strategy:
    def looks(kind: VehicleType) -> tuple[str, ...]:
        return (CALL.format(kind=kind.value),)

    unguarded = "ALTER TABLE reservations DROP CONSTRAINT reservations_no_overlap"
    prepare = (
        "ALTER TABLE reservations DISABLE TRIGGER USER",
        "DROP TABLE free_intervals CASCADE",
        *(() if guarded else (unguarded,)),
        INDEX,
        FUNCTION.format(body=body),
    )
    return Strategy(name, looks, prepare, options=options, tries=TRIES)


TRIES = 100
"""As often as a program would have to repeat before it gives up."""
