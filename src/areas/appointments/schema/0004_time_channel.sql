-- By which channel a time was taken, when a move took another than the booking did (NULL: as booked). Shares count it.
ALTER TABLE appointment ADD COLUMN time_channel TEXT;
ALTER TABLE hold ADD COLUMN channel TEXT NOT NULL DEFAULT 'online';
