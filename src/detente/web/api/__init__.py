"""The HTTP API: the record's rows, page by page, and briefs; reports and rulings sent to it."""
