-- Links lay here in clear for an hour; they are sealed from now on.
UPDATE booking_draft SET token = '' WHERE token <> '';
