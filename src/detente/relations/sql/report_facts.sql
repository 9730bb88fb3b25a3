-- report_facts.sql: one row per report of $ids: what merging has to know of it
SELECT id, published, outlet, credited, copy_group
FROM reports LEFT JOIN copy_groups ON copy_groups.report_id = reports.id
WHERE id IN (SELECT unnest($ids))
ORDER BY id
