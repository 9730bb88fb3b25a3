"""Pictures of how two sides stand."""
