-- When a garage is open, and a version that grows with everything a stay is priced or refused by.

ALTER TABLE garages ADD COLUMN version integer NOT NULL DEFAULT 1;

CREATE TABLE opening_hours (
    garage_id integer NOT NULL CONSTRAINT opening_hours_garage_id_fkey REFERENCES garages,
    weekday smallint NOT NULL,
    opens time NOT NULL,
    closes time NOT NULL,
    CONSTRAINT opening_hours_pkey PRIMARY KEY (garage_id, weekday, opens),
    CONSTRAINT opening_hours_weekday_check CHECK (weekday BETWEEN 1 AND 7),
    CONSTRAINT opening_hours_order_check CHECK (opens < closes),
    CONSTRAINT opening_hours_minutes_check
        CHECK (extract(second FROM opens) = 0 AND extract(second FROM closes) = 0)
);

CREATE TABLE closures (
    id integer GENERATED ALWAYS AS IDENTITY CONSTRAINT closures_pkey PRIMARY KEY,
    garage_id integer NOT NULL CONSTRAINT closures_garage_id_fkey REFERENCES garages,
    period tstzrange NOT NULL,
    reason text NOT NULL,
    planned boolean NOT NULL,
    CONSTRAINT closures_period_check CHECK (
        NOT isempty(period) AND lower_inc(period) AND NOT upper_inc(period)
        AND isfinite(lower(period)) AND (upper_inf(period) OR isfinite(upper(period)))
    ),
    CONSTRAINT closures_reason_check CHECK (reason <> '')
);
CREATE INDEX closures_garage_id_ix ON closures (garage_id);

-- Whoever changes them, by program or by hand, makes every claim that was priced or checked by the
-- garage as it was find nothing, from the same moment on.
CREATE FUNCTION garages_raise_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.version := OLD.version + 1;
    RETURN NEW;
END $$;
CREATE TRIGGER garages_raise_version
    BEFORE UPDATE OF time_zone, rate_compact, rate_regular, rate_large, step_minutes ON garages
    FOR EACH ROW
    WHEN ((OLD.time_zone, OLD.rate_compact, OLD.rate_regular, OLD.rate_large, OLD.step_minutes)
        IS DISTINCT FROM
        (NEW.time_zone, NEW.rate_compact, NEW.rate_regular, NEW.rate_large, NEW.step_minutes))
    EXECUTE FUNCTION garages_raise_version();

CREATE FUNCTION hours_raise_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        UPDATE garages SET version = version + 1;
    ELSE
        UPDATE garages SET version = version + 1 WHERE id IN (OLD.garage_id, NEW.garage_id);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER opening_hours_raise_version AFTER INSERT OR UPDATE OR DELETE ON opening_hours
    FOR EACH ROW EXECUTE FUNCTION hours_raise_version();
CREATE TRIGGER opening_hours_emptied AFTER TRUNCATE ON opening_hours
    FOR EACH STATEMENT EXECUTE FUNCTION hours_raise_version();
CREATE TRIGGER closures_raise_version AFTER INSERT OR UPDATE OR DELETE ON closures
    FOR EACH ROW EXECUTE FUNCTION hours_raise_version();
CREATE TRIGGER closures_emptied AFTER TRUNCATE ON closures
    FOR EACH STATEMENT EXECUTE FUNCTION hours_raise_version();
