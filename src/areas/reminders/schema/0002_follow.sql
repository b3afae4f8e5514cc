-- What is over leaves the call list.
CREATE INDEX reminder_call_over ON reminder_call (day) WHERE state = 'open';
CREATE INDEX reminder_call_tried ON reminder_call (organization_id, tried_at) WHERE tried_at IS NOT NULL;
CREATE INDEX reminder_letter_waiting ON reminder (organization_id, id) WHERE way = 'letter' AND state = 'planned';
CREATE INDEX reminder_batch ON reminder (batch_id) WHERE batch_id IS NOT NULL;
