-- A visitor keeps one time: of several that were taken at the same moment the last stays.
DELETE FROM hold WHERE EXISTS (SELECT 1 FROM hold h WHERE h.owner = hold.owner AND h.id > hold.id);
DROP INDEX hold_owner;
CREATE UNIQUE INDEX hold_owner ON hold (owner);
