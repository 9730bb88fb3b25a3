-- told_claims.sql: one row a row of another program, with its ids and whom it names
CREATE OR REPLACE TEMP TABLE told_claims AS
WITH reports AS (
    SELECT
        told.*,
        left(sha256(json_array('report', $outlet, url, published::VARCHAR, text)::VARCHAR), 20)
            AS report_id
    FROM told
),
named AS (
    SELECT
        reports.*,
        acts.* EXCLUDE (no),
        listed(one.no, one.code, second.no, second.code) AS actors,
        listed(one.no, one.country, second.no, second.country) AS actor_countries,
        listed(one.no, one.id, second.no, second.id) AS actor_ids,
        listed(one.no, one.name, second.no, second.name) AS actor_names,
        listed(other.no, other.code, NULL, NULL) AS recipients,
        listed(other.no, other.country, NULL, NULL) AS recipient_countries,
        listed(other.no, other.id, NULL, NULL) AS recipient_ids,
        listed(other.no, other.name, NULL, NULL) AS recipient_names,
        one.json AS one_json,
        second.json AS second_json,
        other.json AS other_json
    FROM reports
    JOIN told_acts AS acts ON acts.no = reports.act
    LEFT JOIN told_actors AS one ON one.no = reports.one
    LEFT JOIN told_actors AS second ON second.no = reports.second
    LEFT JOIN told_actors AS other ON other.no = reports.other
)
SELECT
    *,
    left(sha256(json_array(
        'claim', report_id, act_at, act_at + act_length, type, mode, status, actors, recipients
    )::VARCHAR), 20) AS claim_id
FROM named;
