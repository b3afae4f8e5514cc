-- What left and what was lost lately: read once a minute, however many rows there are.
CREATE INDEX message_sent_at ON message (sent_at) WHERE sent_at IS NOT NULL;
CREATE INDEX message_lost_at ON message (due_at) WHERE state IN ('failed', 'late');
