-- A place that an appointment or a hold takes in another agenda beside its own (a room, a device). An appointment booked from a hold has its
-- id, so both are `id` here; gone when the time is given back. appointment.beside and hold.beside say how many there are: 0 asks nothing.
CREATE TABLE beside (
	id BIGINT NOT NULL,
	place INTEGER NOT NULL,
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	schedule_id BIGINT NOT NULL REFERENCES schedule (id),
	day INTEGER NOT NULL,
	start_min INTEGER NOT NULL,
	duration_min INTEGER NOT NULL,
	buffer_before_min INTEGER NOT NULL,
	buffer_after_min INTEGER NOT NULL,
	seat INTEGER NOT NULL,
	held BOOLEAN NOT NULL,
	overbooked BOOLEAN NOT NULL,
	PRIMARY KEY (id, place)
);
CREATE INDEX beside_schedule ON beside (schedule_id, day);
-- The last guard, as appointment_seat.
CREATE UNIQUE INDEX beside_seat ON beside (schedule_id, day, start_min, seat) WHERE NOT overbooked;
ALTER TABLE appointment ADD COLUMN beside INTEGER NOT NULL DEFAULT 0;
ALTER TABLE hold ADD COLUMN beside INTEGER NOT NULL DEFAULT 0;
