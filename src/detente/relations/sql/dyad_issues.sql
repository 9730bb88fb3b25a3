-- dyad_issues.sql: one row a dyad, period, direction and issue that occurs among acts that
-- happened, with their number; an act with two issues stands in two rows. Asks the table that
-- period_moves.sql makes.
SELECT
    dyad, start, direction, issue,
    count(*) AS n_events,
    count(*) FILTER (intensity > 0) AS n_cooperative,
    count(*) FILTER (intensity < 0) AS n_conflictual,
    sum(intensity) AS sum_intensity
FROM (
    SELECT dyad, start, direction, intensity, unnest(issues) AS issue
    FROM moves WHERE len(issues) > 0
)
GROUP BY ALL
ORDER BY ALL
