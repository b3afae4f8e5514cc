-- Agendas that are made later in any house are closed while their practitioner is away.
CREATE INDEX closing_practitioner ON closing (practitioner_id) WHERE practitioner_id IS NOT NULL;
