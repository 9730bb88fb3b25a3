-- period_moves.sql: makes a table of the moves of moves.sql, one row each, by their $period.
-- Outlets, issues and score (in tenths) are told of what happened.
CREATE OR REPLACE TEMP TABLE moves AS
SELECT
    dyad, date_trunc($period, day)::DATE AS start, direction, type, quad, intensity, status,
    CASE WHEN status = 'actual' THEN n_outlets ELSE 1 END AS n_outlets,
    CASE WHEN status = 'actual' THEN issues ELSE [] END AS issues,
    CASE WHEN status = 'actual' THEN round(score, 1) ELSE 1 END AS score
FROM ({moves})
