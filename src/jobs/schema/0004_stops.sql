-- Who asked for no more messages that neither law nor care needs (message.may_stop).
CREATE TABLE message_stop (
	id BIGINT NOT NULL PRIMARY KEY,
	organization_id BIGINT NOT NULL,
	recipient TEXT NOT NULL,
	how TEXT NOT NULL CHECK (how IN ('sms', 'page', 'desk')),
	at BIGINT NOT NULL
);
CREATE UNIQUE INDEX message_stop_recipient ON message_stop (recipient);
