-- whole_statements.sql: one row a statement of detente's own Parquet, with what is wrong in it
WITH parts AS (
    SELECT
        row, id, kind, report_id, run_id, record, text, wrong_report,
        TRY(json_transform(record, {structure})) AS r
    FROM whole_rows WHERE kind <> 'claim' OR kind IS NULL
),
coded AS (
    SELECT
        *,
        list_concat(
            [r.citation],
            CASE WHEN r.speaker IS NULL THEN [] ELSE [r.speaker.citation] END,
            CASE WHEN r.cue IS NULL THEN [] ELSE [r.cue] END) AS citations
    FROM parts
)
SELECT
    row,
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
    record,
    CASE
        WHEN coded.kind IS DISTINCT FROM 'statement' THEN 'it is neither a claim nor a statement'
        WHEN r.report_id IS NULL OR r.citation IS NULL
            OR r.sentence IS NULL OR r.issues IS NULL OR r.about IS NULL
            THEN 'its record is not a statement'
        WHEN wrong_report IS NOT NULL THEN wrong_report
        WHEN NOT coalesce(list_contains($runs, run_id), false)
            THEN 'the file does not name its run'
        WHEN r.report_id <> report_id THEN 'its record is of another report'
        WHEN NOT coalesce(list_contains($speeches, r.kind), false) OR r.is_quoted IS NULL
            THEN 'its record is not a statement'
        WHEN coded.id <> left(sha256(json_array(
            'statement', report_id, r.citation.span.start, r.citation.span.end,
            r.speaker.value.code)::VARCHAR), 20) THEN 'its id is not the digest of its record'
        WHEN text <> '' AND len(list_filter(citations, lambda one:
            misquotes(report_id, text, one))) > 0 THEN 'a quote is not at its span'
    END AS wrong
FROM coded
