-- doubts.sql: one row a claim of a report with a text: how doubtful its coding is, and what makes it so
-- The cue stands in `why` as events/coder.py writes it; a part that is 0 says nothing.
-- Where a large model and a reader of ours have both coded the report, `other` is what the one whose
-- coding does not count tells of the act: of words that overlap, or of the same clause and type.
WITH kinds AS (
    SELECT k.report_id, starts_with(u.coder, 'llm') AS is_model, max_by(k.run_id, k.batch) AS run_id
    FROM codings AS k JOIN runs AS u ON u.id = k.run_id GROUP BY ALL
),
others AS (
    SELECT c.id, k.is_model,
        bool_or(x.type = c.type AND x.status = c.status
            AND list_sort(x.actors) = list_sort(c.actors)
            AND list_sort(x.recipients) = list_sort(c.recipients)) AS is_alike,
        min_by(x.type, abs(x.predicate_start - c.predicate_start)) AS type,
        min_by(x.status, abs(x.predicate_start - c.predicate_start)) AS status
    FROM current_claims AS c
    JOIN kinds AS k ON k.report_id = c.report_id AND k.run_id <> c.run_id
        AND k.is_model <> (SELECT starts_with(coder, 'llm') FROM runs WHERE id = c.run_id)
    LEFT JOIN claims AS x ON x.report_id = c.report_id AND x.run_id = k.run_id AND (
        least(x.predicate_end, c.predicate_end) > greatest(x.predicate_start, c.predicate_start)
        OR x.type = c.type AND least(x.span_end, c.span_end) - greatest(x.span_start, c.span_start)
            >= 0.5 * least(x.span_end - x.span_start, c.span_end - c.span_start)
    )
    GROUP BY c.id, k.is_model
),
told AS (
    SELECT
        c.id,
        c.type,
        c.status,
        c.score,
        e.id AS event_id,
        e.standing,
        nullif(regexp_extract(c.why, '; (?:future|hypothetical|negated) by [''"](.*?)[''"](?:;|$)', 1), '')
            AS cue,
        EXISTS (FROM rulings AS u ANTI JOIN withdrawals AS w ON w.ruling_id = u.id
            WHERE u.target = c.id AND u.kind NOT IN ('note', 'pin'))
            AS is_ruled,
        o.id IS NOT NULL AND NOT coalesce(o.is_alike, false) AS is_read_otherwise,
        o.is_model AS other_is_model,
        o.type AS other_type,
        o.status AS other_status
    FROM current_claims AS c
    JOIN reports AS p ON p.id = c.report_id AND NOT p.is_imported
    LEFT JOIN others AS o ON o.id = c.id
    LEFT JOIN event_claims AS h ON h.claim_id = c.id
    LEFT JOIN events AS e ON e.id = h.event_id
),
parts AS (
    SELECT
        *,
        1 - score AS by_score,
        CASE WHEN is_read_otherwise THEN $readers ELSE 0 END AS by_readers,
        CASE WHEN status <> 'actual' THEN $cue ELSE 0 END AS by_cue,
        CASE standing WHEN 'disputed' THEN $disputed WHEN 'unconfirmed' THEN $unconfirmed ELSE 0 END
            AS by_standing
    FROM told
),
doubts AS (
    SELECT
        * EXCLUDE (score),
        round(1 - (1 - by_readers) * (1 - by_score) * (1 - by_cue) * (1 - by_standing), 4) AS doubt
    FROM parts
)
SELECT d.* FROM doubts AS d
JOIN current_claims AS t ON t.id = d.id
JOIN reports AS r ON r.id = t.report_id
