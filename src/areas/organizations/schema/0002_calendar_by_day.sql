-- A booking asks which nodes are closed on one day: few, out of the closures of a whole country.
CREATE INDEX calendar_day_day ON calendar_day (day);
