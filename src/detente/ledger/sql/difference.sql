-- difference.sql: one row a claim that two runs tell apart, in the reports that both have coded
WITH both_coded AS (
    SELECT a.report_id FROM codings AS a JOIN codings AS b USING (report_id)
    WHERE a.run_id = $a AND b.run_id = $b
),
-- where several claims rest on one predicate, those alike in both runs are paired, then in order
told AS (
    SELECT
        claims.*,
        row_number() OVER (
            PARTITION BY run_id, report_id, predicate_start, predicate_end, is_in_both
            ORDER BY type, id
        ) AS nth
    FROM (
        SELECT claims.*, count(*) OVER (PARTITION BY id) > 1 AS is_in_both
        FROM claims SEMI JOIN both_coded USING (report_id)
        WHERE run_id IN ($a, $b)
    ) AS claims
),
a AS (FROM told WHERE run_id = $a),
b AS (FROM told WHERE run_id = $b),
paired AS (
    SELECT
        coalesce(a.report_id, b.report_id) AS report_id,
        coalesce(a.predicate_start, b.predicate_start) AS predicate_start,
        coalesce(a.predicate, b.predicate) AS predicate,
        coalesce(a.quote, b.quote) AS quote,
        a.id AS id_a, b.id AS id_b,
        a.type AS type_a, b.type AS type_b,
        a.mode AS mode_a, b.mode AS mode_b,
        a.status AS status_a, b.status AS status_b,
        a.actors AS actors_a, b.actors AS actors_b,
        a.recipients AS recipients_a, b.recipients AS recipients_b,
        a.date_start AS date_start_a, b.date_start AS date_start_b,
        a.date_end AS date_end_a, b.date_end AS date_end_b,
        a.place_name AS place_a, b.place_name AS place_b,
        a.issues AS issues_a, b.issues AS issues_b,
        a.contexts AS contexts_a, b.contexts AS contexts_b,
        a.speaker AS speaker_a, b.speaker AS speaker_b
    FROM a FULL JOIN b ON a.report_id = b.report_id AND (
        a.id = b.id OR NOT a.is_in_both AND NOT b.is_in_both AND a.nth = b.nth
        AND a.predicate_start = b.predicate_start AND a.predicate_end = b.predicate_end
    )
),
told_apart AS (
    SELECT *, list_filter([
        CASE WHEN type_a IS DISTINCT FROM type_b THEN 'type' END,
        CASE WHEN mode_a IS DISTINCT FROM mode_b THEN 'mode' END,
        CASE WHEN status_a IS DISTINCT FROM status_b THEN 'status' END,
        CASE WHEN actors_a IS DISTINCT FROM actors_b THEN 'actors' END,
        CASE WHEN recipients_a IS DISTINCT FROM recipients_b THEN 'recipients' END,
        CASE WHEN (date_start_a, date_end_a) IS DISTINCT FROM (date_start_b, date_end_b)
            THEN 'date' END,
        CASE WHEN place_a IS DISTINCT FROM place_b THEN 'place' END,
        CASE WHEN issues_a IS DISTINCT FROM issues_b THEN 'issues' END,
        CASE WHEN contexts_a IS DISTINCT FROM contexts_b THEN 'contexts' END,
        CASE WHEN speaker_a IS DISTINCT FROM speaker_b THEN 'speaker' END
    ], lambda name: name IS NOT NULL) AS changed
    FROM paired
)
SELECT
    CASE WHEN id_b IS NULL THEN 'only in A' WHEN id_a IS NULL THEN 'only in B' ELSE 'changed' END
        AS difference,
    CASE WHEN id_a IS NULL OR id_b IS NULL THEN [] ELSE changed END AS changed,
    reports.key AS report_key, reports.published,
    told_apart.* EXCLUDE (changed)
FROM told_apart JOIN reports ON reports.id = told_apart.report_id
WHERE len(changed) > 0 OR id_a IS NULL OR id_b IS NULL
ORDER BY reports.published NULLS LAST, report_id, predicate_start, id_a NULLS LAST, id_b
