-- Extra appointments, beside the rule of an agenda: who made each, in which role and why. The reason is copied: a list
-- that is edited later does not rewrite what was said. One row for each appointment that is overbooked.
CREATE TABLE extra (
	appointment_id BIGINT NOT NULL PRIMARY KEY REFERENCES appointment (id),
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	account_id BIGINT,
	role TEXT NOT NULL,
	made_day INTEGER NOT NULL,
	reason TEXT NOT NULL,
	reason_fr TEXT NOT NULL,
	reason_ar TEXT NOT NULL,
	reason_en TEXT NOT NULL
);
CREATE INDEX extra_made ON extra (organization_id, made_day);
CREATE INDEX extra_account ON extra (account_id, made_day) WHERE account_id IS NOT NULL;
INSERT INTO extra (appointment_id, organization_id, account_id, role, made_day, reason, reason_fr, reason_ar, reason_en)
SELECT id, organization_id, booked_by, '', booked_day, '', overbook_reason, overbook_reason, overbook_reason
  FROM appointment WHERE overbooked;
-- The row that one account's extras of a day lock before they are counted: two agendas do not wait for each other.
CREATE TABLE extra_operator (
	account_id BIGINT NOT NULL,
	day INTEGER NOT NULL,
	organization_id BIGINT NOT NULL REFERENCES organization (id),	-- where the last was tried
	tries BIGINT NOT NULL,
	PRIMARY KEY (account_id, day)
);
-- The reasons that an establishment allows; none here nor above: those the program brings.
CREATE TABLE extra_reason (
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	code TEXT NOT NULL,
	place INTEGER NOT NULL,
	name_fr TEXT NOT NULL,
	name_ar TEXT NOT NULL,
	name_en TEXT NOT NULL,
	active BOOLEAN NOT NULL,
	PRIMARY KEY (organization_id, code)
);
-- An agenda's own ceiling of a day, in place of its establishment's.
CREATE TABLE extra_limit (
	schedule_id BIGINT NOT NULL PRIMARY KEY REFERENCES schedule (id),
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	per_day INTEGER NOT NULL CHECK (per_day BETWEEN 0 AND 100)
);
