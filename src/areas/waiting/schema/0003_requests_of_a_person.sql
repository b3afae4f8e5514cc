-- An erased person's requests are found by phone and birth date too: who asked online has no file.
CREATE INDEX waiting_entry_phone ON waiting_entry (phone, birth_day) WHERE phone <> '';
CREATE INDEX waiting_entry_of_appointment ON waiting_entry (appointment_id) WHERE appointment_id IS NOT NULL;
-- Who asks online again is known by the browser she asked with: a phone and a birth date are no secret.
ALTER TABLE waiting_entry ADD COLUMN visitor_hash TEXT NOT NULL DEFAULT '';
