-- actor.sql: one row: the actor whose code is $code, with its most frequent name
SELECT
    code,
    any_value(country) AS country,
    first(name ORDER BY n_named DESC, name) AS name,
    count(DISTINCT id) AS n_events
FROM (
    SELECT *, count(*) OVER (PARTITION BY name) AS n_named
    FROM (
        SELECT id, unnest(actors) AS code, unnest(actor_countries) AS country,
            unnest(actor_names) AS name FROM events WHERE list_contains(actors, $code)
        UNION ALL
        SELECT id, unnest(recipients), unnest(recipient_countries), unnest(recipient_names)
        FROM events WHERE list_contains(recipients, $code)
    )
    WHERE code = $code
)
GROUP BY code
