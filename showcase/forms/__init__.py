"""Forms of the showcase room."""
