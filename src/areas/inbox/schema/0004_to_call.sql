-- What came of ringing back, and how often it was tried. Empty: not yet.
ALTER TABLE inbox_message ADD COLUMN tries INTEGER NOT NULL DEFAULT 0;
ALTER TABLE inbox_message ADD COLUMN tried TEXT NOT NULL DEFAULT '';
ALTER TABLE inbox_message ADD COLUMN tried_at BIGINT;
CREATE INDEX inbox_message_tried ON inbox_message (organization_id, tried_at) WHERE tried_at IS NOT NULL;
