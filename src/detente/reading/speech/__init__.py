"""Who says what in a report: quotations, reported speech, and whose words they are."""
