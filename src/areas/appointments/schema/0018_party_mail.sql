-- Where an establishment that keeps seats without names gets mail; people who have names have theirs in their files.
ALTER TABLE party ADD COLUMN email TEXT NOT NULL DEFAULT '';
