-- search_find.sql: one row a document that is sought, best first, with the number of its kind.
-- $sought: all words; $rest: those that name no actor of $actors, ids of the gazetteer; $phrases:
-- folded words that must stand side by side, blanks around them.
WITH by_words AS (
    SELECT key, fts_main_documents.match_bm25(key, $sought, conjunctive := {strict}) AS score
    FROM documents
),
named AS (
    SELECT key FROM documents
    WHERE len($actors::VARCHAR[]) > 0 AND list_has_any(actors, $actors::VARCHAR[])
),
by_actor AS (
    SELECT key, CASE WHEN $rest = '' THEN $bonus::DOUBLE ELSE $bonus
        + fts_main_documents.match_bm25(key, $rest, conjunctive := 1) END AS score
    FROM named
),
scored AS (
    SELECT key, max(score) AS score
    FROM (FROM by_words WHERE score IS NOT NULL UNION ALL FROM by_actor WHERE score IS NOT NULL)
    GROUP BY key
),
found AS (
    -- of the score, so that only words of what is found are folded, not those of all documents
    SELECT kind, id, published, score,
        CASE WHEN score IS NOT NULL THEN words || ' · ' || names END AS all_words
    FROM scored JOIN documents USING (key)
    WHERE ($since::DATE IS NULL OR published >= $since::DATE)
        AND ($until::DATE IS NULL OR published <= $until::DATE)
        AND ($outlet::VARCHAR IS NULL OR lower(outlet) = lower($outlet::VARCHAR))
        AND ($kind::VARCHAR IS NULL OR kind = $kind::VARCHAR)
),
fitting AS (
    FROM found
    WHERE len($phrases::VARCHAR[]) = 0 OR len(list_filter(
        $phrases::VARCHAR[], lambda phrase: NOT contains(folded(all_words), phrase)
    )) = 0
)
SELECT
    kind, id, round(score, 6) AS score,
    count(*) OVER (PARTITION BY kind) AS n_of_kind,
    row_number() OVER (
        PARTITION BY kind ORDER BY round(score, 6) DESC, published DESC NULLS LAST, id
    ) AS place
FROM fitting
QUALIFY place > $skipped AND place <= $skipped + $n_rows
ORDER BY kind, place
