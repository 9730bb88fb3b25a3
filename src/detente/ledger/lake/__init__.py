"""A ledger that several machines share: DuckLake on PostgreSQL or files."""
