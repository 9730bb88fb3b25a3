-- search_find.sql: what is sought, for search_hits.sql and search_facets.sql: one row a document.
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
    SELECT kind, id, published, score, sides, type, status, outlet,
        CASE WHEN score IS NOT NULL THEN words || ' · ' || names END AS all_words
    FROM scored JOIN documents USING (key)
    WHERE ($since::DATE IS NULL OR published >= $since::DATE)
        AND ($until::DATE IS NULL OR published <= $until::DATE)
        AND ($outlet::VARCHAR IS NULL OR lower(outlet) = lower($outlet::VARCHAR))
        AND ($kind::VARCHAR IS NULL OR kind = $kind::VARCHAR)
        AND ($side::VARCHAR IS NULL OR list_contains(sides, $side::VARCHAR))
        AND ($type::VARCHAR IS NULL OR type = $type::VARCHAR)
        AND ($status::VARCHAR IS NULL OR status = $status::VARCHAR)
        AND ($min_score::DOUBLE IS NULL OR certainty >= $min_score::DOUBLE)
),
fitting AS (
    FROM found
    WHERE len($phrases::VARCHAR[]) = 0 OR len(list_filter(
        $phrases::VARCHAR[], lambda phrase: NOT contains(folded(all_words), phrase)
    )) = 0
)
