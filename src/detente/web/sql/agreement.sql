-- agreement.sql: one row a reviewer and a type as coded: claims they ruled on, and how many they found coded right
-- The first row of each reviewer has no type, and counts all.
-- Same-as and different are decisions on events, not on the coding; what is withdrawn does not count.
SELECT u.decided_by AS reviewer, c.type, count(*) AS n_read, count(*) FILTER (u.is_right) AS n_right
FROM (
    SELECT decided_by, target, bool_and(kind = 'accept') AS is_right
    FROM rulings ANTI JOIN withdrawals ON ruling_id = id
    WHERE kind IN ('accept', 'reject', 'set')
    GROUP BY decided_by, target
) AS u
JOIN (SELECT DISTINCT id, type FROM claims) AS c ON c.id = u.target
GROUP BY GROUPING SETS ((u.decided_by), (u.decided_by, c.type)) ORDER BY reviewer, c.type NULLS FIRST
