"""A sample of the record, checked by people -> how far the record can be trusted."""
