-- Five digits, in Morocco and in France; empty where nobody wrote it down.
ALTER TABLE location ADD COLUMN postal_code TEXT NOT NULL DEFAULT '';
