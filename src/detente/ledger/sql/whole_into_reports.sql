-- whole_into_reports.sql: one row a report of which a claim or statement came
INSERT INTO reports BY NAME
SELECT
    whole.report_id AS id, report_key AS key, outlet, credited, url, published,
    report_title AS title, report_text AS text, report_body_start AS body_start,
    report_is_imported AS is_imported
FROM whole SEMI JOIN (
    SELECT min(row) AS row FROM (
        SELECT report_id, row FROM whole_claims WHERE wrong IS NULL
        UNION ALL
        SELECT report_id, row FROM whole_statements WHERE wrong IS NULL
    ) GROUP BY report_id
) AS first_rows ON first_rows.row = whole.row
ON CONFLICT DO NOTHING;
