-- What the end of the day proposes for an appointment that nobody recorded; the desk confirms it or says otherwise.
CREATE TABLE missed_proposal (
	appointment_id BIGINT NOT NULL PRIMARY KEY REFERENCES appointment (id),
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	day INTEGER NOT NULL,
	proposed TEXT NOT NULL CHECK (proposed IN ('fulfilled', 'noshow')),
	made_at BIGINT NOT NULL
);
CREATE INDEX missed_proposal_day ON missed_proposal (organization_id, day);
-- Links in messages after a miss and before a visit that has to be confirmed. Only hashes of them are kept.
CREATE TABLE missed_link (
	token_hash TEXT NOT NULL PRIMARY KEY,
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	appointment_id BIGINT NOT NULL REFERENCES appointment (id),
	kind TEXT NOT NULL CHECK (kind IN ('again', 'confirm')),
	tell_at BIGINT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX missed_link_appointment ON missed_link (appointment_id);
CREATE INDEX missed_link_until ON missed_link (until);
-- What is known of somebody's coming: whether she was asked to confirm (and by when), and what she said. It speaks of the
-- start that it names; an appointment that was moved since is not confirmed.
CREATE TABLE missed_confirmation (
	appointment_id BIGINT NOT NULL PRIMARY KEY REFERENCES appointment (id),
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	start_at BIGINT NOT NULL,
	day INTEGER NOT NULL,
	wanted BOOLEAN NOT NULL,
	misses INTEGER NOT NULL,
	due_at BIGINT,
	confirmed_at BIGINT,
	confirmed_how TEXT NOT NULL CHECK (confirmed_how IN ('', 'sms', 'link', 'phone', 'desk'))
);
CREATE INDEX missed_confirmation_open ON missed_confirmation (organization_id, due_at) WHERE wanted AND confirmed_at IS NULL;
-- The logistic score of each house: fitted from its own history, in millionths; tried on the part of it that came last.
CREATE TABLE missed_model (
	organization_id BIGINT NOT NULL PRIMARY KEY REFERENCES organization (id),
	fitted_at BIGINT NOT NULL,
	n INTEGER NOT NULL,
	missed INTEGER NOT NULL,
	tried INTEGER NOT NULL,
	brier BIGINT NOT NULL,
	brier_plain BIGINT NOT NULL
);
CREATE TABLE missed_weight (
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	feature TEXT NOT NULL,
	weight BIGINT NOT NULL,
	PRIMARY KEY (organization_id, feature)
);
-- Its calibration: of those to whom the score gave about so much, how many missed.
CREATE TABLE missed_bin (
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	bin INTEGER NOT NULL,
	n INTEGER NOT NULL,
	missed INTEGER NOT NULL,
	expected BIGINT NOT NULL,
	PRIMARY KEY (organization_id, bin)
);
-- What the score says of the appointments of the next days, in thousandths: for who is called first.
CREATE TABLE missed_risk (
	appointment_id BIGINT NOT NULL PRIMARY KEY REFERENCES appointment (id),
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	day INTEGER NOT NULL,
	risk INTEGER NOT NULL
);
CREATE INDEX missed_risk_day ON missed_risk (organization_id, day);
