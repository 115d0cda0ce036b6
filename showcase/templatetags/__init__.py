"""Template tags of the showcase room."""
