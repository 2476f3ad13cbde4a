-- Refunds are decided, asked for and looked at as payments are. No program has written one yet.
ALTER TABLE refunds
    ADD COLUMN request uuid NOT NULL DEFAULT gen_random_uuid(),
    ADD COLUMN tries integer NOT NULL DEFAULT 0,
    ADD COLUMN due_at timestamptz,
    ADD COLUMN problem text,
    ADD COLUMN updated_at timestamptz NOT NULL DEFAULT now(),
    ADD CONSTRAINT refunds_request_key UNIQUE (request),
    ADD CONSTRAINT refunds_currency_check CHECK (currency ~ '^[A-Z]{3}$'),
    ADD CONSTRAINT refunds_succeeded_check
        CHECK (state <> 'succeeded' OR stripe_refund_id IS NOT NULL),
    ADD CONSTRAINT refunds_due_check CHECK (state <> 'failed' OR due_at IS NULL);
CREATE INDEX refunds_due_ix ON refunds (due_at) WHERE due_at IS NOT NULL;

-- The report asks for the payments of a day. They are written in their order, so that an index of
-- whole pages finds them; it is small, and costs a sale nothing.
CREATE INDEX payments_created_at_ix ON payments USING brin (created_at);
