-- whole_old_reports.sql: leaves one row a report that came with a right row and is not there yet
DELETE FROM whole_reports WHERE id IN (SELECT id FROM reports)
    OR NOT EXISTS (FROM whole_codings WHERE whole_codings.report_id = whole_reports.id);
