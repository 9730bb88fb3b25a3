-- moved_by.sql: one row a dyad of the parallel lists $ones, $others (one < other) and $signs: the claim
-- that tells best of its weightiest act of that sign from $first to $last; rows of other programs have no words
WITH asked AS (
    SELECT unnest($ones::VARCHAR[]) AS one, unnest($others::VARCHAR[]) AS other, unnest($signs::INTEGER[]) AS sign
)
SELECT a.one, a.other, c.id AS claim_id
FROM asked AS a
JOIN event_dyads AS d ON d.one = a.one AND d.other = a.other
JOIN events AS e ON e.id = d.event_id
JOIN event_claims AS h ON h.event_id = e.id
JOIN current_claims AS c ON c.id = h.claim_id
JOIN reports AS r ON r.id = c.report_id AND NOT r.is_imported
WHERE e.status = 'actual' AND sign(e.intensity) = a.sign
    AND e.date_start + ((e.date_end - e.date_start) // 2)::INTEGER BETWEEN $first::DATE AND $last::DATE
QUALIFY row_number() OVER (PARTITION BY a.one, a.other ORDER BY abs(e.intensity) DESC, c.score DESC, c.id) = 1
ORDER BY a.one, a.other
