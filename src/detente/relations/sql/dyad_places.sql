-- dyad_places.sql: one row a place at which acts between $one and $other (one < other) happened,
-- from $first to $last, with their number; a place without coordinates is left out
SELECT
    place_name AS name, place_country AS country,
    min(place_lat) AS lat, min(place_lon) AS lon,
    count(*) AS n_events,
    count(*) FILTER (intensity > 0) AS n_cooperative,
    count(*) FILTER (intensity < 0) AS n_conflictual
FROM event_dyads JOIN events ON events.id = event_dyads.event_id
WHERE one = $one AND other = $other
    AND {between}
    AND status = 'actual' AND place_lat IS NOT NULL AND place_lon IS NOT NULL
    AND date_end - date_start <= $most_days
    AND date_start + ((date_end - date_start) // 2)::INTEGER BETWEEN $first AND $last
GROUP BY name, country
ORDER BY n_events DESC, name, country NULLS LAST
