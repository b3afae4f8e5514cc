-- Offers leave in the hours of all messages of a house (messages_from, messages_to): the list has none of its own any more.
DELETE FROM organization_setting WHERE name IN ('waiting_quiet_from', 'waiting_quiet_to');
