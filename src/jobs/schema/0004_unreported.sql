-- What counts as sent and of which nothing was heard, although reports come: looked at when lease_until has come.
CREATE INDEX message_unheard ON message (lease_until) WHERE state = 'sent' AND report = '' AND lease_until > 0;
CREATE INDEX message_reported ON message (reported_at) WHERE reported_at IS NOT NULL;
