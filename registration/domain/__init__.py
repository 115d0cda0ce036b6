"""Changes of state in the seat engine."""
