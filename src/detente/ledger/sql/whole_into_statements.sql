-- whole_into_statements.sql: one row a statement, in the columns of ledger/columns.py
INSERT INTO statements BY NAME
SELECT
    id, run_id, report_id,
    r.sentence AS sentence,
    r.speaker.value.code AS speaker,
    r.speaker.value.name AS speaker_name,
    r.speaker.value.actor.country AS speaker_country,
    r.speaker.value.actor.id AS speaker_id,
    r.is_quoted AS is_quoted,
    r.kind AS kind,
    r.issues AS issues,
    r.about AS about,
    r.citation.span.start AS span_start,
    r.citation.span.end AS span_end,
    r.citation.quote AS quote,
    record
FROM whole_statements WHERE wrong IS NULL
ON CONFLICT DO NOTHING;
