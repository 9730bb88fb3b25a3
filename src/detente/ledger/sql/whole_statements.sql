-- whole_statements.sql: one row a statement of detente's own Parquet, with what is wrong in it
CREATE OR REPLACE TEMP TABLE whole_statements AS
WITH parts AS (
    SELECT
        whole.*,
        json_transform(CASE WHEN json_valid(record) THEN record ELSE '{}' END, {structure}) AS r,
        report_is_wrong(
            report_id, outlet, url, published, report_text, report_is_imported
        ) AS wrong_report
    FROM whole WHERE kind <> 'claim' OR kind IS NULL
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
    *,
    CASE
        WHEN kind IS DISTINCT FROM 'statement' THEN 'it is neither a claim nor a statement'
        WHEN NOT json_valid(record) OR r.report_id IS NULL OR r.citation IS NULL
            THEN 'its record is not a statement'
        WHEN wrong_report IS NOT NULL THEN wrong_report
        WHEN NOT coalesce(list_contains($runs, run_id), false)
            THEN 'the file does not name its run'
        WHEN r.report_id <> report_id THEN 'its record is of another report'
        WHEN NOT coalesce(list_contains($speeches, r.kind), false) OR r.is_quoted IS NULL
            THEN 'its record is not a statement'
        WHEN id <> left(sha256(json_array(
            'statement', report_id, r.citation.span.start, r.citation.span.end,
            r.speaker.value.code)::VARCHAR), 20) THEN 'its id is not the digest of its record'
        WHEN report_text <> '' AND len(list_filter(citations, lambda one:
            misquotes(report_id, report_text, one))) > 0 THEN 'a quote is not at its span'
    END AS wrong
FROM coded;
