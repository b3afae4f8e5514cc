-- How often its person has moved an appointment; what somebody accepted before booking, as it was written then.
ALTER TABLE appointment ADD COLUMN moves INTEGER NOT NULL DEFAULT 0;
CREATE TABLE accepted (
	appointment_id BIGINT NOT NULL PRIMARY KEY REFERENCES appointment (id),
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	text TEXT NOT NULL,
	at BIGINT NOT NULL
);
UPDATE service SET booked = TRUE WHERE id IN (SELECT service_id FROM appointment WHERE service_id IS NOT NULL);
