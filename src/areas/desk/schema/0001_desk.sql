-- Where an organisation's lists for the next day go each evening, for the day the network fails.
CREATE TABLE desk_list (
	organization_id BIGINT NOT NULL PRIMARY KEY REFERENCES organization (id),
	email TEXT NOT NULL,
	lang TEXT NOT NULL,
	at_min INTEGER NOT NULL,
	sent_day INTEGER,
	version BIGINT NOT NULL
);
-- Appointments that lost their opening and are kept all the same: somebody looked at them and said so.
CREATE TABLE desk_kept (
	appointment_id BIGINT NOT NULL PRIMARY KEY REFERENCES appointment (id),
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	day INTEGER NOT NULL,
	start_min INTEGER NOT NULL,
	account_id BIGINT NOT NULL,
	at BIGINT NOT NULL
);
