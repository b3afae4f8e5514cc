-- Who stands in since a moment, and no longer: what an agenda's watchers are told.
CREATE INDEX substitution_made ON substitution (made_at);
CREATE INDEX substitution_undone ON substitution (undone_at) WHERE undone_at IS NOT NULL;
