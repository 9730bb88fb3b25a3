-- state_now.sql: one row: what events computed now would take into account
SELECT coalesce((SELECT max(batch) FROM codings), 0)::INTEGER,
    ((SELECT count(*) FROM rulings WHERE kind NOT IN ('accept', 'note', 'pin'))
     + (SELECT count(*) FROM withdrawals JOIN rulings ON id = ruling_id
        WHERE kind NOT IN ('accept', 'note', 'pin')))::INTEGER,
    (SELECT count(*) FROM reports WHERE NOT is_imported)::INTEGER, ?
