-- Who hoards: a keyed hash of the network that chose the time (its key is lost when the program ends), to count what one
-- network holds of a day. Goes with the draft, after an hour.
ALTER TABLE booking_draft ADD COLUMN network BIGINT NOT NULL DEFAULT 0;
CREATE INDEX booking_draft_hold ON booking_draft (hold_id);
