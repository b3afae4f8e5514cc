-- The tree of organisations: who is part of whom. Several trees (countries, departments) in one installation.
-- A node owns the interval [tree_lo, tree_hi); those below it have theirs inside: "in my branch" is one
-- comparison of integers, the same on both engines whatever the collation.
CREATE TABLE organization (
	id BIGINT NOT NULL PRIMARY KEY,
	parent_id BIGINT REFERENCES organization (id),
	tree_lo BIGINT NOT NULL UNIQUE,
	tree_hi BIGINT NOT NULL,
	depth INTEGER NOT NULL,
	kind TEXT NOT NULL CHECK (kind IN ('ministry', 'region', 'province', 'establishment', 'health_centre', 'department')),
	code TEXT NOT NULL UNIQUE,
	name_fr TEXT NOT NULL,
	name_ar TEXT NOT NULL,
	name_en TEXT NOT NULL,
	name_fold TEXT NOT NULL,
	sms_name TEXT NOT NULL,
	phone TEXT NOT NULL,
	zone TEXT NOT NULL,
	active BOOLEAN NOT NULL,
	version BIGINT NOT NULL,
	CHECK (tree_lo < tree_hi)
);
CREATE INDEX organization_parent ON organization (parent_id, name_fr);
-- Settings that hold for a node and everything below it until a lower node says otherwise.
CREATE TABLE organization_setting (
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	name TEXT NOT NULL,
	value BIGINT NOT NULL,
	PRIMARY KEY (organization_id, name)
);
-- A place with an address. Where to go inside (building, floor, desk) is its direction.
CREATE TABLE location (
	id BIGINT NOT NULL PRIMARY KEY,
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	code TEXT NOT NULL,
	name_fr TEXT NOT NULL,
	name_ar TEXT NOT NULL,
	name_en TEXT NOT NULL,
	address_fr TEXT NOT NULL,
	address_ar TEXT NOT NULL,
	direction_fr TEXT NOT NULL,
	direction_ar TEXT NOT NULL,
	phone TEXT NOT NULL,
	zone TEXT NOT NULL,
	active BOOLEAN NOT NULL,
	version BIGINT NOT NULL,
	UNIQUE (organization_id, code)
);
-- Holidays and closures are data; a day holds for the node that names it and everything below.
CREATE TABLE calendar_day (
	id BIGINT NOT NULL PRIMARY KEY,
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	day INTEGER NOT NULL,
	kind TEXT NOT NULL CHECK (kind IN ('holiday', 'closure')),
	name_fr TEXT NOT NULL,
	name_ar TEXT NOT NULL,
	name_en TEXT NOT NULL,
	confirmed BOOLEAN NOT NULL,
	UNIQUE (organization_id, day, kind)
);
CREATE TABLE specialty (
	code TEXT NOT NULL PRIMARY KEY,
	name_fr TEXT NOT NULL,
	name_ar TEXT NOT NULL,
	name_en TEXT NOT NULL,
	snomed TEXT NOT NULL,
	family TEXT NOT NULL,
	popularity INTEGER NOT NULL
);
-- Everyday words ("coeur", "yeux", "القلب"), folded, that lead to a speciality.
CREATE TABLE specialty_word (
	specialty TEXT NOT NULL REFERENCES specialty (code),
	word TEXT NOT NULL,
	PRIMARY KEY (word, specialty)
);
