"""Text -> sentences, dates, places and voices; knows language, not politics."""
