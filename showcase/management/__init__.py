"""Commands of the showcase room."""
