-- reports_of_both.sql: one row per report that names both $one and $other in its claims,
-- statements or remarks and was published by $as_of (NULL: at any time); the latest first, undated ones last
WITH named AS (
    SELECT report_id, unnest(list_concat(actor_countries, recipient_countries)) AS country
    FROM current_claims
    UNION ALL
    SELECT report_id, unnest(list_append(about, coalesce(speaker_country, speaker[1:3]))) AS country
    FROM current_statements
    UNION ALL
    SELECT report_id, unnest(list_append(about, side)) AS country
    FROM current_remarks
)
SELECT reports.id
FROM named JOIN reports ON reports.id = named.report_id
WHERE country IN ($one, $other)
    AND ($as_of::DATE IS NULL OR reports.published <= $as_of::DATE)
GROUP BY reports.id, reports.published
HAVING count(DISTINCT country) = 2
ORDER BY reports.published DESC NULLS LAST, reports.id
