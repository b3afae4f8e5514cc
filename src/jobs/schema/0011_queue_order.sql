-- What may go now, in the order in which it goes: a claim reads as many as it takes, also behind a long queue. Each of these three says
-- of its column that it is > 0, which always holds: so only a statement that says so too is led by it. While nothing waits they look so
-- small that PostgreSQL planned to walk through them for messages that are named by their key, and kept that plan when much waited.
DROP INDEX message_due;
DROP INDEX message_drop;
DROP INDEX message_lease;
CREATE INDEX message_due ON message (may_wait, due_at, id) WHERE state = 'queued' AND due_at > 0;
CREATE INDEX message_drop ON message (drop_at) WHERE state = 'queued' AND drop_at > 0;
CREATE INDEX message_lease ON message (lease_until) WHERE state = 'sending' AND lease_until > 0;
