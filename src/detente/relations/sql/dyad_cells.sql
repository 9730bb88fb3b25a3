-- dyad_cells.sql: one row a dyad, period, direction, type, intensity, status, number of outlets and
-- score that occurs, with the number of its events (of outlets only where it happened). Asks the table
-- that period_moves.sql makes.
SELECT
    dyad, start, direction, type, quad, intensity, status, n_outlets, score,
    count(*) AS n_events
FROM moves
GROUP BY ALL
ORDER BY ALL
