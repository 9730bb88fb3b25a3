-- search_claims.sql: one row a claim whose quote or actors hold $words, latest published first.
-- {claims}: those that count, as people ruled
SELECT t.id
FROM {claims} AS t JOIN reports AS r ON r.id = t.report_id
WHERE (t.quote ILIKE $words ESCAPE '\'
    OR array_to_string(list_concat(t.actor_names, t.recipient_names), chr(10)) ILIKE $words ESCAPE '\')
    AND ($since::DATE IS NULL OR r.published >= $since::DATE)
    AND ($until::DATE IS NULL OR r.published <= $until::DATE)
    AND ($outlet::VARCHAR IS NULL OR lower(r.outlet) = lower($outlet::VARCHAR))
    AND ($side::VARCHAR IS NULL
        OR list_contains(list_concat(t.actor_countries, t.recipient_countries), $side::VARCHAR))
    AND ($type::VARCHAR IS NULL OR t.type = $type::VARCHAR)
    AND ($status::VARCHAR IS NULL OR t.status = $status::VARCHAR)
    AND ($min_score::DOUBLE IS NULL OR t.score >= $min_score::DOUBLE)
ORDER BY r.published DESC NULLS LAST, r.id, t.sentence, t.id LIMIT $n_rows
