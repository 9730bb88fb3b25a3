-- marks.sql: one row a note or pin that holds on an event between two countries, the latest first
SELECT h.event_id, u.id AS ruling_id
FROM rulings AS u
ANTI JOIN withdrawals AS w ON w.ruling_id = u.id
JOIN event_claims AS h ON h.claim_id = u.target
JOIN event_dyads AS d ON d.event_id = h.event_id
WHERE u.kind IN ('note', 'pin') AND d.one = least($one, $other) AND d.other = greatest($one, $other)
ORDER BY u.made_at DESC, u.id
