-- Messages of which one a day is enough are spaced (jobs.h, enum message_spaced); "daily" is the waiting list's rule of one offer a day.
ALTER TABLE message RENAME COLUMN daily TO spaced;
UPDATE message SET why = 'spaced' WHERE why = 'daily';
