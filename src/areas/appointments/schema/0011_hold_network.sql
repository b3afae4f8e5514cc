-- Who hoards: a keyed hash of the network that asked for the time (its key is lost when the program ends), to count what one network keeps of an
-- agenda's day, for one person or for a family. 0: nobody's network (staff, the waiting list).
ALTER TABLE hold ADD COLUMN network BIGINT NOT NULL DEFAULT 0;
