-- What came of a call has one name in all areas: outcome.
ALTER TABLE telephone_call RENAME COLUMN tried TO outcome;
