-- whole_into_reports.sql: one row a report that came and is not there yet
INSERT INTO reports BY NAME
SELECT id, key, outlet, credited, url, published, title, text, body_start, is_imported
FROM whole_reports;
