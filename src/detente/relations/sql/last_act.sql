-- last_act.sql: one row in all: the day of the last act that happened up to $as_of, null without any
SELECT max(date_start + ((date_end - date_start) // 2)::INTEGER) AS day
FROM events
WHERE status = 'actual' AND date_end - date_start <= $most_days
    AND date_start + ((date_end - date_start) // 2)::INTEGER <= $as_of
