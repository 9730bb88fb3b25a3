-- told_into_reports.sql: one row a row of another program; its text is the row
INSERT INTO reports BY NAME
SELECT
    report_id AS id, key, $outlet AS outlet, credited, url, published, NULL AS title, text,
    0 AS body_start, true AS is_imported
FROM told_claims WHERE report_id NOT IN (SELECT id FROM reports);
