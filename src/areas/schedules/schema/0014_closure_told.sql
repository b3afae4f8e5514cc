-- Days of an agenda of which the public log says that a holiday or closure took them: written once however many nodes close them, and taken back with the last.
CREATE TABLE closure_told (
	schedule_id BIGINT NOT NULL REFERENCES schedule (id),
	day INTEGER NOT NULL,
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	PRIMARY KEY (schedule_id, day)
);
