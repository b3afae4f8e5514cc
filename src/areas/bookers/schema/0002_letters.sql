-- Referrals that a booker entered on its last day with any: counted in the row that is locked for it.
ALTER TABLE booker ADD COLUMN letters_day INTEGER;
ALTER TABLE booker ADD COLUMN letters INTEGER NOT NULL DEFAULT 0;
