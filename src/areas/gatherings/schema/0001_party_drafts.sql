-- Several people who are about to enrol or to be booked together: the visitor's own until the code has been confirmed.
CREATE TABLE party_draft (
	id BIGINT NOT NULL PRIMARY KEY,
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	owner TEXT NOT NULL,
	gathering_id BIGINT REFERENCES gathering (id),	-- NULL: a family, one after the other
	people INTEGER NOT NULL CHECK (people BETWEEN 1 AND 6),
	may_wait BOOLEAN NOT NULL,
	phone TEXT NOT NULL,
	lang TEXT NOT NULL,
	code_hash TEXT NOT NULL,
	code_until BIGINT NOT NULL,
	code_tries INTEGER NOT NULL,
	code_sends INTEGER NOT NULL,
	code_sent_at BIGINT NOT NULL,
	done TEXT NOT NULL,				-- the address of what came of it
	network BIGINT NOT NULL,
	created_at BIGINT NOT NULL
);
CREATE INDEX party_draft_created ON party_draft (created_at);
CREATE TABLE party_draft_person (
	draft_id BIGINT NOT NULL REFERENCES party_draft (id),
	place INTEGER NOT NULL,
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	service_id BIGINT NOT NULL REFERENCES service (id),
	schedule_id BIGINT NOT NULL REFERENCES schedule (id),
	day INTEGER NOT NULL,
	start_min INTEGER NOT NULL,
	hold_id BIGINT NOT NULL,			-- 0: none
	name TEXT NOT NULL,
	birth_day INTEGER,
	sex TEXT NOT NULL,
	PRIMARY KEY (draft_id, place)
);
CREATE INDEX party_draft_person_hold ON party_draft_person (hold_id) WHERE hold_id <> 0;
