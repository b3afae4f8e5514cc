-- What is over leaves the call list.
CREATE INDEX reminder_call_over ON reminder_call (day) WHERE state = 'open';
