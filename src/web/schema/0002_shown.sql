-- Whom a kept answer shows, "organization:patient" with spaces between: a repeat that gets it again is a reading of their files too.
ALTER TABLE done_request ADD COLUMN persons TEXT NOT NULL DEFAULT '';
