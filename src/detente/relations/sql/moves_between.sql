-- moves_between.sql: one row an event between two sides, for the dyads of the parallel lists
-- $ones, $others (one < other), told by their place in the lists, from 1. Days are known to within
-- $most_days; the middle one's $period counts. $mutual are the types of act that sides do together,
-- $alone those that they do to each other where nobody else is told: who acts with whom on a third
-- does not act on whom. What is told as background alone, or in words of how things stand
-- ($standing: "the war"), is left out, and modes of what is done $at_home. direction: 1 for one to
-- other, -1, or 0. score: that of its surest claim, in tenths.
CREATE OR REPLACE TEMP TABLE moves AS
WITH asked AS (
    SELECT
        unnest($ones::VARCHAR[]) AS one, unnest($others::VARCHAR[]) AS other,
        unnest(range(1, len($ones::VARCHAR[]) + 1))::INTEGER AS dyad
),
between AS (
    SELECT one, other, dyad, event_id FROM event_dyads JOIN asked USING (one, other)
),
told AS (
    SELECT
        event_id,
        bool_and(is_historical) OR bool_and(regexp_full_match(predicate, $standing, 'i'))
            AS is_background,
        max(score) AS score
    FROM between JOIN event_claims USING (event_id) JOIN claims ON claims.id = claim_id
    GROUP BY event_id
)
SELECT
    dyad,
    date_trunc($period, date_start + ((date_end - date_start) // 2)::INTEGER)::DATE AS start,
    list_contains(actor_countries, one) AND list_contains(recipient_countries, other)
        AS is_forward,
    list_contains(actor_countries, other) AND list_contains(recipient_countries, one)
        AS is_backward,
    (is_forward::TINYINT - is_backward::TINYINT)::TINYINT AS direction,
    type, quad, intensity, status,
    CASE WHEN status = 'actual' THEN greatest(n_outlets, 1) ELSE 1 END AS n_outlets,
    CASE WHEN status = 'actual' THEN issues ELSE [] END AS issues,
    CASE WHEN status = 'actual' THEN round(coalesce(score, 1), 1) ELSE 1 END AS score
FROM between JOIN events ON events.id = between.event_id LEFT JOIN told USING (event_id)
WHERE (
        is_forward OR is_backward OR list_contains($mutual::VARCHAR[], type)
        OR (list_contains($alone::VARCHAR[], type) AND len(recipient_countries) = 0)
    )
    AND date_end - date_start <= $most_days
    AND is_background IS NOT TRUE AND NOT coalesce(list_contains($at_home::VARCHAR[], mode), FALSE)
