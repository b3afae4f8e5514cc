-- 16 random bytes kept with a party that has seats without names: the entries of the public log about these share a name made of them, and its receipt
-- is about its reference. Parties of before have none, and their entries no name.
ALTER TABLE party ADD COLUMN salt TEXT NOT NULL DEFAULT '';
ALTER TABLE party ADD COLUMN reference TEXT NOT NULL DEFAULT '';
