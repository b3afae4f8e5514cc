-- What came of a call has one name in all areas: outcome. (Of a call that rang it was empty until somebody rang back.)
UPDATE inbox_message SET outcome = tried WHERE tried <> '';
ALTER TABLE inbox_message DROP COLUMN tried;
