-- waiting_pages.sql: one row a host: the page that may be read by $now and has waited longest
SELECT url, feed, host, is_part, mark, published, state, n_tries, n_visits, next_at, digest,
    found_at, read_at, listed_at
FROM (
    SELECT *, row_number() OVER (PARTITION BY host ORDER BY is_part DESC, found_at, url) AS place
    FROM pages
    WHERE state = 'waiting' AND next_at <= :now AND feed IN (SELECT url FROM watched)
        AND url NOT IN (SELECT url FROM leased)
)
WHERE place = 1 ORDER BY found_at, url
