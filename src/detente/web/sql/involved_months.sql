-- involved_months.sql: one row a month: events done in it in which $who (a code or an id) takes part
SELECT
    date_trunc('month', date_start)::DATE AS month,
    count(*) FILTER (quad <= 2) AS n_cooperative,
    count(*) FILTER (quad > 2) AS n_conflictual
FROM events
WHERE status = 'actual' AND date_start IS NOT NULL
    AND (list_contains(actors, $who) OR list_contains(actor_countries, $who)
        OR list_contains(actor_ids, $who) OR list_contains(recipients, $who)
        OR list_contains(recipient_countries, $who) OR list_contains(recipient_ids, $who))
GROUP BY month ORDER BY month DESC LIMIT 24
