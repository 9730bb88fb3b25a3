-- whole_strays.sql: one row a row whose report is not what its id says, and why
CREATE OR REPLACE TEMP TABLE whole_strays AS
SELECT whole.row, coalesce(
    report_is_wrong(
        report_id, whole.outlet, whole.url, whole.published, report_text, report_is_imported),
    'its report''s id is not the digest of the report') AS wrong
FROM whole LEFT JOIN whole_reports AS known ON known.id = whole.report_id
WHERE known.id IS NULL
    OR whole.report_text IS DISTINCT FROM known.text
    OR whole.outlet IS DISTINCT FROM known.outlet
    OR whole.url IS DISTINCT FROM known.url
    OR whole.published IS DISTINCT FROM known.published
    OR (whole.report_text = '' AND NOT whole.report_is_imported);
