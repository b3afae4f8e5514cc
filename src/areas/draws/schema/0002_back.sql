-- back_at: when the times of a draw that was given up are free again (they are kept until then); NULL: they are, or are given another way.
ALTER TABLE draw ADD COLUMN back_at BIGINT;
CREATE INDEX draw_back ON draw (back_at) WHERE back_at IS NOT NULL;
