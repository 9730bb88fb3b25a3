-- search_reports.sql: one row a report whose headline or key holds $words, latest first
SELECT id FROM reports
WHERE (title ILIKE $words ESCAPE '\' OR key ILIKE $words ESCAPE '\')
    AND ($since::DATE IS NULL OR reports.published >= $since::DATE)
    AND ($until::DATE IS NULL OR reports.published <= $until::DATE)
    AND ($outlet::VARCHAR IS NULL OR lower(reports.outlet) = lower($outlet::VARCHAR))
ORDER BY published DESC NULLS LAST, id LIMIT $n_rows
