-- The type whose text before booking was accepted with these answers; 0: none.
ALTER TABLE booking_draft ADD COLUMN accepted BIGINT NOT NULL DEFAULT 0;
