-- facts_of.sql: which reports, and copies of them, merging has to know of; what Ledger.facts asks
WHERE id IN (SELECT unnest(string_split($ids, ',')))
    OR copy_group IN (
        SELECT copy_group FROM copy_groups WHERE report_id IN (SELECT unnest(string_split($ids, ',')))
    )
