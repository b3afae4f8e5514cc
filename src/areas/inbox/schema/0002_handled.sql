-- What the desk has seen to, the last first.
CREATE INDEX inbox_message_done ON inbox_message (organization_id, handled_at) WHERE state = 'done' AND handled_at IS NOT NULL;
