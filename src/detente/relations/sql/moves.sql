-- moves.sql: one row an event between two sides, for the dyads of the parallel lists $ones,
-- $others (one < other), told by their place in the lists, from 1. Days are known to within
-- $most_days; the middle one is the day. What is told as background alone, or in words of how
-- things stand ($standing: "the war"), is left out, and modes of what is done $at_home.
-- direction: 1 for one to other, -1, or 0 for an act of both. score: that of its surest claim.
WITH asked AS (
    SELECT
        unnest($ones::VARCHAR[]) AS one, unnest($others::VARCHAR[]) AS other,
        unnest(range(1, len($ones::VARCHAR[]) + 1))::INTEGER AS dyad
),
within AS (
    SELECT one, other, dyad, event_id FROM event_dyads JOIN asked USING (one, other)
),
told AS (
    SELECT
        event_id,
        bool_and(is_historical) OR bool_and(regexp_full_match(predicate, $standing, 'i'))
            AS is_background,
        max(score) AS score
    FROM within JOIN event_claims USING (event_id) JOIN claims ON claims.id = claim_id
    GROUP BY event_id
)
SELECT
    dyad, events.id AS event_id,
    date_start + ((date_end - date_start) // 2)::INTEGER AS day,
    list_contains(actor_countries, one) AND list_contains(recipient_countries, other)
        AS is_forward,
    list_contains(actor_countries, other) AND list_contains(recipient_countries, one)
        AS is_backward,
    (is_forward::TINYINT - is_backward::TINYINT)::TINYINT AS direction,
    type, mode, quad, intensity, status, greatest(n_outlets, 1) AS n_outlets, issues,
    coalesce(score, 1) AS score, len(actor_countries) > 1 AS is_joint, date_start, date_end
FROM within JOIN events ON events.id = within.event_id LEFT JOIN told USING (event_id)
WHERE {between} AND date_end - date_start <= $most_days
    AND is_background IS NOT TRUE AND NOT coalesce(list_contains($at_home::VARCHAR[], mode), FALSE)
