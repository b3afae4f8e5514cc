-- What a group session is about; whether it is cancelled by itself when the minimum is not there in time; how many seats an establishment may take
-- online at once (0: at the desk alone). A series says the same for its occurrences.
ALTER TABLE gathering ADD COLUMN about_fr TEXT NOT NULL DEFAULT '';
ALTER TABLE gathering ADD COLUMN about_ar TEXT NOT NULL DEFAULT '';
ALTER TABLE gathering ADD COLUMN about_en TEXT NOT NULL DEFAULT '';
ALTER TABLE gathering ADD COLUMN cancel_below BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE gathering ADD COLUMN group_most INTEGER NOT NULL DEFAULT 0;
CREATE INDEX gathering_below ON gathering (start_at) WHERE cancel_below AND status = 'planned';
ALTER TABLE gathering_series ADD COLUMN about_fr TEXT NOT NULL DEFAULT '';
ALTER TABLE gathering_series ADD COLUMN about_ar TEXT NOT NULL DEFAULT '';
ALTER TABLE gathering_series ADD COLUMN about_en TEXT NOT NULL DEFAULT '';
ALTER TABLE gathering_series ADD COLUMN cancel_below BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE gathering_series ADD COLUMN group_most INTEGER NOT NULL DEFAULT 0;
-- Relatives of one booking who sit or wait as one: so many. 0: each alone.
ALTER TABLE party ADD COLUMN people INTEGER NOT NULL DEFAULT 0;
