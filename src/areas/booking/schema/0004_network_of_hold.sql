-- What a network keeps is counted on the holds themselves (appointments/0011): one count for who books for one and for a family.
DROP INDEX booking_draft_hold;
ALTER TABLE booking_draft DROP COLUMN network;
