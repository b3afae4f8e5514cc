-- What one is to do before and after the visit; a follow-up only with the practitioner who has seen the person.
ALTER TABLE service ADD COLUMN same_practitioner BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE service ADD COLUMN prepare_fr TEXT NOT NULL DEFAULT '';
ALTER TABLE service ADD COLUMN prepare_ar TEXT NOT NULL DEFAULT '';
ALTER TABLE service ADD COLUMN prepare_en TEXT NOT NULL DEFAULT '';
ALTER TABLE service ADD COLUMN after_fr TEXT NOT NULL DEFAULT '';
ALTER TABLE service ADD COLUMN after_ar TEXT NOT NULL DEFAULT '';
ALTER TABLE service ADD COLUMN after_en TEXT NOT NULL DEFAULT '';
