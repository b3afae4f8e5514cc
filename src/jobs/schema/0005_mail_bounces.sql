-- Addresses from which mail came back: nothing more is sent there until somebody says that it may. The hash stands
-- for the address, so that a forgotten one is nowhere.
CREATE TABLE mail_bounce (
	address_hash TEXT NOT NULL PRIMARY KEY,
	organization_id BIGINT NOT NULL,
	status TEXT NOT NULL,
	at BIGINT NOT NULL
);
