-- As in booking/0004: what a network keeps is counted on the holds themselves.
DROP INDEX party_draft_person_hold;
ALTER TABLE party_draft DROP COLUMN network;
