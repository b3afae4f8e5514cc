-- Where an organisation's lists for the next day go each evening, for the day the network fails.
CREATE TABLE desk_list (
	organization_id BIGINT NOT NULL PRIMARY KEY REFERENCES organization (id),
	email TEXT NOT NULL,
	lang TEXT NOT NULL,
	at_min INTEGER NOT NULL,
	sent_day INTEGER,
	version BIGINT NOT NULL
);
