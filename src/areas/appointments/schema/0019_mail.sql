-- The address that somebody gave who booked online, where the person's file has none: nothing of a file is filled so, and mails of that
-- appointment go there.
CREATE TABLE appointment_mail (
	appointment_id BIGINT NOT NULL PRIMARY KEY REFERENCES appointment (id),
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	email TEXT NOT NULL
);
