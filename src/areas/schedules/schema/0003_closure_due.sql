-- Closures of a node with very many agendas whose summaries are not all counted anew yet: the jobs go on behind `after_id`.
CREATE TABLE closure_due (
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	day INTEGER NOT NULL,
	after_id BIGINT NOT NULL,
	PRIMARY KEY (organization_id, day)
);
