-- Which account did it, as the trail has it: so that who did it is not told of it. It stands in no entry and never leaves the house.
ALTER TABLE act ADD COLUMN account_id BIGINT;
