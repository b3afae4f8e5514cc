-- Relatives who would wait singly; an establishment that takes seats by itself (`seats` > 0: it is one, and wants so many).
ALTER TABLE party_draft ADD COLUMN apart BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE party_draft ADD COLUMN group_name TEXT NOT NULL DEFAULT '';
ALTER TABLE party_draft ADD COLUMN contact TEXT NOT NULL DEFAULT '';
ALTER TABLE party_draft ADD COLUMN seats INTEGER NOT NULL DEFAULT 0;
