-- dyad_moves.sql: one row an event between $one and $other (one < other) whose day is known to
-- within $most_days; the day is the middle one. direction: 1 for one to other, -1, or 0 for an act
-- of both; $mutual are the types that sides do together, $alone those that they do to each other
-- where nobody else is told. What is told as background alone, or in words of how things stand
-- ($standing: "the war"), is left out, and modes of what is done $at_home. score: that of its surest claim.
WITH told AS (
    SELECT
        event_claims.event_id,
        bool_and(is_historical) OR bool_and(regexp_full_match(predicate, $standing, 'i'))
            AS is_background,
        max(score) AS score
    FROM event_dyads JOIN event_claims USING (event_id) JOIN claims ON claims.id = claim_id
    WHERE one = $one AND other = $other
    GROUP BY event_claims.event_id
)
SELECT * EXCLUDE (is_forward, is_backward) FROM (
SELECT
    events.id AS event_id,
    date_start + ((date_end - date_start) // 2)::INTEGER AS day,
    list_contains(actor_countries, $one) AND list_contains(recipient_countries, $other)
        AS is_forward,
    list_contains(actor_countries, $other) AND list_contains(recipient_countries, $one)
        AS is_backward,
    (is_forward::TINYINT - is_backward::TINYINT)::TINYINT AS direction,
    type, mode, quad, intensity, status,
    greatest(n_outlets, 1) AS n_outlets,
    issues,
    events.id IN (SELECT other_id FROM event_links WHERE kind = 'fulfils') AS is_met,
    coalesce(score, 1) AS score,
    len(actor_countries) > 1 AS is_joint,
    date_start, date_end
FROM event_dyads JOIN events ON events.id = event_dyads.event_id
LEFT JOIN told ON told.event_id = events.id
WHERE one = $one AND other = $other AND date_end - date_start <= $most_days
    AND is_background IS NOT TRUE AND NOT coalesce(list_contains($at_home::VARCHAR[], mode), FALSE)
    AND (
        is_forward OR is_backward OR list_contains($mutual::VARCHAR[], type)
        OR (list_contains($alone::VARCHAR[], type) AND len(recipient_countries) = 0)
    )
)
ORDER BY day, event_id
