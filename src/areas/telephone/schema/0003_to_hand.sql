-- Messages that nobody has read or handed over, and those of late, of a house.
CREATE INDEX telephone_message_open ON telephone_message (organization_id, made_at) WHERE read_at IS NULL;
CREATE INDEX telephone_message_read ON telephone_message (organization_id, read_at) WHERE read_at IS NOT NULL;
