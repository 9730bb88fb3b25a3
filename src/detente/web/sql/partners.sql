-- partners.sql: one row a country with which $who (a country) has events, most first
SELECT
    CASE WHEN one = $who THEN other ELSE one END AS code,
    count(*) AS n_events,
    count(*) FILTER (status = 'actual' AND quad <= 2) AS n_cooperative,
    count(*) FILTER (status = 'actual' AND quad > 2) AS n_conflictual
FROM event_dyads JOIN events ON events.id = event_id
WHERE one = $who OR event_dyads.other = $who
GROUP BY code ORDER BY n_events DESC, code LIMIT 20
