-- told_into_claims.sql: one row a claim, in the columns of ledger/columns.py
INSERT INTO claims BY NAME
SELECT
    claim_id AS id,
    $run AS run_id,
    report_id,
    0 AS sentence,
    type, plover_type, mode, quad, intensity, contexts,
    []::VARCHAR[] AS issues,
    actors, actor_countries, actor_ids, actor_names,
    recipients, recipient_countries, recipient_ids, recipient_names,
    status, is_historical,
    first AS date_start,
    last AS date_end,
    unit AS granularity,
    CASE WHEN first IS NOT NULL THEN $basis END AS date_basis,
    places.country AS place_country,
    places.name AS place_name,
    places.lat AS place_lat,
    places.lon AS place_lon,
    NULL AS speaker,
    NULL AS speaker_name,
    0 AS span_start,
    length(text) AS span_end,
    text AS quote,
    act_at AS predicate_start,
    act_at + act_length AS predicate_end,
    predicate,
    $score AS score,
    $coder AS coder,
    concat($scheme, ' ', predicate) AS why,
    concat(
        '{"report_id":"', report_id, '","sentence":0,"type":"', type,
        '","mode":', CASE WHEN mode IS NULL THEN 'null' ELSE concat('"', mode, '"') END,
        ',"contexts":', to_json(contexts), ',"issues":[],"actors":[',
        CASE WHEN one_json IS NOT NULL
            THEN cited(one_json, report_id, text, one_at, one_length) END,
        CASE WHEN second_json IS NOT NULL
            THEN concat(',', cited(second_json, report_id, text, second_at, second_length)) END,
        '],"recipients":[',
        CASE WHEN other_json IS NOT NULL
            THEN cited(other_json, report_id, text, other_at, other_length) END,
        '],"status":"', status, '","is_historical":', is_historical, ',"date":',
        CASE WHEN first IS NULL THEN 'null' ELSE cited(
            concat(
                '{"earliest":"', first, '","latest":"', last, '","granularity":"', unit,
                '","basis":"', $basis, '"}'),
            report_id, text, date_at, date_length) END,
        ',"place":',
        CASE WHEN places.json IS NULL THEN 'null'
            ELSE cited(places.json, report_id, text, place_at, place_length) END,
        ',"speaker":null,"citation":', cite(report_id, text, 0, length(text)),
        ',"predicate":', cite(report_id, text, act_at, act_length),
        ',"score":', $score, ',"coder":', to_json($coder),
        ',"why":', to_json(concat($scheme, ' ', predicate)), ',"echoes":[]}'
    ) AS record
FROM (
    SELECT
        *,
        CASE WHEN first = last THEN 'day' WHEN first IS NOT NULL THEN 'interval' END AS unit,
        substring(text, act_at + 1, act_length) AS predicate
    FROM told_claims WHERE type IS NOT NULL
) AS claims
LEFT JOIN told_places AS places ON places.no = claims.place;
