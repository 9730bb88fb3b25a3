-- whole_texts.sql: one row a row of a file: the report as it tells it
CREATE OR REPLACE TEMP VIEW whole_texts AS
SELECT
    row, report_id AS id, report_key AS key, outlet, credited, url, published,
    report_title AS title, report_text AS text, report_body_start AS body_start,
    report_is_imported AS is_imported
FROM whole;
