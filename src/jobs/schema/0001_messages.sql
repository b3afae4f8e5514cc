-- The outbox: a message is a row written in the transaction of the act that causes it; the jobs process sends it.
CREATE TABLE message (
	id BIGINT NOT NULL PRIMARY KEY,
	organization_id BIGINT NOT NULL,
	appointment_id BIGINT,
	patient_id BIGINT,
	channel TEXT NOT NULL CHECK (channel IN ('sms', 'mail')),
	template TEXT NOT NULL,
	lang TEXT NOT NULL,
	recipient TEXT NOT NULL,
	body TEXT NOT NULL,
	due_at BIGINT NOT NULL,
	drop_at BIGINT NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'failed', 'dropped')),
	attempts INTEGER NOT NULL,
	lease_until BIGINT NOT NULL,
	provider_id TEXT NOT NULL,
	created_at BIGINT NOT NULL,
	sent_at BIGINT
);
CREATE INDEX message_due ON message (due_at) WHERE state IN ('queued', 'sending');
CREATE INDEX message_recipient ON message (recipient, created_at);
CREATE INDEX message_patient ON message (patient_id) WHERE patient_id IS NOT NULL;
CREATE INDEX message_appointment ON message (appointment_id) WHERE appointment_id IS NOT NULL;
