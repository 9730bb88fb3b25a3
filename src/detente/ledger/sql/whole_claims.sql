-- whole_claims.sql: one row a claim of detente's own Parquet, taken apart, with what is wrong in it
WITH parts AS (
    SELECT
        row, id, report_id, run_id, record, text, wrong_report,
        TRY(json_transform(record, {structure})) AS r
    FROM whole_rows WHERE kind = 'claim'
),
coded AS (
    SELECT
        *,
        act_of(r.type, r.mode, r.status) AS act,
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
    row,
    id, run_id, report_id,
    r.sentence AS sentence,
    r.type AS type,
    act.plover_type AS plover_type,
    r.mode AS mode,
    act.quad AS quad,
    act.intensity AS intensity,
    r.contexts AS contexts,
    r.issues AS issues,
    actor_codes AS actors,
    list_transform(r.actors, lambda one: one.value.country) AS actor_countries,
    list_transform(r.actors, lambda one: one.value.id) AS actor_ids,
    list_transform(r.actors, lambda one: one.value.name) AS actor_names,
    recipient_codes AS recipients,
    list_transform(r.recipients, lambda one: one.value.country) AS recipient_countries,
    list_transform(r.recipients, lambda one: one.value.id) AS recipient_ids,
    list_transform(r.recipients, lambda one: one.value.name) AS recipient_names,
    r.status AS status,
    r.is_historical AS is_historical,
    r.date.value.earliest AS date_start,
    r.date.value.latest AS date_end,
    r.date.value.granularity AS granularity,
    r.date.value.basis AS date_basis,
    r.place.value.country AS place_country,
    r.place.value.name AS place_name,
    r.place.value.lat AS place_lat,
    r.place.value.lon AS place_lon,
    r.speaker.value.code AS speaker,
    r.speaker.value.name AS speaker_name,
    r.citation.span.start AS span_start,
    r.citation.span.end AS span_end,
    r.citation.quote AS quote,
    r.predicate.span.start AS predicate_start,
    r.predicate.span.end AS predicate_end,
    r.predicate.quote AS predicate,
    r.score AS score,
    r.coder AS coder,
    r.why AS why,
    record,
    CASE
        WHEN r.report_id IS NULL OR citations IS NULL
            OR len(citations) = 0 OR r.sentence IS NULL OR r.is_historical IS NULL
            OR r.contexts IS NULL OR r.issues IS NULL OR r.coder IS NULL OR r.why IS NULL
            OR r.citation IS NULL OR r.predicate IS NULL THEN 'its record is not a claim'
        WHEN wrong_report IS NOT NULL THEN wrong_report
        WHEN NOT coalesce(list_contains($runs, run_id), false)
            THEN 'the file does not name its run'
        WHEN r.report_id <> report_id THEN 'its record is of another report'
        WHEN act IS NULL THEN 'the codebook has no such type, mode or status'
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
        WHEN text <> '' AND len(list_filter(citations, lambda one:
            misquotes(report_id, text, one))) > 0 THEN 'a quote is not at its span'
    END AS wrong
FROM coded
