-- search_facets.sql: one row a value by which what is sought (search_find.sql) can be narrowed: how
-- many of it have the value; the $most frequent ones of each facet.
SELECT facet, value, count(*) AS n_found
FROM (
    SELECT 'side' AS facet, unnest(sides) AS value FROM fitting
    UNION ALL SELECT 'type', type FROM fitting
    UNION ALL SELECT 'status', status FROM fitting
    UNION ALL SELECT 'outlet', outlet FROM fitting
    UNION ALL SELECT 'year', year(published)::VARCHAR FROM fitting
)
WHERE value IS NOT NULL AND value <> ''
GROUP BY facet, value
QUALIFY row_number() OVER (PARTITION BY facet ORDER BY n_found DESC, value) <= $most
ORDER BY facet, n_found DESC, value
