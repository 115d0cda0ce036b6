"""Pages about booths."""
