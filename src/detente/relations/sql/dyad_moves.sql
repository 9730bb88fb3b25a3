-- dyad_moves.sql: one row a move of moves.sql, by day, and whether a later event fulfils it
SELECT
    event_id, day, direction, type, mode, quad, intensity, status, n_outlets, issues,
    event_id IN (SELECT other_id FROM event_links WHERE kind = 'fulfils') AS is_met,
    score, is_joint, date_start, date_end
FROM ({moves})
ORDER BY day, event_id
