-- search_documents.sql: one row a claim, statement or report, the words by which it is found, and
-- that by which what is found is narrowed. words of a report: its headline and its whole text.
-- {claims}: those that count, as people ruled. actors are gazetteer ids of those who take part or
-- speak, sides codes of their countries.
SELECT
    'claim' AS kind, t.id, t.quote AS words,
    array_to_string(
        list_distinct(list_concat(t.actor_names, t.recipient_names, [t.speaker_name])), ' · '
    ) AS names,
    list_distinct(list_concat(t.actor_ids, t.recipient_ids)) AS actors,
    list_distinct(list_concat(t.actor_countries, t.recipient_countries)) AS sides,
    t.type, t.status, t.score AS certainty, r.published, r.outlet
FROM {claims} AS t JOIN reports AS r ON r.id = t.report_id
UNION ALL
SELECT
    'statement', t.id, t.quote, coalesce(t.speaker_name, ''), list_distinct([t.speaker_id]),
    list_distinct(list_append(t.about, t.speaker_country)), NULL, NULL, NULL, r.published, r.outlet
FROM current_statements AS t JOIN reports AS r ON r.id = t.report_id
UNION ALL
SELECT
    'report', id, concat_ws(' · ', title, CASE WHEN is_imported THEN '' ELSE text END),
    concat_ws(' · ', outlet, credited, key), [], coalesce(told.sides, []),
    NULL, NULL, NULL, published, outlet
FROM reports
LEFT JOIN (
    SELECT report_id, list_distinct(flatten(list(list_concat(actor_countries, recipient_countries))))
        AS sides
    FROM {claims} GROUP BY report_id
) AS told ON told.report_id = reports.id
