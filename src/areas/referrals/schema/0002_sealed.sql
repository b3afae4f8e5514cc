-- Letters are encrypted with the server's key (web/secret.h). Those that came before are encrypted by the daily job, a few at a time.
ALTER TABLE referral_letter ADD COLUMN sealed BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX referral_letter_plain ON referral_letter (referral_id) WHERE NOT sealed;
