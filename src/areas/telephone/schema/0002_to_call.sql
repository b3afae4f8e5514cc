-- What came of calling back who was not answered, and how often it was tried. Empty: not yet.
ALTER TABLE telephone_call ADD COLUMN tries INTEGER NOT NULL DEFAULT 0;
ALTER TABLE telephone_call ADD COLUMN tried TEXT NOT NULL DEFAULT '';
ALTER TABLE telephone_call ADD COLUMN tried_at BIGINT;
CREATE INDEX telephone_call_tried ON telephone_call (organization_id, tried_at) WHERE tried_at IS NOT NULL;
