-- What proves when somebody asked to be on a waiting list, or kept seats for a group, is found by what it is about.
CREATE INDEX act_begun ON act (chain) WHERE act = 'enlist' OR reason = 'party';
