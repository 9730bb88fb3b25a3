-- problem_kinds.sql: one row a kind of problem that is open, most first
SELECT room, kind, is_warning, count(*) AS n_problems, min(detail) AS example
FROM current_problems
GROUP BY room, kind, is_warning
ORDER BY is_warning, n_problems DESC, room, kind
