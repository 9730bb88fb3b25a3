-- counts.sql: one row in all: how much there is; first and last are days of publication from
-- $earliest to $latest
SELECT
    (SELECT count(*) FROM reports) AS n_reports,
    (SELECT count(DISTINCT outlet) FROM reports) AS n_outlets,
    (SELECT count(*) FROM current_claims) AS n_claims,
    (SELECT count(*) FROM current_statements) AS n_statements,
    (SELECT count(*) FROM events) AS n_events,
    (SELECT count(*) FROM current_problems WHERE NOT is_warning) AS n_problems,
    (SELECT min(published) FROM reports WHERE published >= $earliest::DATE) AS first,
    (SELECT max(published) FROM reports WHERE published <= $latest::DATE) AS last
