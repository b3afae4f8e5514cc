-- By what other machines know an appointment that they booked: system and value, as FHIR has it. One machine's number is
-- unique in its organisation, so that a create with If-None-Exist finds it again however late.
CREATE TABLE appointment_identifier (
	organization_id BIGINT NOT NULL,
	system TEXT NOT NULL,
	value TEXT NOT NULL,
	appointment_id BIGINT NOT NULL REFERENCES appointment (id),
	PRIMARY KEY (value, system, organization_id)
);
CREATE INDEX appointment_identifier_appointment ON appointment_identifier (appointment_id);
