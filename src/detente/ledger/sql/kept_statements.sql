-- kept_statements.sql: one row a statement of a stretch, to be looked at more than once
CREATE OR REPLACE TEMP TABLE kept_statements AS FROM {whole_statements};
