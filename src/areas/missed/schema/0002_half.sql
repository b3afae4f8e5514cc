-- After how many days a visit counts half for how many are missed as a whole. 0: not fitted yet.
ALTER TABLE missed_model ADD COLUMN half_days INTEGER NOT NULL DEFAULT 0;
