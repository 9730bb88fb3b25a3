"""Date phrases -> days, as of the report's own day."""
