-- A batch of times that is given by a public draw (docs/draw.md). seed: kept to the end of the window, then told; size and root: of the log with the
-- entry that ended it. first_at: when the first of the times begins.
CREATE TABLE draw (
	id BIGINT NOT NULL PRIMARY KEY,
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	schedule_id BIGINT NOT NULL REFERENCES schedule (id),
	service_id BIGINT NOT NULL REFERENCES service (id),
	state TEXT NOT NULL CHECK (state IN ('open', 'closed', 'drawn', 'done', 'ended')),
	why TEXT NOT NULL,
	announced_at BIGINT NOT NULL,
	opens_at BIGINT NOT NULL,
	closes_at BIGINT NOT NULL,
	first_at BIGINT NOT NULL,
	zone TEXT NOT NULL,
	times INTEGER NOT NULL,
	classes TEXT NOT NULL,
	beacon TEXT NOT NULL,
	beacon_value TEXT NOT NULL,
	salt TEXT NOT NULL,
	seed TEXT NOT NULL,
	size BIGINT,
	root TEXT NOT NULL,
	wishes INTEGER NOT NULL,
	made_by BIGINT,
	version BIGINT NOT NULL
);
CREATE INDEX draw_due ON draw (closes_at) WHERE state IN ('open', 'closed', 'drawn');
CREATE INDEX draw_shown ON draw (closes_at);
CREATE INDEX draw_house ON draw (organization_id, closes_at);
-- Its times, by number; each is kept by a hold until it is given or given back.
CREATE TABLE draw_time (
	draw_id BIGINT NOT NULL REFERENCES draw (id),
	no INTEGER NOT NULL,
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	day INTEGER NOT NULL,
	start_min INTEGER NOT NULL,
	minutes INTEGER NOT NULL,
	hold_id BIGINT NOT NULL,
	wish_id BIGINT,
	PRIMARY KEY (draw_id, no)
);
-- Who takes part. state: in, out (taken back), drawn (has a rank, not told yet), told, stuck (a time fell to the person and could not be booked).
CREATE TABLE draw_wish (
	id BIGINT NOT NULL PRIMARY KEY,
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	draw_id BIGINT NOT NULL REFERENCES draw (id),
	name TEXT NOT NULL,
	name_key TEXT NOT NULL,
	birth_day INTEGER NOT NULL,
	sex TEXT NOT NULL,
	phone TEXT NOT NULL,
	lang TEXT NOT NULL,
	class TEXT NOT NULL,
	choices TEXT NOT NULL,
	to_list BOOLEAN NOT NULL,
	channel TEXT NOT NULL,
	booked_by BIGINT,
	token_hash TEXT NOT NULL,
	reference TEXT NOT NULL,
	salt TEXT NOT NULL,
	asked_at BIGINT NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('in', 'out', 'drawn', 'told', 'stuck')),
	lot TEXT NOT NULL,
	place INTEGER,
	given INTEGER,
	patient_id BIGINT,
	appointment_id BIGINT
);
CREATE UNIQUE INDEX draw_wish_person ON draw_wish (draw_id, phone, birth_day, name_key);
CREATE UNIQUE INDEX draw_wish_token ON draw_wish (token_hash);
CREATE UNIQUE INDEX draw_wish_place ON draw_wish (draw_id, place) WHERE place IS NOT NULL;
CREATE INDEX draw_wish_to_tell ON draw_wish (draw_id, place) WHERE state = 'drawn';
CREATE INDEX draw_wish_asked ON draw_wish (asked_at);
CREATE INDEX draw_wish_phone ON draw_wish (phone, birth_day) WHERE phone <> '';
CREATE INDEX draw_wish_patient ON draw_wish (patient_id) WHERE patient_id IS NOT NULL;
-- What somebody wishes online, until a code has shown that the phone is in her hand. Erased after an hour. owner: the visitor's cookie; token: of the wish
-- that came of it.
CREATE TABLE draw_draft (
	id BIGINT NOT NULL PRIMARY KEY,
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	draw_id BIGINT NOT NULL REFERENCES draw (id),
	owner TEXT NOT NULL,
	name TEXT NOT NULL,
	birth_day INTEGER NOT NULL,
	sex TEXT NOT NULL,
	phone TEXT NOT NULL,
	lang TEXT NOT NULL,
	choices TEXT NOT NULL,
	to_list BOOLEAN NOT NULL,
	code_hash TEXT NOT NULL,
	code_until BIGINT NOT NULL,
	code_tries INTEGER NOT NULL,
	code_sends INTEGER NOT NULL,
	code_sent_at BIGINT NOT NULL,
	token TEXT NOT NULL,
	created_at BIGINT NOT NULL
);
CREATE INDEX draw_draft_created ON draw_draft (created_at);
