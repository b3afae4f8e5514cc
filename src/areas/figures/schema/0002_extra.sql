-- Appointments in addition, beside those taken online: of a whole line, stored with its first day of delay.
ALTER TABLE figure ADD COLUMN extra INTEGER NOT NULL DEFAULT 0;
UPDATE figure_month SET due = TRUE WHERE organization_id IN (SELECT e.organization_id FROM extra e);
