"""Who asks a desk, and what they may."""
