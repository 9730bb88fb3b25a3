-- report_facts.sql: one row per report of $ids, and per copy of one: what merging has to know
SELECT id, published, outlet, credited, copy_group
FROM reports LEFT JOIN copy_groups ON copy_groups.report_id = reports.id
WHERE id IN (SELECT unnest($ids))
    OR copy_group IN (
        SELECT copy_group FROM copy_groups WHERE report_id IN (SELECT unnest($ids))
    )
ORDER BY id
