-- A payment whose authorisation ended before the capture comes to an end, too. The indexes of what
-- is unfinished keep it: they may not name a value in the transaction that adds it, and it is rare.
ALTER TYPE payment_state ADD VALUE 'lost' AFTER 'captured';

-- Stripe knows a try by its key for a day. A number of the database comes again when a backup is
-- restored; a random one does not. Rows without one go on with the keys that they began with.
ALTER TABLE payments ADD COLUMN nonce uuid;
ALTER TABLE refunds ADD COLUMN nonce uuid;

-- A program of before would ask for a refund with the key that it knows, beside one that uses the
-- new: money would go back twice. It finds no column of this name any more, and stops.
ALTER TABLE refunds RENAME COLUMN due_at TO next_look_at;
