-- whole_claims.sql: one row a claim of detente's own Parquet, taken apart, with what is wrong in it
CREATE OR REPLACE TEMP TABLE whole_claims AS
WITH parts AS (
    SELECT
        whole.*,
        json_transform(CASE WHEN json_valid(record) THEN record ELSE '{}' END, {structure}) AS r
    FROM whole WHERE kind = 'claim'
),
coded AS (
    SELECT
        *,
        list_transform(r.actors, lambda one: code_of(one.value.country, one.value.sector))
            AS actor_codes,
        list_transform(r.recipients, lambda one: code_of(one.value.country, one.value.sector))
            AS recipient_codes,
        list_concat(
            [r.citation, r.predicate],
            list_transform(list_concat(r.actors, r.recipients), lambda one: one.citation),
            CASE WHEN r.date IS NULL THEN [] ELSE [r.date.citation] END,
            CASE WHEN r.place IS NULL THEN [] ELSE [r.place.citation] END,
            CASE WHEN r.speaker IS NULL THEN [] ELSE [r.speaker.citation] END,
            r.echoes) AS citations
    FROM parts
)
SELECT
    coded.*,
    acts.plover_type AS known_plover_type,
    acts.quad AS known_quad,
    acts.intensity AS known_intensity,
    CASE
        WHEN NOT json_valid(record) OR r.report_id IS NULL OR citations IS NULL
            OR len(citations) = 0 THEN 'its record is not a claim'
        WHEN wrong_report IS NOT NULL THEN wrong_report
        WHEN NOT coalesce(list_contains($runs, run_id), false)
            THEN 'the file does not name its run'
        WHEN r.report_id <> report_id THEN 'its record is of another report'
        WHEN acts.type IS NULL THEN 'the codebook has no such type, mode or status'
        WHEN len(r.actors) + len(r.recipients) = 0 THEN 'it names nobody'
        WHEN r.score IS NULL OR r.score NOT BETWEEN 0 AND 1 THEN 'its score is not within 0..1'
        WHEN r.date IS NOT NULL AND NOT coalesce(r.date.value.earliest <= r.date.value.latest
            AND list_contains($units, r.date.value.granularity)
            AND list_contains($bases, r.date.value.basis), false) THEN 'its date is none'
        WHEN r.place IS NOT NULL AND NOT coalesce(
            list_contains($precisions, r.place.value.precision)
            AND r.place.value.name IS NOT NULL, false) THEN 'its place is none'
        WHEN id <> left(sha256(json_array(
            'claim', report_id, r.predicate.span.start, r.predicate.span.end, r.type, r.mode,
            r.status, actor_codes, recipient_codes)::VARCHAR), 20)
            THEN 'its id is not the digest of its record'
        WHEN report_text <> '' AND len(list_filter(citations, lambda one:
            misquotes(report_id, report_text, one))) > 0 THEN 'a quote is not at its span'
    END AS wrong
FROM (SELECT *, report_is_wrong(
    report_id, outlet, url, published, report_text, report_is_imported) AS wrong_report
    FROM coded) AS coded
LEFT JOIN known_acts AS acts ON acts.type = coded.r.type
    AND acts.mode IS NOT DISTINCT FROM coded.r.mode AND acts.status = coded.r.status;
