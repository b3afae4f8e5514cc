-- A time kept for longer than somebody types (the waiting list offers it): it counts as taken, in free_day too, until its row
-- is gone, whatever the clock says.
ALTER TABLE hold ADD COLUMN kept BOOLEAN NOT NULL DEFAULT FALSE;
