-- Links lay here in clear for an hour; they are sealed from now on.
DELETE FROM waiting_draft WHERE token <> '';
