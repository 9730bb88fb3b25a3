-- doubts.sql: one row a claim of a report with a text: how doubtful its coding is, and what makes it so
-- What `why` says is written by events/coder.py and events/model_coder.py; a part that is 0 says nothing.
WITH told AS (
    SELECT
        c.id,
        c.type,
        c.status,
        c.score,
        e.id AS event_id,
        e.standing,
        starts_with(c.why, 'rule ') AS has_rule,
        nullif(regexp_extract(c.why, '(?:^|; )model (\S+) [01]\.\d\d', 1), '') AS model_type,
        try_cast(
            nullif(regexp_extract(c.why, '(?:^|; )model \S+ ([01]\.\d\d)', 1), '') AS DOUBLE
        ) AS model_share,
        nullif(regexp_extract(c.why, '; model \S+ [01]\.\d\d over (\S+)', 1), '') AS passed_over,
        nullif(regexp_extract(c.why, '; (future|hypothetical|negated) by ', 1), '') AS cued,
        nullif(regexp_extract(c.why, '; (?:future|hypothetical|negated) by [''"](.*?)[''"](?:;|$)', 1), '')
            AS cue,
        EXISTS (FROM rulings AS u ANTI JOIN withdrawals AS w ON w.ruling_id = u.id
            WHERE u.target = c.id AND u.kind NOT IN ('note', 'pin'))
            AS is_ruled
    FROM current_claims AS c
    JOIN reports AS p ON p.id = c.report_id AND NOT p.is_imported
    LEFT JOIN event_claims AS h ON h.claim_id = c.id
    LEFT JOIN events AS e ON e.id = h.event_id
),
read AS (
    SELECT
        *,
        CASE WHEN has_rule THEN coalesce(passed_over, type) END AS rule_type,
        CASE WHEN has_rule THEN coalesce(cued, 'actual') END AS rule_status,
        1 - score AS by_score,
        CASE
            WHEN passed_over IS NOT NULL THEN $odds
            WHEN has_rule AND model_share IS NOT NULL THEN $odds * (1 - model_share)
            ELSE 0
        END AS by_odds
    FROM told
),
parts AS (
    SELECT
        *,
        CASE WHEN rule_status <> status THEN $status_odds ELSE 0 END AS by_status_odds,
        CASE WHEN status <> 'actual' THEN $cue ELSE 0 END AS by_cue,
        CASE standing WHEN 'disputed' THEN $disputed WHEN 'unconfirmed' THEN $unconfirmed ELSE 0 END
            AS by_standing
    FROM read
),
doubts AS (
    SELECT
        * EXCLUDE (type, status, score, has_rule, passed_over, cued),
        round(1 - (1 - by_score) * (1 - by_odds) * (1 - coalesce(by_status_odds, 0))
            * (1 - by_cue) * (1 - by_standing), 4) AS doubt
    FROM parts
)
SELECT d.* FROM doubts AS d
JOIN current_claims AS t ON t.id = d.id
JOIN reports AS r ON r.id = t.report_id
