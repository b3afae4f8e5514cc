-- How far a periodic job has come through rows that only grow: what is before `at` was looked at.
CREATE TABLE job_mark (
	name TEXT NOT NULL PRIMARY KEY,
	at BIGINT NOT NULL
);
