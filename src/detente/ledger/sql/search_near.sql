-- search_near.sql: one row a word written much like $word, the nearest first, then the most frequent;
-- none where $word itself is known. Of quotes and names, not of whole texts.
WITH known AS (
    SELECT trim(folded(written)) AS word, mode(written) AS written, count(*) AS n
    FROM (
        SELECT unnest(regexp_extract_all(words || ' ' || names, '[\p{L}\p{N}]+')) AS written
        FROM documents WHERE kind <> 'report'
    )
    GROUP BY word
)
SELECT written FROM known
WHERE abs(length(word) - length($word)) <= $most_apart
    AND damerau_levenshtein(word, $word) <= $most_apart
    AND NOT EXISTS (FROM known WHERE stem(word, 'porter') = stem($word, 'porter'))
ORDER BY damerau_levenshtein(word, $word), n DESC, written LIMIT $n_rows
