-- Messages of which one a day is enough for whoever reads them (jobs.h, enum message_daily).
ALTER TABLE message ADD COLUMN daily INTEGER NOT NULL DEFAULT 0;
