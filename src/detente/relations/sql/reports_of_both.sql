-- reports_of_both.sql: one row per report that names both $one and $other in its claims,
-- statements or remarks, or names one there and the other in its text ($words_of_one,
-- $words_of_other: regular expressions, wider than need be), and was published by $as_of (NULL: at
-- any time); those that are coded with both first, the latest first, undated ones last
WITH named AS (
    SELECT report_id, unnest(list_concat(actor_countries, recipient_countries)) AS country
    FROM current_claims
    UNION ALL
    SELECT report_id, unnest(list_append(about, coalesce(speaker_country, speaker[1:3]))) AS country
    FROM current_statements
    UNION ALL
    SELECT report_id, unnest(list_append(about, side)) AS country
    FROM current_remarks
),
told AS (
    SELECT report_id, bool_or(country = $one) AS of_one, bool_or(country = $other) AS of_other
    FROM named WHERE country IN ($one, $other)
    GROUP BY report_id
)
SELECT reports.id
FROM told JOIN reports ON reports.id = told.report_id
WHERE ($as_of::DATE IS NULL OR reports.published <= $as_of::DATE)
    AND (
        (of_one AND of_other)
        OR (of_one AND regexp_matches(reports.text, $words_of_other))
        OR (of_other AND regexp_matches(reports.text, $words_of_one))
    )
ORDER BY of_one AND of_other DESC, reports.published DESC NULLS LAST, reports.id
