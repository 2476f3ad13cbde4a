-- Once a driver was told the spot, as by a ticket, no program gives the reservation another one.

CREATE FUNCTION keep_promised_spot() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'reservation % keeps its spot, which was promised', OLD.id
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER reservations_keep_promised_spot
    BEFORE UPDATE OF spot_id ON reservations
    FOR EACH ROW WHEN (OLD.spot_promised AND NEW.spot_id <> OLD.spot_id)
    EXECUTE FUNCTION keep_promised_spot();
