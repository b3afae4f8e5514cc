-- The desk lists the wishes of a draw, finds one by its reference, and sees to times that could not be booked; what one account wrote down is
-- counted. channels: by which ways people took part, once the window is over ("online 12,desk 3").
ALTER TABLE draw ADD COLUMN channels TEXT NOT NULL DEFAULT '';
CREATE INDEX draw_agenda ON draw (schedule_id) WHERE state IN ('open', 'closed');
CREATE INDEX draw_type ON draw (service_id) WHERE state IN ('open', 'closed', 'drawn');
CREATE INDEX draw_wish_listed ON draw_wish (draw_id, id);
CREATE INDEX draw_wish_reference ON draw_wish (reference);
CREATE INDEX draw_wish_account ON draw_wish (draw_id, booked_by) WHERE booked_by IS NOT NULL;
CREATE INDEX draw_wish_stuck ON draw_wish (draw_id, place) WHERE state = 'stuck';
CREATE INDEX draw_wish_nobody ON draw_wish (id) WHERE state = 'stuck' AND name = '';
-- Links lay here in clear for an hour; they are sealed from now on.
DELETE FROM draw_draft WHERE token <> '';
