-- search_documents.sql: one row a claim, statement or report, and the words by which it is found.
-- actors are gazetteer ids and codes of those who take part or speak.
SELECT
    'claim' AS kind, t.id, t.quote AS words,
    array_to_string(
        list_distinct(list_concat(t.actor_names, t.recipient_names, [t.speaker_name])), ' · '
    ) AS names,
    list_distinct(list_concat(t.actor_ids, t.recipient_ids)) AS actors,
    r.published, r.outlet
FROM current_claims AS t JOIN reports AS r ON r.id = t.report_id
UNION ALL
SELECT
    'statement', t.id, t.quote, coalesce(t.speaker_name, ''), list_distinct([t.speaker_id]),
    r.published, r.outlet
FROM current_statements AS t JOIN reports AS r ON r.id = t.report_id
UNION ALL
SELECT 'report', id, coalesce(title, ''), concat_ws(' · ', outlet, credited, key), [], published, outlet
FROM reports
