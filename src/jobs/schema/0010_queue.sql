-- Each turn of the way out asks which leases ran out and what would come too late: by these, and not through all that waits.
CREATE INDEX message_lease ON message (lease_until) WHERE state = 'sending';
CREATE INDEX message_drop ON message (drop_at) WHERE state = 'queued';
