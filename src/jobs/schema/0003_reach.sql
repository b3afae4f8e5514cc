-- Reports, mail in several parts, what was not delivered and who saw to it. The states are more, and a state's check
-- cannot be changed in place on both engines: the table is made anew.
CREATE TABLE message_new (
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
	-- unknown: it may have left, its report is waited for until lease_until; late: past drop_at before it could leave
	state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'unknown', 'failed', 'late', 'dropped')),
	attempts INTEGER NOT NULL,
	lease_until BIGINT NOT NULL,
	provider_id TEXT NOT NULL,
	created_at BIGINT NOT NULL,
	sent_at BIGINT,
	version INTEGER NOT NULL,
	segments INTEGER NOT NULL,
	may_stop BOOLEAN NOT NULL,
	may_wait BOOLEAN NOT NULL,
	last_at BIGINT NOT NULL,
	subject TEXT NOT NULL,
	html TEXT NOT NULL,
	ics TEXT NOT NULL,
	why TEXT NOT NULL,
	report TEXT NOT NULL CHECK (report IN ('', 'buffered', 'delivered', 'undelivered')),
	reported_at BIGINT,
	handled_at BIGINT,
	handled_by BIGINT,
	handled_how TEXT NOT NULL CHECK (handled_how IN ('', 'again', 'done'))
);
INSERT INTO message_new (id, organization_id, appointment_id, patient_id, channel, template, lang, recipient, body, due_at, drop_at,
	state, attempts, lease_until, provider_id, created_at, sent_at, version, segments, may_stop, may_wait, last_at, subject, html,
	ics, why, report, reported_at, handled_at, handled_by, handled_how)
SELECT id, organization_id, appointment_id, patient_id, channel, template, lang, recipient, body, due_at, drop_at,
	state, attempts, lease_until, CASE state WHEN 'failed' THEN '' ELSE provider_id END, created_at, sent_at, 1, 0, FALSE, FALSE,
	drop_at, '', '', '', CASE state WHEN 'failed' THEN provider_id ELSE '' END, '', NULL,
	CASE state WHEN 'failed' THEN created_at END, NULL, CASE state WHEN 'failed' THEN 'done' ELSE '' END
  FROM message;
DROP TABLE message;
ALTER TABLE message_new RENAME TO message;
CREATE INDEX message_due ON message (may_wait, due_at) WHERE state IN ('queued', 'sending');
CREATE INDEX message_awaited ON message (lease_until) WHERE state = 'unknown';
CREATE INDEX message_dead ON message (organization_id, id) WHERE state IN ('failed', 'late') AND handled_at IS NULL;
CREATE INDEX message_kept ON message (last_at) WHERE state IN ('failed', 'late') AND body <> '';
CREATE INDEX message_provider ON message (provider_id) WHERE provider_id <> '';
CREATE INDEX message_recipient ON message (recipient, created_at);
CREATE INDEX message_patient ON message (patient_id) WHERE patient_id IS NOT NULL;
CREATE INDEX message_appointment ON message (appointment_id) WHERE appointment_id IS NOT NULL;
