-- reports_of_runs.sql: one row: how many reports two runs have coded, both and each alone
SELECT
    count(*) FILTER (in_a AND in_b), count(*) FILTER (in_a AND NOT in_b),
    count(*) FILTER (in_b AND NOT in_a)
FROM (SELECT bool_or(run_id = $a) AS in_a, bool_or(run_id = $b) AS in_b
      FROM codings GROUP BY report_id)
