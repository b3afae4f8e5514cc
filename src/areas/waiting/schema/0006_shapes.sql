-- What is wished, in few words (rules/pick.h, wish_text): requests of one shape stand in one part of the index, in their order. So a time is looked for
-- among the shapes that may have it, and those who want something else are not read, however many they are.
ALTER TABLE waiting_entry ADD COLUMN shape TEXT NOT NULL DEFAULT '';
UPDATE waiting_entry SET shape = CAST(COALESCE(service_id, 0) AS TEXT) || '.' || CAST(CASE WHEN other_practitioner THEN 0 ELSE COALESCE(practitioner_id, 0) END AS TEXT) || '.' ||
       CAST(days AS TEXT) || '.' || CAST(parts AS TEXT) || '.' || CAST(COALESCE(from_day / 7, 0) AS TEXT) || '.' || CAST(COALESCE(to_day / 7, 0) AS TEXT)
 WHERE state IN ('waiting', 'offered');
CREATE INDEX waiting_entry_shape ON waiting_entry (organization_id, specialty, shape, class_rank, asked_at, id) WHERE state = 'waiting';
-- What is past its time is erased by this.
CREATE INDEX waiting_entry_asked ON waiting_entry (asked_at);
