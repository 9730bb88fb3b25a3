-- search_reports.sql: one row a report whose headline or key holds $words, latest first
SELECT id FROM reports
WHERE title ILIKE $words ESCAPE '\' OR key ILIKE $words ESCAPE '\'
ORDER BY published DESC NULLS LAST, id LIMIT $n_rows
