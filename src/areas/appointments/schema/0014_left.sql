-- A time that its person left for another one while it was still to come and open: somebody else may have it. The act of a move
-- tells the new place alone; what became of the old one is counted from here (areas/figures, the effect).
CREATE TABLE appointment_left (
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	appointment_id BIGINT NOT NULL REFERENCES appointment (id),
	schedule_id BIGINT NOT NULL,
	day INTEGER NOT NULL,
	start_min INTEGER NOT NULL,
	seat INTEGER NOT NULL,
	left_at BIGINT NOT NULL,
	PRIMARY KEY (appointment_id, schedule_id, day, start_min)
);
CREATE INDEX appointment_left_day ON appointment_left (organization_id, day);
