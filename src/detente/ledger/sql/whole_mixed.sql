-- whole_mixed.sql: whether rows of a stretch are there already, come twice, or lack their report
SELECT (EXISTS (FROM whole_codings WHERE is_known)
    OR EXISTS (FROM whole_strays)
    OR (SELECT count(*) > count(DISTINCT hash(id, run_id)) FROM whole))::INTEGER;
