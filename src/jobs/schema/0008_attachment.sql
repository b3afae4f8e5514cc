-- A file that goes with a mail, base64 as it leaves; gone when the mail has left or will not.
CREATE TABLE message_attachment (
	message_id BIGINT NOT NULL PRIMARY KEY,
	organization_id BIGINT NOT NULL,
	filename TEXT NOT NULL,
	type TEXT NOT NULL,
	base64 TEXT NOT NULL
);
