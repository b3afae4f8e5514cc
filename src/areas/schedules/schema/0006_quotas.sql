-- Places of an opening kept for those who book online, at the desk, in health centres (NULL: no share of their own). What is
-- not taken is one pool from release_min before each occurrence on.
CREATE TABLE opening_quota (
	opening_id BIGINT NOT NULL PRIMARY KEY REFERENCES opening (id),
	organization_id BIGINT NOT NULL,
	online INTEGER CHECK (online BETWEEN 0 AND 1000),
	desk INTEGER CHECK (desk BETWEEN 0 AND 1000),
	centre INTEGER CHECK (centre BETWEEN 0 AND 1000),
	release_min INTEGER NOT NULL CHECK (release_min >= 0)
);
-- Where shares bind, what is left for those who book online until the local minute open_at; from then on the row is as it
-- stands. 0: it always is.
ALTER TABLE free_day ADD COLUMN online_starts INTEGER NOT NULL DEFAULT 0;
ALTER TABLE free_day ADD COLUMN online_first_min INTEGER NOT NULL DEFAULT 0;
ALTER TABLE free_day ADD COLUMN online_last_min INTEGER NOT NULL DEFAULT 0;
ALTER TABLE free_day ADD COLUMN open_at BIGINT NOT NULL DEFAULT 0;
-- An offer with shares: its first day changes without a write, so the kept one is not used.
ALTER TABLE offer ADD COLUMN quotas BOOLEAN NOT NULL DEFAULT FALSE;
