-- The person took a day a week or more after the first that was free in the same agenda for the same type: a wished date, kept apart in
-- figures of delay. Said on booking, never changed.
ALTER TABLE appointment ADD COLUMN wished BOOLEAN NOT NULL DEFAULT FALSE;
