-- Free intervals carry all that a claim looks for, and follow their spot by themselves.

-- Nobody may claim or release while the free intervals are made anew. The strongest lock at once:
-- whoever asks for more in the middle of it meets others who do the same.
LOCK TABLE spots, reservations, free_intervals IN ACCESS EXCLUSIVE MODE;

ALTER TYPE spot_status ADD VALUE 'kept_back';
ALTER TYPE spot_status ADD VALUE 'removed';

-- The way from the entrance, as a number to sort by: floor 0 first, then 1, -1, 2, -2 and so on.
ALTER TABLE spots ADD COLUMN distance integer NOT NULL
    GENERATED ALWAYS AS ((2 * abs(floor::integer) + (floor < 0)::integer) * 32768 + number) STORED;

ALTER TABLE reservations ADD COLUMN spot_promised boolean NOT NULL DEFAULT true;
-- Bookings that may be given another spot, the latest first. What kiosks sell is not among them.
CREATE INDEX reservations_movable_ix ON reservations (garage_id, lower(period) DESC)
    WHERE NOT spot_promised AND status IN ('held', 'paid');

DELETE FROM free_intervals;
ALTER TABLE free_intervals
    DROP CONSTRAINT free_intervals_pkey,
    DROP CONSTRAINT free_intervals_order_check,
    DROP CONSTRAINT free_intervals_spot_id_garage_id_fkey,
    ADD COLUMN status spot_status NOT NULL,
    ADD COLUMN floor smallint NOT NULL,
    ADD COLUMN number smallint NOT NULL,
    ADD COLUMN distance integer NOT NULL;
DROP INDEX free_intervals_fit_ix;

INSERT INTO free_intervals
    (spot_id, lo, hi, garage_id, vehicle_type, status, floor, number, distance)
SELECT s.id, CASE WHEN lower(free) > now() THEN lower(free) ELSE '-infinity' END, upper(free),
    s.garage_id, s.vehicle_type, s.status, s.floor, s.number, s.distance
FROM spots s
LEFT JOIN (
    SELECT spot_id, range_agg(period) AS time FROM reservations
    WHERE status IN ('held', 'paid') GROUP BY spot_id
) taken ON taken.spot_id = s.id
CROSS JOIN unnest(
    tstzmultirange(tstzrange('-infinity', 'infinity')) - coalesce(taken.time, '{}')
) AS free
WHERE upper(free) > now();

-- The order of choice. A claim writes to this index and, unless a booking follows, to no other.
CREATE UNIQUE INDEX free_intervals_fit_key ON free_intervals
    (garage_id, status, vehicle_type, lo DESC, hi, distance);
-- The free time that ends where a booking begins; free time without an end has no entry.
CREATE INDEX free_intervals_ending_ix ON free_intervals (spot_id, hi) WHERE hi < 'infinity';

-- Whoever changes a spot, by program or by hand, changes its free intervals in the same
-- transaction. A claim that has a row makes this wait, and may leave a new one: look again until
-- there is nothing to change. Each look has a snapshot of its own.
CREATE FUNCTION free_intervals_follow_spot() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO free_intervals
            (spot_id, lo, hi, garage_id, vehicle_type, status, floor, number, distance)
        VALUES (NEW.id, '-infinity', 'infinity', NEW.garage_id, NEW.vehicle_type, NEW.status,
                NEW.floor, NEW.number, NEW.distance);
        RETURN NULL;
    END IF;
    IF TG_OP = 'DELETE' THEN
        DELETE FROM free_intervals WHERE spot_id = OLD.id;
        RETURN NULL;
    END IF;
    LOOP
        UPDATE free_intervals
        SET vehicle_type = NEW.vehicle_type, status = NEW.status, floor = NEW.floor,
            number = NEW.number, distance = NEW.distance
        WHERE garage_id = NEW.garage_id AND status = OLD.status
            AND vehicle_type = OLD.vehicle_type AND spot_id = NEW.id
            AND (vehicle_type, status, floor, number, distance) IS DISTINCT FROM
                (NEW.vehicle_type, NEW.status, NEW.floor, NEW.number, NEW.distance);
        EXIT WHEN NOT FOUND;
    END LOOP;
    RETURN NULL;
END $$;
CREATE TRIGGER free_intervals_follow_spot
    AFTER INSERT OR DELETE OR UPDATE OF vehicle_type, status, floor, number ON spots
    FOR EACH ROW EXECUTE FUNCTION free_intervals_follow_spot();
