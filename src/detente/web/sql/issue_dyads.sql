-- issue_dyads.sql: one row a dyad that has events about $issue, most first
SELECT one, other, count(*) AS n_events
FROM event_dyads JOIN events ON events.id = event_id
WHERE list_contains(issues, $issue)
GROUP BY one, other ORDER BY n_events DESC, one, other LIMIT 20
