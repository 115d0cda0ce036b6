"""Changes of state of an import."""
