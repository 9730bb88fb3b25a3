-- kept_claims.sql: one row a claim of a stretch, to be looked at more than once
CREATE OR REPLACE TEMP TABLE kept_claims AS FROM {whole_claims};
