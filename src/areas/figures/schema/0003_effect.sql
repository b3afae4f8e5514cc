-- The effect of messages and of booking online, by month of the visit: of those recorded, how many were missed, by type (number of
-- the service, or its speciality), channel of booking, and what was known of the reminder (none, sent, delivered, confirmed).
CREATE TABLE effect (
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	month INTEGER NOT NULL,
	dimension TEXT NOT NULL CHECK (dimension IN ('type', 'channel', 'reminder')),
	value TEXT NOT NULL,
	expected INTEGER NOT NULL,
	missed INTEGER NOT NULL,
	PRIMARY KEY (organization_id, month, dimension, value)
);
-- Times that their persons gave back before the visit, and those of them that somebody else has; when it was counted.
CREATE TABLE effect_month (
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	month INTEGER NOT NULL,
	freed INTEGER NOT NULL,
	refilled INTEGER NOT NULL,
	counted_at BIGINT NOT NULL,
	PRIMARY KEY (organization_id, month)
);
-- What people did themselves, and messages that left, by month of the act: added up day by day, each day once.
CREATE TABLE effect_count (
	organization_id BIGINT NOT NULL,
	month INTEGER NOT NULL,
	what TEXT NOT NULL,
	n BIGINT NOT NULL,
	segments BIGINT NOT NULL,
	PRIMARY KEY (organization_id, month, what)
);
