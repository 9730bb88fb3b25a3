-- told_into_statements.sql: one row a row of mere words (CAMEO's root 01)
INSERT INTO statements BY NAME
SELECT
    left(sha256(json_array('statement', report_id, 0, length(text), actors[1])::VARCHAR), 20)
        AS id,
    $run AS run_id,
    report_id,
    0 AS sentence,
    actors[1] AS speaker,
    actor_names[1] AS speaker_name,
    actor_countries[1] AS speaker_country,
    actor_ids[1] AS speaker_id,
    false AS is_quoted,
    speech AS kind,
    []::VARCHAR[] AS issues,
    about,
    0 AS span_start,
    length(text) AS span_end,
    text AS quote,
    concat(
        '{"report_id":"', report_id, '","sentence":0,"speaker":',
        CASE WHEN one_json IS NULL THEN 'null' ELSE cited(
            concat(
                '{"code":"', actors[1], '","name":', to_json(actor_names[1]),
                ',"actor":', one_json, '}'),
            report_id, text, one_at, one_length) END,
        ',"is_quoted":false,"kind":"', speech, '","issues":[],"about":', to_json(about),
        ',"citation":', cite(report_id, text, 0, length(text)),
        ',"cue":', cite(report_id, text, act_at, act_length), '}'
    ) AS record
FROM (
    SELECT
        *,
        CASE WHEN recipient_countries[1] IS NULL THEN []::VARCHAR[]
            ELSE recipient_countries END AS about
    FROM told_claims WHERE type IS NULL
) AS words;
