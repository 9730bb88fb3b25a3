"""The HTTP API: the record's rows, page by page, and briefs; for reading."""
