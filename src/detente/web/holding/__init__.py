"""What a desk holds: its ledger, what waits to be coded, what is written."""
