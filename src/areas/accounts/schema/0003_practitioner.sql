-- Whether a practitioner signs in.
CREATE INDEX account_practitioner ON account (practitioner_id) WHERE practitioner_id IS NOT NULL;
