"""Template tags of the exhibitors room."""
