-- A payment whose authorisation ended before the capture comes to an end, too. The indexes of what
-- is unfinished keep it: they may not name a value in the transaction that adds it, and it is rare.
ALTER TYPE payment_state ADD VALUE 'lost' AFTER 'captured';
