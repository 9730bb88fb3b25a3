"""Claims of one deed -> one event: who may be whom, what clashes, what bears on what."""
