-- named.sql: one row an actor of $ids (of the gazetteer) who takes part in events
SELECT id, first(name ORDER BY n_named DESC, name) AS name, sum(n_named)::BIGINT AS n_events
FROM (
    SELECT id, name, count(*) AS n_named
    FROM (
        SELECT unnest(actor_ids) AS id, unnest(actor_names) AS name FROM events
        UNION ALL
        SELECT unnest(recipient_ids), unnest(recipient_names) FROM events
    )
    WHERE id IN (SELECT unnest($ids::VARCHAR[]))
    GROUP BY id, name
)
GROUP BY id ORDER BY n_events DESC, id
