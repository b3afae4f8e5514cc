-- What is swept at each signing is found by its time.
CREATE INDEX ledger_checkpoint_at ON ledger_checkpoint (at);
