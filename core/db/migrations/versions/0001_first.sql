-- All tables of the first version. Names of constraints and indexes are those of core/db/tables.py;
-- a test holds the two against each other. docs/data-model.md gives the reason for every column.

CREATE TYPE vehicle_type AS ENUM ('compact', 'regular', 'large');
CREATE TYPE spot_status AS ENUM ('in_service', 'out_of_service');
CREATE TYPE reservation_status AS ENUM ('held', 'paid', 'cancelled', 'expired', 'completed');
CREATE TYPE payment_state AS ENUM
    ('new', 'ready', 'armed', 'committed', 'captured', 'voiding', 'voided');
CREATE TYPE refund_state AS ENUM ('pending', 'succeeded', 'failed');
CREATE TYPE attendant_role AS ENUM ('attendant', 'supervisor');
CREATE TYPE actor_kind AS ENUM ('driver', 'attendant', 'kiosk', 'operator');

CREATE TABLE garages (
    id integer GENERATED ALWAYS AS IDENTITY,
    slug text NOT NULL,
    name text NOT NULL,
    address text NOT NULL,
    zipcode text NOT NULL,
    time_zone text NOT NULL,
    currency char(3) NOT NULL,
    rate_compact numeric(11, 3) NOT NULL,
    rate_regular numeric(11, 3) NOT NULL,
    rate_large numeric(11, 3) NOT NULL,
    step_minutes smallint NOT NULL DEFAULT 30,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT garages_pkey PRIMARY KEY (id),
    CONSTRAINT garages_slug_key UNIQUE (slug),
    CONSTRAINT garages_slug_check CHECK (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
    CONSTRAINT garages_currency_check CHECK (currency ~ '^[A-Z]{3}$'),
    CONSTRAINT garages_step_minutes_check CHECK (step_minutes BETWEEN 1 AND 1440),
    CONSTRAINT garages_rates_check
        CHECK (rate_compact >= 0 AND rate_regular >= 0 AND rate_large >= 0)
);

CREATE TABLE spots (
    id integer GENERATED ALWAYS AS IDENTITY,
    garage_id integer NOT NULL,
    floor smallint NOT NULL,
    number smallint NOT NULL,
    vehicle_type vehicle_type NOT NULL,
    status spot_status NOT NULL DEFAULT 'in_service',
    CONSTRAINT spots_pkey PRIMARY KEY (id),
    CONSTRAINT spots_garage_id_floor_number_key UNIQUE (garage_id, floor, number),
    CONSTRAINT spots_id_garage_id_key UNIQUE (id, garage_id),
    CONSTRAINT spots_number_check CHECK (number > 0),
    CONSTRAINT spots_garage_id_fkey FOREIGN KEY (garage_id) REFERENCES garages (id)
);

-- Half of each page stays empty at first, so that an interval can move on its own page.
CREATE TABLE free_intervals (
    spot_id integer NOT NULL,
    lo timestamptz NOT NULL,
    hi timestamptz NOT NULL,
    garage_id integer NOT NULL,
    vehicle_type vehicle_type NOT NULL,
    CONSTRAINT free_intervals_pkey PRIMARY KEY (spot_id, lo),
    CONSTRAINT free_intervals_order_check CHECK (lo <= hi),
    CONSTRAINT free_intervals_spot_id_garage_id_fkey
        FOREIGN KEY (spot_id, garage_id) REFERENCES spots (id, garage_id)
) WITH (
    fillfactor = 50,
    autovacuum_vacuum_scale_factor = 0.02,
    autovacuum_vacuum_threshold = 2000
);
CREATE INDEX free_intervals_fit_ix
    ON free_intervals (garage_id, vehicle_type, lo DESC, spot_id) INCLUDE (hi);

CREATE TABLE kiosks (
    id integer GENERATED ALWAYS AS IDENTITY,
    garage_id integer NOT NULL,
    name text NOT NULL,
    reader_id text,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT kiosks_pkey PRIMARY KEY (id),
    CONSTRAINT kiosks_garage_id_name_key UNIQUE (garage_id, name),
    CONSTRAINT kiosks_garage_id_fkey FOREIGN KEY (garage_id) REFERENCES garages (id)
);

CREATE TABLE users (
    id bigint GENERATED ALWAYS AS IDENTITY,
    email text NOT NULL,
    password text NOT NULL,
    first_name text,
    last_name text,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT users_pkey PRIMARY KEY (id),
    CONSTRAINT users_email_check CHECK (email LIKE '_%@_%'),
    CONSTRAINT users_password_argon2id_check CHECK (password LIKE '$argon2id$%')
);
CREATE UNIQUE INDEX users_email_key ON users (lower(email));

CREATE TABLE vehicles (
    id bigint GENERATED ALWAYS AS IDENTITY,
    user_id bigint NOT NULL,
    licence text NOT NULL,
    vehicle_type vehicle_type NOT NULL,
    CONSTRAINT vehicles_pkey PRIMARY KEY (id),
    CONSTRAINT vehicles_user_id_licence_key UNIQUE (user_id, licence),
    CONSTRAINT vehicles_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
);

CREATE TABLE attendants (
    id integer GENERATED ALWAYS AS IDENTITY,
    garage_id integer NOT NULL,
    login text NOT NULL,
    name text NOT NULL,
    pin text NOT NULL,
    role attendant_role NOT NULL DEFAULT 'attendant',
    active boolean NOT NULL DEFAULT true,
    CONSTRAINT attendants_pkey PRIMARY KEY (id),
    CONSTRAINT attendants_garage_id_login_key UNIQUE (garage_id, login),
    CONSTRAINT attendants_pin_argon2id_check CHECK (pin LIKE '$argon2id$%'),
    CONSTRAINT attendants_garage_id_fkey FOREIGN KEY (garage_id) REFERENCES garages (id)
);

CREATE TABLE reservations (
    id bigint GENERATED ALWAYS AS IDENTITY,
    garage_id integer NOT NULL,
    spot_id integer NOT NULL,
    vehicle_type vehicle_type NOT NULL,
    user_id bigint,
    vehicle_id bigint,
    period tstzrange NOT NULL,
    status reservation_status NOT NULL DEFAULT 'held',
    hold_expires_at timestamptz,
    price_minor bigint NOT NULL,
    currency char(3) NOT NULL,
    paid boolean NOT NULL GENERATED ALWAYS AS (status IN ('paid', 'completed')) STORED,
    waiver text,
    kiosk_id integer,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT reservations_pkey PRIMARY KEY (id),
    -- The last word: whatever the program does, two live reservations never share a spot.
    CONSTRAINT reservations_no_overlap EXCLUDE USING gist
        (int4range(spot_id, spot_id, '[]') WITH &&, period WITH &&)
        WHERE (status IN ('held', 'paid')),
    CONSTRAINT reservations_period_check CHECK (
        NOT isempty(period) AND lower_inc(period) AND NOT upper_inc(period)
        AND NOT upper_inf(period) AND isfinite(lower(period)) AND isfinite(upper(period))
    ),
    CONSTRAINT reservations_hold_check CHECK ((status = 'held') = (hold_expires_at IS NOT NULL)),
    CONSTRAINT reservations_price_minor_check CHECK (price_minor >= 0),
    CONSTRAINT reservations_currency_check CHECK (currency ~ '^[A-Z]{3}$'),
    CONSTRAINT reservations_waiver_check CHECK (waiver IS NULL OR waiver <> ''),
    CONSTRAINT reservations_spot_id_garage_id_fkey
        FOREIGN KEY (spot_id, garage_id) REFERENCES spots (id, garage_id),
    CONSTRAINT reservations_user_id_fkey
        FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE SET NULL,
    CONSTRAINT reservations_vehicle_id_fkey
        FOREIGN KEY (vehicle_id) REFERENCES vehicles (id) ON DELETE SET NULL,
    CONSTRAINT reservations_kiosk_id_fkey FOREIGN KEY (kiosk_id) REFERENCES kiosks (id)
);
CREATE INDEX reservations_held_ix
    ON reservations (garage_id, hold_expires_at) WHERE status = 'held';
CREATE INDEX reservations_paid_ix
    ON reservations (garage_id, upper(period)) WHERE status = 'paid';

CREATE TABLE payments (
    id bigint GENERATED ALWAYS AS IDENTITY,
    reservation_id bigint NOT NULL,
    kiosk_id integer NOT NULL,
    reader_id text NOT NULL,
    amount_minor bigint NOT NULL,
    currency char(3) NOT NULL,
    state payment_state NOT NULL DEFAULT 'new',
    intent_id text,
    tries smallint NOT NULL DEFAULT 0,
    capture_tries integer NOT NULL DEFAULT 0,
    void_tries integer NOT NULL DEFAULT 0,
    lease_expires_at timestamptz NOT NULL,
    card jsonb,
    problem text,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT payments_pkey PRIMARY KEY (id),
    CONSTRAINT payments_intent_id_key UNIQUE (intent_id),
    CONSTRAINT payments_amount_minor_check CHECK (amount_minor > 0),
    CONSTRAINT payments_currency_check CHECK (currency ~ '^[A-Z]{3}$'),
    CONSTRAINT payments_intent_check
        CHECK (state IN ('new', 'voiding', 'voided') OR intent_id IS NOT NULL),
    CONSTRAINT payments_card_check CHECK (card IS NULL OR jsonb_typeof(card) = 'object'),
    CONSTRAINT payments_reservation_id_fkey
        FOREIGN KEY (reservation_id) REFERENCES reservations (id),
    CONSTRAINT payments_kiosk_id_fkey FOREIGN KEY (kiosk_id) REFERENCES kiosks (id)
);
CREATE INDEX payments_reservation_id_ix ON payments (reservation_id);
-- Nobody is charged twice for one reservation, and a reader works for one payment at a time.
CREATE UNIQUE INDEX payments_one_per_reservation_key
    ON payments (reservation_id) WHERE state NOT IN ('voiding', 'voided');
CREATE UNIQUE INDEX payments_one_per_reader_key
    ON payments (reader_id) WHERE state IN ('new', 'ready', 'armed', 'voiding');
CREATE INDEX payments_unsettled_ix
    ON payments (lease_expires_at) WHERE state NOT IN ('captured', 'voided');

CREATE TABLE refunds (
    id bigint GENERATED ALWAYS AS IDENTITY,
    payment_id bigint NOT NULL,
    amount_minor bigint NOT NULL,
    currency char(3) NOT NULL,
    reason text NOT NULL,
    state refund_state NOT NULL DEFAULT 'pending',
    stripe_refund_id text,
    attendant_id integer,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT refunds_pkey PRIMARY KEY (id),
    CONSTRAINT refunds_stripe_refund_id_key UNIQUE (stripe_refund_id),
    CONSTRAINT refunds_amount_minor_check CHECK (amount_minor > 0),
    CONSTRAINT refunds_reason_check CHECK (reason <> ''),
    CONSTRAINT refunds_payment_id_fkey FOREIGN KEY (payment_id) REFERENCES payments (id),
    CONSTRAINT refunds_attendant_id_fkey FOREIGN KEY (attendant_id) REFERENCES attendants (id)
);
CREATE INDEX refunds_payment_id_ix ON refunds (payment_id);

CREATE TABLE tickets (
    id bigint GENERATED ALWAYS AS IDENTITY,
    reservation_id bigint NOT NULL,
    code text NOT NULL,
    issued_at timestamptz NOT NULL DEFAULT now(),
    prints smallint NOT NULL DEFAULT 0,
    printed_at timestamptz,
    CONSTRAINT tickets_pkey PRIMARY KEY (id),
    CONSTRAINT tickets_code_key UNIQUE (code),
    CONSTRAINT tickets_reservation_id_key UNIQUE (reservation_id),
    CONSTRAINT tickets_code_check CHECK (code ~ '^[0-9A-HJKMNP-TV-Z]{16}$'),
    CONSTRAINT tickets_reservation_id_fkey
        FOREIGN KEY (reservation_id) REFERENCES reservations (id)
);

CREATE TABLE audit_log (
    id bigint GENERATED ALWAYS AS IDENTITY,
    at timestamptz NOT NULL DEFAULT now(),
    actor_kind actor_kind NOT NULL,
    actor text NOT NULL,
    action text NOT NULL,
    table_name text NOT NULL,
    row_id text NOT NULL,
    before jsonb,
    after jsonb,
    kiosk_id integer,
    CONSTRAINT audit_log_pkey PRIMARY KEY (id),
    CONSTRAINT audit_log_kiosk_id_fkey FOREIGN KEY (kiosk_id) REFERENCES kiosks (id)
);
CREATE INDEX audit_log_row_ix ON audit_log (table_name, row_id);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit_log is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER audit_log_append_only
    BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
