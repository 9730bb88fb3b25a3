-- search_statements.sql: one row a statement whose quote or speaker holds $words, latest first
SELECT t.id
FROM current_statements AS t JOIN reports AS r ON r.id = t.report_id
WHERE (t.quote ILIKE $words ESCAPE '\' OR t.speaker_name ILIKE $words ESCAPE '\')
    AND ($since::DATE IS NULL OR r.published >= $since::DATE)
    AND ($until::DATE IS NULL OR r.published <= $until::DATE)
    AND ($outlet::VARCHAR IS NULL OR lower(r.outlet) = lower($outlet::VARCHAR))
ORDER BY r.published DESC NULLS LAST, r.id, t.sentence, t.id LIMIT $n_rows
