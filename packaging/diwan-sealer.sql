-- What the sealer of the public log (diwan-sealer.service) may do on PostgreSQL, and no more: it reads no person, and of an
-- appointment or a request on a waiting list only what a line of before the upgrade is made of. As the owner of Diwan's tables:
--   psql -d diwan -f diwan-sealer.sql
GRANT SELECT ON schema_step TO "diwan-sealer";
GRANT SELECT, INSERT ON act, leaf TO "diwan-sealer";
GRANT SELECT, INSERT, DELETE ON act_pending TO "diwan-sealer";
GRANT SELECT, INSERT, UPDATE, DELETE ON ledger_checkpoint TO "diwan-sealer";
GRANT SELECT, INSERT, UPDATE ON ledger_tile, ledger_key TO "diwan-sealer";
GRANT SELECT ON ledger_cosignature TO "diwan-sealer";
GRANT SELECT (id, parent_id, kind, code) ON organization TO "diwan-sealer";
GRANT SELECT (id, ledger_name) ON schedule TO "diwan-sealer";
GRANT SELECT (id, code, sensitive) ON service TO "diwan-sealer";
GRANT SELECT (id, salt) ON appointment TO "diwan-sealer";
GRANT SELECT (id, salt) ON waiting_entry TO "diwan-sealer";
