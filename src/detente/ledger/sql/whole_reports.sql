-- whole_reports.sql: one row a report that is what its id says; of several under one id the first
CREATE OR REPLACE TEMP TABLE whole_reports AS
WITH versions AS (  -- a text that stands in many rows is looked at once
    SELECT min(row) AS row FROM whole_texts
    GROUP BY hash(id, outlet, url, published, text, is_imported)
),
right_ones AS (
    SELECT min(row) AS row FROM whole_texts SEMI JOIN versions USING (row)
    WHERE report_is_wrong(id, outlet, url, published, text, is_imported) IS NULL
        AND key IS NOT NULL AND body_start IS NOT NULL
    GROUP BY id
)
SELECT whole_texts.* FROM whole_texts SEMI JOIN right_ones USING (row);
