"""Template tags of the experts room."""
