-- Within how many minutes after the horizon has reached them the starts of a type are released, each at its own (window_late); 0: at once.
ALTER TABLE service ADD COLUMN spread_min INTEGER NOT NULL DEFAULT 0 CHECK (spread_min BETWEEN 0 AND 1440);
