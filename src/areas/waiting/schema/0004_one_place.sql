-- The same person for the same thing has one place, and the first date stands. Who asked again, and with which words, is a row too: it is
-- off the list from the start (left_why 'again'; same_as: the request that stands). So a health centre has what it wrote down and learns nothing.
ALTER TABLE waiting_entry ADD COLUMN same_as BIGINT REFERENCES waiting_entry (id) ON DELETE SET NULL;
CREATE INDEX waiting_entry_again ON waiting_entry (same_as) WHERE same_as IS NOT NULL;
-- By sound, in either script (utf8_name_key); empty: written down before there was one.
ALTER TABLE waiting_entry ADD COLUMN name_key TEXT NOT NULL DEFAULT '';
CREATE UNIQUE INDEX waiting_entry_person ON waiting_entry (organization_id, specialty, COALESCE(service_id, 0), phone, birth_day, name_key)
 WHERE phone <> '' AND name_key <> '' AND appointment_id IS NULL AND state IN ('waiting', 'offered');
-- Of a health centre: whose requests are counted together (areas/bookers), and whether it has taken back what it wrote.
ALTER TABLE waiting_entry ADD COLUMN booker_id BIGINT;
ALTER TABLE waiting_entry ADD COLUMN taken_back BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX waiting_entry_booker ON waiting_entry (booker_id, asked_at) WHERE booker_id IS NOT NULL;
ALTER TABLE waiting_entry DROP COLUMN visitor_hash;
