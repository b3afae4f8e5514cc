-- Signatures of requests that were taken: each once, while it is good for minutes.
CREATE TABLE telephone_signature (
	signature TEXT NOT NULL PRIMARY KEY,
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	at BIGINT NOT NULL
);
CREATE INDEX telephone_signature_at ON telephone_signature (at);
