-- actors.sql: one row an actor's code that events name; $words: in the name or the code
SELECT
    code,
    any_value(country) AS country,
    first(name ORDER BY n_named DESC, name) AS name,
    count(DISTINCT id) AS n_events
FROM (
    SELECT *, count(*) OVER (PARTITION BY code, name) AS n_named
    FROM (
        SELECT id, unnest(actors) AS code, unnest(actor_countries) AS country,
            unnest(actor_names) AS name FROM events
        UNION ALL
        SELECT id, unnest(recipients), unnest(recipient_countries), unnest(recipient_names)
        FROM events
    )
)
WHERE (name ILIKE $words ESCAPE '\' OR code ILIKE $words ESCAPE '\') AND code > $after
GROUP BY code
ORDER BY CASE WHEN $by_code THEN code END, n_events DESC, code LIMIT $n_rows
