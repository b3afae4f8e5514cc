-- 16 random bytes kept with what is held, and then with its appointment: the entries of the public log about both share a name made of them.
ALTER TABLE hold ADD COLUMN salt TEXT NOT NULL DEFAULT '';
