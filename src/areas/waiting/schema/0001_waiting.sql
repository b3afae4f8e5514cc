-- Somebody who found nothing free and asked to be told. The engine that offers freed times reads this list in order of asked_at.
CREATE TABLE waiting_entry (
	id BIGINT NOT NULL PRIMARY KEY,
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	specialty TEXT NOT NULL,
	area TEXT NOT NULL,
	name TEXT NOT NULL,
	birth_day INTEGER,
	sex TEXT NOT NULL,
	phone TEXT NOT NULL,
	lang TEXT NOT NULL,
	asked_at BIGINT NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('waiting', 'offered', 'served', 'left')),
	version BIGINT NOT NULL
);
CREATE INDEX waiting_entry_order ON waiting_entry (organization_id, specialty, state, asked_at);
