-- search_hits.sql: one row a document that is sought (search_find.sql), by kind, the best or the
-- latest first, with the number of its kind.
SELECT
    kind, id, round(score, 6) AS score,
    count(*) OVER (PARTITION BY kind) AS n_of_kind,
    row_number() OVER (
        PARTITION BY kind ORDER BY CASE WHEN $by_day THEN published END DESC NULLS LAST,
            round(score, 6) DESC, published DESC NULLS LAST, id
    ) AS place
FROM fitting
QUALIFY place > $skipped AND place <= $skipped + $n_rows
ORDER BY kind, place
