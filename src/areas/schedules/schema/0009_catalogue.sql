-- A type taken from a catalogue: the type above it (of a ministry, a region, a province) that it follows, and the settings that it
-- states itself (bits of enum service_field). What it follows is written into its own row, so that nobody looks up when he books.
ALTER TABLE service ADD COLUMN from_id BIGINT REFERENCES service (id);
ALTER TABLE service ADD COLUMN own_fields BIGINT NOT NULL DEFAULT 0;
CREATE INDEX service_from ON service (from_id, id) WHERE from_id IS NOT NULL;
-- Appointments of it exist: what would make them untrue does not change any more. Set by the first of them.
ALTER TABLE service ADD COLUMN booked BOOLEAN NOT NULL DEFAULT FALSE;
-- By which other ways it cannot be booked; what citizens cannot do; how often they may move it (0: as often as they like); what
-- they accept before they book.
ALTER TABLE service ADD COLUMN no_desk BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE service ADD COLUMN no_centre BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE service ADD COLUMN no_cancel BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE service ADD COLUMN no_move BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE service ADD COLUMN moves_max INTEGER NOT NULL DEFAULT 0;
ALTER TABLE service ADD COLUMN accept_fr TEXT NOT NULL DEFAULT '';
ALTER TABLE service ADD COLUMN accept_ar TEXT NOT NULL DEFAULT '';
ALTER TABLE service ADD COLUMN accept_en TEXT NOT NULL DEFAULT '';
-- A change of a type that holds from a day on (of the zone of its organisation): for what is booked from then on. refused: when the
-- day came it did not fit any more.
CREATE TABLE amendment (
	id BIGINT NOT NULL PRIMARY KEY,
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	service_id BIGINT NOT NULL REFERENCES service (id),
	from_day INTEGER NOT NULL,
	account_id BIGINT NOT NULL,
	at BIGINT NOT NULL,
	done_at BIGINT,
	refused BOOLEAN NOT NULL
);
CREATE INDEX amendment_due ON amendment (from_day, id) WHERE done_at IS NULL;
CREATE INDEX amendment_service ON amendment (service_id, from_day);
CREATE TABLE amendment_value (
	amendment_id BIGINT NOT NULL REFERENCES amendment (id),
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	field TEXT NOT NULL,
	value TEXT NOT NULL,
	PRIMARY KEY (amendment_id, field)
);
-- What a changed type still has to reach: the types below that follow it, the summaries of agendas. The jobs go on behind after_id.
CREATE TABLE service_due (
	service_id BIGINT NOT NULL REFERENCES service (id),
	what TEXT NOT NULL CHECK (what IN ('below', 'agendas')),
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	after_id BIGINT NOT NULL,
	PRIMARY KEY (service_id, what)
);
