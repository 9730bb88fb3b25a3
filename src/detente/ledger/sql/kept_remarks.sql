-- kept_remarks.sql: one row a remark of an archive's shard, taken apart, with what is wrong in it
CREATE OR REPLACE TEMP TABLE kept_remarks AS
WITH parts AS (
    SELECT
        row, id, report_id, run_id, record,
        TRY(json_transform(record, {structure})) AS r
    FROM given_remarks
),
found AS (
    SELECT
        *,
        list_concat(
            [r.citation, r.cue],
            r.parts,
            CASE WHEN r.speaker IS NULL THEN [] ELSE [r.speaker.citation] END) AS citations
    FROM parts
)
SELECT
    row,
    id, run_id, report_id,
    r.sentence AS sentence,
    r.kind AS kind,
    r.side AS side,
    r.about AS about,
    r.issues AS issues,
    r.citation.span.start AS span_start,
    r.citation.span.end AS span_end,
    r.citation.quote AS quote,
    record,
    CASE
        WHEN r.report_id IS NULL OR r.citation IS NULL OR r.cue IS NULL
            OR r.sentence IS NULL OR r.issues IS NULL OR r.about IS NULL
            OR NOT coalesce(list_contains($remarks, r.kind), false)
            THEN 'its record is not a remark'
        WHEN NOT coalesce(list_contains($runs, run_id), false)
            THEN 'the file does not name its run'
        WHEN known_id IS NULL THEN 'its shard has no such report'
        WHEN r.report_id <> report_id THEN 'its record is of another report'
        WHEN id <> left(sha256(json_array(
            'remark', report_id, r.kind, r.cue.span.start, r.cue.span.end)::VARCHAR), 20)
            THEN 'its id is not the digest of its record'
        WHEN len(list_filter(citations, lambda one: misquotes(report_id, text, one))) > 0
            THEN 'a quote is not at its span'
    END AS wrong
FROM found LEFT JOIN (SELECT id AS known_id, text FROM whole_reports) ON known_id = report_id;
